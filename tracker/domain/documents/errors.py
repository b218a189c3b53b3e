"""What the parser has to say about a document: findings with a stable code, and the refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. `code` is stable and for programs, `report.describe` makes the sentence of it.

    `line` is the 1-based line of the original file, or None when the whole file is meant.
    `params` are the values that the sentence names, ready to be printed and to become JSON.
    `file` is the index of the file among those that were read together.
    """

    code: str
    line: int | None = None
    params: Params = field(default_factory=dict)
    file: int = 0


class DocumentRefused(Exception):
    """The bytes are no document that can be read; `errors` says why, in the order of the lines.

    The only exception that leaves the parser, whatever the bytes are.
    """

    def __init__(self, errors: Sequence[Finding]) -> None:
        super().__init__(", ".join(finding.code for finding in errors))
        self.errors = list(errors)
