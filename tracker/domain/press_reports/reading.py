"""A press report, from the bytes of its file to what it says of a meeting."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.date_reading import find_dates
from tracker.domain.documents.errors import DocumentRefused, Finding
from tracker.domain.documents.languages import UNDETERMINED, detect
from tracker.domain.documents.reading import SourceFile, Text, read_text
from tracker.domain.documents.stated_date import StatedDate

from . import boilerplate, editions, figures
from .boilerplate import LeftOut, Publisher, Reason
from .editions import Acronym, Edition
from .figures import Figure
from .paragraphs import SENTENCE_END, Paragraph, paragraphs_of

MAX_BYTES = 1_000_000
"""Far more than any report has; what is longer is something else."""

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class PressReport:
    """What a report says, each with its line in the file.

    `paragraphs` is the report proper, without title, captions and what the page put round it
    (`left_out`). Dates, editions, acronyms and figures are looked for in title, paragraphs and
    captions. `language` is "und" where it could not be told. `title` is empty where the first
    line is a sentence already.
    """

    name: str
    sha256: str
    encoding: str
    format: str
    language: str
    title: str
    title_line: int | None
    paragraphs: tuple[Paragraph, ...]
    left_out: tuple[LeftOut, ...]
    dates: tuple[StatedDate, ...]
    editions: tuple[Edition, ...]
    acronyms: tuple[Acronym, ...]
    figures: tuple[Figure, ...]
    publishers: tuple[Publisher, ...]
    notes: tuple[Finding, ...]

    @property
    def aggregator_marks(self) -> tuple[LeftOut, ...]:
        """Marks of pages that take their texts from elsewhere."""
        return tuple(one for one in self.left_out if one.reason in boilerplate.AGGREGATOR_MARKS)


def read_report(file: SourceFile, *, reference: date | None = None) -> PressReport:
    """Read `file`. `reference` is the day from which past and future are told, as in `find_dates`.

    Raises `DocumentRefused` for what is no text or too large, and nothing else.
    """
    if len(file.data) > MAX_BYTES:
        raise DocumentRefused([Finding("too_large", None, {"limit": MAX_BYTES})])
    text = read_text(file)
    left_out: list[LeftOut] = []
    publishers: list[Publisher] = []
    found = paragraphs_of(_kept(text, left_out), stands_alone=boilerplate.of_photo)
    title = _take_title(found)
    body, captions = _body(found, title, left_out, publishers)
    language = file.language or detect("\n".join(one.text for one in (*body, *captions)))
    body = [_dated(one, language, reference) for one in body]
    heads = [_dated(one, language, reference) for one in (title, *captions) if one is not None]
    searched = sorted([*heads, *body], key=lambda one: one.line)
    return PressReport(
        name=file.name,
        sha256=text.sha256,
        encoding=text.encoding,
        format=text.format,
        language=language,
        title=title.text if title else "",
        title_line=title.line if title else None,
        paragraphs=tuple(body),
        left_out=tuple(sorted(left_out, key=lambda one: one.line)),
        dates=_distinct(searched),
        editions=_editions(searched, language),
        acronyms=editions.acronyms_in((one.line, one.text) for one in searched),
        figures=_figures(searched, language),
        publishers=tuple(publishers),
        notes=text.notes,
    )


def _kept(text: Text, left_out: list[LeftOut]) -> Iterable[tuple[int, str]]:
    """Numbered lines, blank ones instead of those that belong to the page."""
    numbers = text.numbers or range(1, len(text.lines) + 1)
    for number, line in zip(numbers, text.lines, strict=True):
        reason = boilerplate.page_line(line.strip())
        if reason:
            left_out.append(LeftOut(number, line.strip(), reason))
        yield number, "" if reason else line


def _take_title(found: list[Paragraph]) -> Paragraph | None:
    """The first paragraph where it is a headline: short, no sentence, and not all there is."""
    if len(found) < 2 or len(found[0].text) > LONGEST_TITLE:
        return None
    return None if found[0].text.endswith(SENTENCE_END) else found.pop(0)


def _body(
    found: list[Paragraph],
    title: Paragraph | None,
    left_out: list[LeftOut],
    publishers: list[Publisher],
) -> tuple[list[Paragraph], list[Paragraph]]:
    """The paragraphs of the report, and the captions; signs of agencies are taken off both."""
    body = list(found)
    if len(body) > 1 and (sign := boilerplate.signature(body[-1])):
        publishers.append(sign)
        last = body.pop()
        left_out.append(LeftOut(last.line, last.text, Reason.SIGNATURE))
    if body and (opened := boilerplate.dateline(body[0])):
        mark, publisher, body[0] = opened
        left_out.append(mark)
        publishers.append(publisher)
    if body and (closed := boilerplate.closing(body[-1])):
        mark, body[-1] = closed
        left_out.append(mark)
    captions = dict(boilerplate.captions(body, title.text if title else ""))
    left_out.extend(captions.values())
    for index in captions:
        by = boilerplate.photographer(body[index].text, body[index].last_line)
        if by and by.name not in {one.name for one in publishers}:
            publishers.append(by)
    kept = [one for index, one in enumerate(body) if index not in captions]
    return kept, [body[index] for index in sorted(captions)]


def _dated(paragraph: Paragraph, language: str, reference: date | None) -> Paragraph:
    """The same paragraph with the dates it states."""
    if language == UNDETERMINED:
        return paragraph
    dates = tuple(
        (
            one.start,
            one.end,
            StatedDate(
                text=one.text,
                line=paragraph.line_at(one.start),
                precision=one.precision,
                edtf=one.edtf,
                rule=one.rule,
                days=one.days,
                sense=one.sense,
                years=one.years,
                basis=one.basis,
            ),
        )
        for one in find_dates(paragraph.text, language, reference=reference)
    )
    return replace(paragraph, dates=dates)


def _distinct(searched: list[Paragraph]) -> tuple[StatedDate, ...]:
    """Each date once, where it stands first; "every month" alone is no date."""
    first: dict[tuple[str, ...], StatedDate] = {}
    for paragraph in searched:
        for _start, _end, one in paragraph.dates:
            if one.edtf or one.rule:
                first.setdefault((one.edtf, one.rule, str(one.days), one.sense), one)
    return tuple(first.values())


def _editions(searched: list[Paragraph], language: str) -> tuple[Edition, ...]:
    found: dict[tuple[int, int], Edition] = {}
    for paragraph in searched:
        for one in editions.editions_in(paragraph.text, language, taken=paragraph.taken):
            line = paragraph.line_at(one.start)
            printed = paragraph.text[one.start : one.end]
            found.setdefault((one.number, line), Edition(one.number, printed, one.context, line))
    return tuple(found.values())


def _figures(searched: list[Paragraph], language: str) -> tuple[Figure, ...]:
    return figures.merged(
        Figure(
            one.measure,
            one.value,
            paragraph.text[one.start : one.end],
            paragraph.line_at(one.start),
            one.approximate,
        )
        for paragraph in searched
        for one in figures.figures_in(paragraph.text, language, taken=paragraph.taken)
    )
