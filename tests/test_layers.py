"""The arrows of the design, held against every import in the code.

domain <- models <- services <- {views, feeds, api, tasks, admin, commands}; what is on one level
at the top does not import its neighbours.
"""

import ast
from pathlib import Path

import pytest
from django.conf import settings

TRACKER = settings.BASE_DIR / "tracker"
TOP = {"views", "feeds", "api", "tasks", "admin", "management"}
BELOW_TOP = {"domain", "models", "services"}

ALLOWED = {
    "domain": {"domain"},
    "models": {"domain", "models"},
    "services": BELOW_TOP,
    **{name: {*BELOW_TOP, name} for name in TOP},
    # Django's own joints: they bind the layers together and hold nothing themselves.
    "migrations": {"migrations", "models"},
    "translation": {"models"},
    "templatetags": {*BELOW_TOP, "templatetags"},
    "middleware": {*BELOW_TOP, "views"},
    "apps": BELOW_TOP,
    "admin_site": {*BELOW_TOP, "admin"},
    "api_docs": set(),
    "sitemaps": {"models", "services"},
    "api": {*BELOW_TOP, "api", "api_docs"},
    "urls": {"views", "feeds", "api"},
}


def _modules() -> list[Path]:
    return sorted(TRACKER.rglob("*.py"))


def _layer(path: Path) -> str:
    return path.relative_to(TRACKER).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    """Dotted names of everything that the file imports, absolute."""
    package = [*path.relative_to(settings.BASE_DIR).parent.parts]
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return names


def _layers_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in _imports(path) if name.startswith("tracker.")}


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(TRACKER).as_posix())
def test_module_imports_only_from_its_own_layer_and_below(path: Path) -> None:
    layer = _layer(path)
    if layer == "__init__":
        pytest.skip("the package itself holds nothing")

    assert _layers_imported(path) - ALLOWED[layer] == set()


@pytest.mark.parametrize(
    "path",
    sorted((TRACKER / "domain").rglob("*.py")),
    ids=lambda path: path.relative_to(TRACKER).as_posix(),
)
def test_domain_knows_nothing_of_django(path: Path) -> None:
    django_like = {"django", "modeltranslation", "celery", "config", "simple_history"}

    assert {name.split(".")[0] for name in _imports(path)} & django_like == set()


def test_configuration_imports_the_tracker_only_for_its_addresses() -> None:
    importing = {
        path.name
        for path in (settings.BASE_DIR / "config").glob("*.py")
        if any(name.split(".")[0] == "tracker" for name in _imports(path))
    }

    assert importing == {"urls.py"}


def test_no_module_has_a_name_that_attracts_everything() -> None:
    names = {path.stem for path in _modules()} | {path.parent.name for path in _modules()}

    assert names & {"utils", "util", "helpers", "mixins", "common", "misc"} == set()
