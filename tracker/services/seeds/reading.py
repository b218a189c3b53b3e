"""YAML files as nodes that know their place; plain YAML only, read strictly."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from .problems import Place, Problems

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Folder:
    """The collections (`themes`, `items` …) that the files of one folder give, in file order."""

    name: str
    collections: list[tuple[str, Node, Node]] = field(default_factory=list)


class _NamedBytes(io.BytesIO):
    """What the parser needs to say the file's name in its marks."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content)
        self.name = name


def read_folders(directory: Path, problems: Problems) -> list[Folder]:
    """Every `*.yaml` below `directory`, folder by folder; file names are relative to its parent.

    What cannot be read is added to `problems` and left out.
    """
    folders: dict[Path, Folder] = {}
    for path in sorted(directory.rglob("*.yaml")):
        name = path.relative_to(directory.parent).as_posix()
        root = _compose(path, name, problems)
        if root is None:
            continue
        folder = folders.setdefault(path.parent, Folder(name.rpartition("/")[0]))
        for key, key_node, value in pairs(root, problems):
            folder.collections.append((key, key_node, value))
    return list(folders.values())


def pairs(node: Node, problems: Problems) -> Iterator[tuple[str, Node, Node]]:
    """Key, key's node and value of a mapping; what is no mapping or comes twice is a problem."""
    if not isinstance(node, MappingNode):
        problems.add(node, f"Expected names with values, found {describe(node)}.")
        return
    seen: dict[str, Place] = {}
    for key_node, value in node.value:
        if not isinstance(key_node, ScalarNode):
            problems.add(key_node, f"A name must be plain text, found {describe(key_node)}.")
            continue
        key = key_node.value
        if key in seen:
            problems.add(key_node, f"“{key}” comes twice; the first is in line {seen[key].line}.")
            continue
        seen[key] = Place.of(key_node)
        yield key, key_node, value


def describe(node: Node) -> str:
    """What stands there, for the reader of a problem."""
    if isinstance(node, MappingNode):
        return "names with values"
    if not isinstance(node, ScalarNode):
        return "a list"
    if is_null(node):
        return "nothing"
    return f"“{node.value[:60]}”"


def is_null(node: Node) -> bool:
    return node.tag == "tag:yaml.org,2002:null"


def _compose(path: Path, name: str, problems: Problems) -> Node | None:
    try:
        content = path.read_bytes()
        content.decode("utf-8")
    except OSError as error:
        problems.add(Place(name, 1), f"The file cannot be read: {error.strerror}.")
        return None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.add(Place(name, line), "The file is not UTF-8 text.")
        return None
    loader = Loader(_NamedBytes(content, name))
    try:
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problems.add(Place(name, line), f"This is not YAML: {error.problem or error.context}.")
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        line = content.decode("utf-8")[:position].count("\n") + 1
        problems.add(Place(name, line), "This is not YAML: a character that is not allowed.")
    finally:
        loader.dispose()
    return None
