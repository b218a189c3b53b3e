"""What a report could bring: its meeting, its figures as claims, and the reports it repeats."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.domain.press_reports import Figure, Likeness, PressReport, likeness
from tracker.models import Figure as StoredFigure
from tracker.models import Meeting, Source, SourceText

from .matching import MeetingFit, meetings_of
from .storing import read_again

MOST_COMPARED = 20
"""So many of the newest stored texts are read again for comparing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure of the report, and what other sources say of the same measure of the meeting."""

    figure: Figure
    agreeing: tuple[StoredFigure, ...] = ()
    differing: tuple[StoredFigure, ...] = ()

    @property
    def key(self) -> str:
        """Names the claim in a form: `delegates-120`."""
        return f"{self.figure.measure.value}-{self.figure.value}"


@dataclass(frozen=True, slots=True)
class Relative:
    """A stored text that this one may be taken from, or the other way round.

    In `likeness` the report is the first, the stored text the second.
    """

    text: SourceText
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Proposal:
    """What fits a report. `text` holds the same bytes where they are stored; `source` is the one
    that has them or their SHA-256. `relatives` are candidates only, the likest first."""

    report: PressReport
    text: SourceText | None
    source: Source | None
    meetings: tuple[MeetingFit, ...]
    claims: tuple[Claim, ...]
    relatives: tuple[Relative, ...]

    @property
    def meeting(self) -> Meeting | None:
        """The meeting, where exactly one fits."""
        return self.meetings[0].meeting if len(self.meetings) == 1 else None

    @property
    def is_known(self) -> bool:
        """Whether these bytes are a source's text already, so that nothing is left to do."""
        return bool(self.text and self.text.source_id)


def propose(report: PressReport) -> Proposal:
    """Compare the report with what is stored; nothing is written."""
    text = SourceText.objects.filter(sha256=report.sha256).select_related("source").first()
    source = text.source if text else None
    if source is None:
        known = Source.objects.filter(sha256=report.sha256)[:2]
        source = known[0] if len(known) == 1 else None
    meetings = meetings_of(report)
    meeting = meetings[0].meeting if len(meetings) == 1 else None
    return Proposal(
        report=report,
        text=text,
        source=source,
        meetings=meetings,
        claims=_claims(report, meeting, source),
        relatives=_relatives(report),
    )


def _claims(
    report: PressReport, meeting: Meeting | None, source: Source | None
) -> tuple[Claim, ...]:
    stored: list[StoredFigure] = []
    if meeting:
        figures = StoredFigure.objects.filter(meeting=meeting).select_related("source")
        stored = list(figures.exclude(source=source) if source else figures)
    claims = []
    for figure in report.figures:
        same = [one for one in stored if one.measure == figure.measure.value]
        claims.append(
            Claim(
                figure,
                tuple(one for one in same if one.value == figure.value),
                tuple(one for one in same if one.value != figure.value),
            )
        )
    return tuple(claims)


def _relatives(report: PressReport) -> tuple[Relative, ...]:
    """Candidates among the texts of sources; only those that share a trait are read again."""
    kindred = []
    rows = SourceText.objects.attached().exclude(sha256=report.sha256)
    for pk, found in rows.values_list("pk", "report").iterator():
        if _share_a_trait(report, found):
            kindred.append(pk)
            if len(kindred) == MOST_COMPARED:
                break
    texts = SourceText.objects.filter(pk__in=kindred).select_related("source")
    relatives = [Relative(text, likeness(report, read_again(text))) for text in texts]
    candidates = [one for one in relatives if one.likeness.is_candidate]
    return tuple(sorted(candidates, key=lambda one: (-one.likeness.score, one.text.pk)))


def _share_a_trait(report: PressReport, stored: Mapping[str, Any]) -> bool:
    """A number of a meeting, a fixed date, two figures or two acronyms."""
    if {one.number for one in report.editions} & {one["number"] for one in stored["editions"]}:
        return True
    dates = {one["edtf"] for one in stored["dates"] if one["edtf"]}
    if dates & {one.edtf for one in report.dates}:
        return True
    figures = {(one["measure"], one["value"]) for one in stored["figures"]}
    acronyms = {one["text"] for one in stored["acronyms"]}
    shared = figures & {(one.measure.value, one.value) for one in report.figures}
    return len(shared) > 1 or len(acronyms & {one.text for one in report.acronyms}) > 1
