"""What the parser has to say about a document: findings with a stable code, and the refusal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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


MAX_FINDINGS_PER_CODE = 20


class Bounded:
    """Collects findings: of each code the first 20, and how many more there were.

    A finding that comes a thousand times helps nobody, and costs memory.
    """

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._kept: list[Finding] = []
        self._last: dict[str, Finding] = {}
        self._counts: Counter[str] = Counter()
        for finding in findings:
            self.add(finding)

    def add(self, finding: Finding) -> None:
        self._counts[finding.code] += 1
        if self._counts[finding.code] <= MAX_FINDINGS_PER_CODE:
            self._kept.append(finding)
            self._last[finding.code] = finding

    def all(self) -> list[Finding]:
        """What was kept, and `more_findings` with the line of the last one for each code cut."""
        found = list(self._kept)
        for code, last in self._last.items():
            more = self._counts[code] - MAX_FINDINGS_PER_CODE
            if more > 0 and last.line is not None:
                found.append(Finding("more_findings", last.line, {"more": more}, last.file))
        return found


class DocumentRefused(Exception):
    """The bytes are no document that can be read; `errors` says why, in the order of the lines.

    The only exception that leaves the parser, whatever the bytes are.
    """

    def __init__(self, errors: Sequence[Finding]) -> None:
        super().__init__(", ".join(finding.code for finding in errors))
        self.errors = list(errors)
