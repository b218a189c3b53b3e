"""Keeping the bytes of a report, and attaching them to a source with what an editor chose."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from tracker.domain.documents.languages import UNDETERMINED
from tracker.domain.documents.reading import SourceFile
from tracker.domain.folding import fold
from tracker.domain.press_reports import PressReport, as_json, read_report
from tracker.models import Figure, Meeting, Source, SourceText

FILENAME_LENGTH = 250
SLUG_LENGTH = 100


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source to be made; `titles` are by language, in the editors' words."""

    slug: str
    titles: dict[str, str]
    kind: str = Source.Kind.PRESS_REPORT
    publisher: str = ""
    url: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What an editor chose for a report: an existing source or a new one; `figures` are pairs of
    a measure and a value, of which each measure may stand once."""

    source: Source | NewSource
    meeting: Meeting | None = None
    figures: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    derived_from: Source | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What `store` did: `kept` are figures that the source gave for the meeting before."""

    source: Source
    created: bool
    figures: tuple[Figure, ...] = ()
    kept: tuple[Figure, ...] = ()


def keep(file: SourceFile, *, by: User | None = None) -> SourceText:
    """Store the bytes of `file` and what was read in them, without a source yet.

    The same bytes again give the row that has them; while it belongs to no source, it takes over
    what was chosen this time for encoding, format and language. Raises `DocumentRefused`, with
    nothing stored.
    """
    report = read_report(file)
    values: dict[str, Any] = {
        "language": report.language,
        "filename": file.name[-FILENAME_LENGTH:],
        "encoding": file.encoding,
        "format": file.format,
        # The text itself stands in the bytes.
        "report": {key: found for key, found in as_json(report).items() if key != "paragraphs"},
    }
    text, created = SourceText.objects.get_or_create(
        sha256=report.sha256, defaults={**values, "original": file.data, "created_by": by}
    )
    if not created and text.source_id is None:
        for name, value in values.items():
            setattr(text, name, value)
        text.save(update_fields=[*values])
    return text


def read_again(text: SourceText) -> PressReport:
    """The report that the stored bytes are."""
    language = "" if text.language == UNDETERMINED else text.language
    return read_report(
        SourceFile(
            name=text.filename,
            data=bytes(text.original),
            encoding=text.encoding,
            format=text.format,
            language=language,
        )
    )


def free_slug(wanted: str) -> str:
    """A short name for a source that no other has, made of `wanted`."""
    stem = slugify(fold(wanted), allow_unicode=False)[: SLUG_LENGTH - 4].strip("-") or "report"
    taken = set(Source.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{stem}-{n}") not in taken)


@transaction.atomic
def store(text: SourceText, choices: Choices) -> Stored:
    """Attach `text` to the chosen source, with the chosen figures, in one transaction.

    Of an existing source only empty fields are filled, and figures it gave before stay. A text
    that is attached already stays where it is, and nothing is done. Raises `ValidationError`
    where the choices cannot stand.
    """
    text = SourceText.objects.select_for_update().get(pk=text.pk)
    if text.source is not None:
        return Stored(text.source, created=False)
    _check(choices)
    if isinstance(choices.source, Source):
        source = Source.objects.select_for_update().get(pk=choices.source.pk)
        _refuse_circle(source, choices.derived_from)
        _fill(source, text, choices)
    else:
        source = _create(choices.source, text, choices)
    text.source = source
    text.save(update_fields=["source"])
    added, kept = _store_figures(source, choices)
    return Stored(source, isinstance(choices.source, NewSource), tuple(added), tuple(kept))


def _check(choices: Choices) -> None:
    if choices.figures and choices.meeting is None:
        raise ValidationError({"meeting": _("Choose the meeting that the figures are about.")})
    measures = [measure for measure, _value in choices.figures]
    if len(measures) != len(set(measures)):
        raise ValidationError(
            {"figures": _("A source gives one figure for each measure: choose one of them.")}
        )


def _refuse_circle(source: Source, origin: Source | None) -> None:
    seen: set[int] = set()
    while origin is not None and origin.pk not in seen:
        if origin.pk == source.pk:
            raise ValidationError(
                {"derived_from": _("A source cannot derive from itself, nor from its own copy.")}
            )
        seen.add(origin.pk)
        origin = origin.derived_from


def _fill(source: Source, text: SourceText, choices: Choices) -> None:
    """Set what the source leaves empty; what editors wrote stays."""
    offered: dict[str, Any] = {
        "sha256": text.sha256,
        "languages": [text.language] if text.language != UNDETERMINED else [],
        "meeting": choices.meeting,
        "derived_from": choices.derived_from,
    }
    empty = [name for name, value in offered.items() if value and not getattr(source, name)]
    for name in empty:
        setattr(source, name, offered[name])
    if empty:
        source.save(update_fields=empty)


def _create(new: NewSource, text: SourceText, choices: Choices) -> Source:
    source = Source(
        slug=new.slug,
        kind=new.kind,
        publisher=new.publisher,
        url=new.url,
        published=new.published,
        languages=[text.language] if text.language != UNDETERMINED else [],
        sha256=text.sha256,
        meeting=choices.meeting,
        derived_from=choices.derived_from,
        **{f"title_{language}": title for language, title in new.titles.items()},
    )
    source.full_clean(exclude=["title", "note"])
    source.save()
    return source


def _store_figures(source: Source, choices: Choices) -> tuple[list[Figure], list[Figure]]:
    """The figures made now, and those that the source gave before."""
    if choices.meeting is None:
        return [], []
    before = {
        one.measure: one for one in Figure.objects.filter(meeting=choices.meeting, source=source)
    }
    chosen = sorted(choices.figures)
    added = [
        Figure.objects.create(meeting=choices.meeting, measure=measure, value=value, source=source)
        for measure, value in chosen
        if measure not in before
    ]
    return added, [before[measure] for measure, _value in chosen if measure in before]
