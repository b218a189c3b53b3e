"""Where in the files something is, and what is wrong there."""

from dataclasses import dataclass

from yaml.nodes import Node


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line (from 1) of a file, named as the operator finds it."""

    file: str
    line: int

    @classmethod
    def of(cls, node: Node) -> "Place":
        return cls(node.start_mark.name, node.start_mark.line + 1)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, as the sentence `file:line: reason`."""

    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class SeedsRefused(Exception):
    """The files are broken; nothing was stored. `problems` names every place, in file order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Problems(list[Problem]):
    """Collects problems, so that one run tells them all."""

    def add(self, where: Node | Place, reason: str) -> None:
        place = where if isinstance(where, Place) else Place.of(where)
        self.append(Problem(place, reason))

    def refuse(self) -> None:
        """Raises `SeedsRefused` where there is any."""
        if self:
            raise SeedsRefused(self)
