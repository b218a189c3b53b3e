"""How many of the dates in the real documents are found, and how many finds are none.

    python -m tests.bench.plan_dates

Reads the folder that TRACKER_SHARED names, or `shared` beside the repository: the documents,
`domain/gold.json` (what the plan states, language by language) and `domain/dates.md` (the year of
the past). Prints every expected find and every other one; the last line is one JSON object.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.domain.date_reading import find_anniversaries, find_dates
from tracker.domain.documents import Document, read_document

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TRACKER_SHARED", ROOT.parent / "shared"))
PLAN = "imcwp23-plan-of-action.txt"
LANGUAGES = ("en", "ru", "es", "tr")

# What the reports state: days of a year that is printed in two of them and in two is not.
REPORTS = {
    "report-imcwp23-vi.txt": ("vi", "2023-10-20/2023-10-22"),
    "report-imcwp23-de.txt": ("de", "2023-10-20/2023-10-22"),
    "report-imcwp17-id.txt": ("id", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=30 for 3"),
    "report-imcwp22-en.txt": ("en", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=27 for 3"),
}


@dataclass(frozen=True, slots=True, order=True)
class Find:
    """A date at an item in one language: `meaning` is its EDTF text, or its rule and days."""

    position: int
    language: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Score:
    """What was expected and found: `missed` and `extra` are empty when all is right."""

    expected: frozenset[Find]
    found: tuple[Find, ...]

    @property
    def missed(self) -> list[Find]:
        return sorted(self.expected - set(self.found))

    @property
    def extra(self) -> list[Find]:
        rest = list(self.found)
        for one in self.expected & set(self.found):
            rest.remove(one)
        return sorted(rest)

    @property
    def precision(self) -> float:
        return 1 - len(self.extra) / len(self.found) if self.found else 0.0

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / len(self.expected) if self.expected else 0.0


def available() -> bool:
    return (SHARED / "sources" / PLAN).exists() and (SHARED / "domain" / "gold.json").exists()


def plan_score(document: Document | None = None) -> Score:
    """The dates of the plan against gold.json and dates.md."""
    document = document or _plan()
    found = tuple(
        Find(item.position, section.language, _meaning(one))
        for section in document.sections
        for item in section.items
        for one in item.dates
    )
    return Score(frozenset(_expected_dates()), found)


def anniversary_score(document: Document | None = None) -> Score:
    """The mentions of anniversaries, none of which has a date in any language."""
    document = document or _plan()
    found = tuple(
        Find(item.position, section.language, f"{one.years} years")
        for section in document.sections
        for item in section.items
        for one in find_anniversaries(item.text, section.language)
    )
    return Score(frozenset(_expected_anniversaries()), found)


def reports_score() -> Score:
    """The dates of the four press reports, each read as one text; the position is its place."""
    expected, found = set(), []
    for number, (name, (language, meaning)) in enumerate(REPORTS.items(), start=1):
        text = (SHARED / "sources" / name).read_text(encoding="utf-8")
        expected.add(Find(number, language, meaning))
        found += [Find(number, language, _meaning(one)) for one in find_dates(text, language)]
    return Score(frozenset(expected), tuple(found))


def _plan() -> Document:
    return read_document((SHARED / "sources" / PLAN).read_bytes())


def _meaning(one: Any) -> str:
    """The same for a `FoundDate` and a `StatedDate`."""
    sense = "" if one.sense == "on" else f" {one.sense}"
    if one.edtf:
        return f"{one.edtf}{sense}"
    rule = one.rule or "no rule"
    return f"{rule} for {one.days}{sense}" if one.days > 1 else f"{rule}{sense}"


def _anchors() -> Iterator[tuple[int, dict[str, Any]]]:
    gold = json.loads((SHARED / "domain" / "gold.json").read_text(encoding="utf-8"))
    for anchor in gold["anchors"]:
        yield int(anchor["part"].rstrip("abcdefghijklmnopqrstuvwxyz")), anchor


def _expected_dates() -> Iterator[Find]:
    for position, anchor in _anchors():
        stated = anchor.get("day_stated", [])
        for language in stated:
            yield Find(position, language, _day(anchor))
        for language in anchor.get("year_stated", []):
            if language not in stated:
                yield Find(position, language, anchor["date"][:4])
        for language, words in anchor.get("stated_as", {}).items():
            weekend = f"{anchor['rrule']} for {anchor['duration_days']}"
            yield Find(position, language, weekend if "weekend" in words else "no rule for 7")
    yield from _historical()


def _day(anchor: dict[str, Any]) -> str:
    if anchor["type"] == "recurring":
        return str(anchor["rrule"])
    if anchor["type"] == "range":
        return f"{anchor['start']}/{anchor['end']}"
    return str(anchor["date"])


def _historical() -> Iterator[Find]:
    """The year of the past, whose row in dates.md shows it in the languages that have it."""
    for line in (SHARED / "domain" / "dates.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) > 7 and "historical" in cells[7]:
            for language, words in zip(("en", "ru", "es", "tr"), cells[2:6], strict=True):
                if cells[6] in words:
                    yield Find(int(cells[0]), language, f"{cells[6]} historical")


def _expected_anniversaries() -> Iterator[Find]:
    for position, anchor in _anchors():
        for language in anchor.get("n_stated", LANGUAGES if "n" in anchor else ()):
            yield Find(position, language, f"{anchor['n']} years")


def _print(title: str, score: Score) -> dict[str, Any]:
    print(title)
    for one in sorted(score.expected):
        mark = "hit   " if one in score.found else "MISSED"
        print(f"  {mark} {one.position:>2} {one.language}  {one.meaning}")
    for one in score.extra:
        print(f"  EXTRA  {one.position:>2} {one.language}  {one.meaning}")
    return {
        "expected": len(score.expected),
        "found": len(score.found),
        "missed": len(score.missed),
        "extra": len(score.extra),
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
    }


def main() -> int:
    if not available():
        print(
            f"The real documents are not here ({SHARED}). They are not part of the repository; "
            "set TRACKER_SHARED to the folder that holds `sources` and `domain`."
        )
        print(json.dumps({"available": False}))
        return 1
    document = _plan()
    results = {
        "plan": _print("Dates of the plan: item, language, meaning", plan_score(document)),
        "anniversaries": _print("Anniversaries without a date", anniversary_score(document)),
        "reports": _print("Dates of the press reports", reports_score()),
    }
    print(json.dumps({"available": True, **results}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
