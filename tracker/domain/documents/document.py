"""A document as read: `read_documents` puts the steps together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from . import language_findings, numbering
from .alignment import Alignment, align
from .dating import with_dates
from .errors import Bounded, DocumentRefused, Finding, Params
from .header import Header, Posted, read_header
from .inline import with_items_apart
from .marks import classify
from .pagination import without_page_lines
from .reading import SourceFile, read_text
from .sections import Section, split, without

MAX_FILES = 30
MAX_ITEMS = 1_000
MAX_SECTIONS = 100


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A file that was read: `sha256` is that of its original bytes."""

    name: str
    sha256: str
    encoding: str
    format: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a plan's document holds.

    `sections` stand in the order of the files and lines, one per language, or a single one without
    items for a text that has none. `warnings` do not hinder an import; with `errors` the document
    can be looked at, but its items cannot be put side by side. `sha256` is that of the first
    file's original bytes. `reference` is the day from which past and future are told: the one that
    was given, else the day of the page's stamp.
    """

    title: str
    posted: Posted | None
    announced_languages: tuple[str, ...]
    sha256: str
    files: tuple[SourceInfo, ...]
    sections: tuple[Section, ...]
    alignment: Alignment
    warnings: tuple[Finding, ...]
    errors: tuple[Finding, ...]
    reference: date | None = None
    announcement: tuple[int, int] | None = None
    """File and line of the first line that announces languages."""
    remarks: tuple[Finding, ...] = ()
    """Those of the warnings that stay whatever a person makes of the sections."""

    @property
    def present_languages(self) -> tuple[str, ...]:
        """Languages of the sections with items, in the order of the document, each once."""
        return tuple(dict.fromkeys(one.language for one in self.sections if one.items))

    @property
    def missing_languages(self) -> tuple[str, ...]:
        """Announced languages without a section, sorted."""
        return tuple(sorted(set(self.announced_languages) - set(self.present_languages)))


@dataclass(frozen=True, slots=True)
class _Part:
    """What one file gives."""

    info: SourceInfo
    header: Header
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]


def read_document(data: bytes) -> Document:
    """Read a plan's document from the bytes of one file. Raises as `read_documents` does."""
    return read_documents([SourceFile("", data)])


def read_documents(files: Sequence[SourceFile], *, reference: date | None = None) -> Document:
    """Read a plan's document from one file, or from several that belong together.

    Raises `DocumentRefused`, and nothing else, where a file is no plain text within the limits.
    Takes time and memory linear in the number of bytes.
    """
    if not files:
        raise DocumentRefused([Finding("empty")])
    if len(files) > MAX_FILES:
        params: Params = {"files": len(files), "limit": MAX_FILES}
        raise DocumentRefused([Finding("too_many_files", None, params)])
    parts = [_read(file, index) for index, file in enumerate(files)]
    titled = next((part for part in parts if part.header.title), parts[0])
    sections = tuple(
        section
        for part in parts
        for section in (part.sections if part is titled else _under_title(part))
    )
    if len(sections) > MAX_SECTIONS:
        params = {"sections": len(sections), "limit": MAX_SECTIONS}
        raise DocumentRefused([Finding("too_many_sections", None, params)])
    headers = [part.header for part in parts]
    posted = next((header.posted for header in headers if header.posted), None)
    announcements = [
        (index, header.languages_line)
        for index, header in enumerate(headers)
        if header.languages_line is not None
    ]
    blank = Document(
        title=titled.header.title,
        posted=posted,
        announced_languages=tuple(sorted({one for each in headers for one in each.announced})),
        sha256=parts[0].info.sha256,
        files=tuple(part.info for part in parts),
        sections=(),
        alignment=Alignment(False, (), ()),
        warnings=(),
        errors=(),
        reference=reference or _day_of(posted),
        announcement=announcements[0] if announcements else None,
        remarks=tuple(finding for part in parts for finding in part.findings),
    )
    return recomposed(blank, sections)


def recomposed(document: Document, sections: Sequence[Section]) -> Document:
    """The same document with other sections: what follows from them is found anew."""
    sections, of_dates = with_dates(sections, reference=document.reference)
    alignment, remarks = align(sections)
    remarks = [*remarks, *of_dates]
    errors = [one for one in remarks if one.code in ("counts_differ", "year_out_of_range")]
    warnings = [
        *document.remarks,
        *language_findings.remarks(sections, document.announced_languages, document.announcement),
        *(finding for section in sections for finding in numbering.remarks(section)),
        *(one for one in remarks if one not in errors),
    ]
    if not any(section.items for section in sections):
        warnings.append(Finding("no_items"))
    return replace(
        document,
        sections=tuple(sections),
        alignment=alignment,
        warnings=tuple(sorted(warnings, key=lambda one: (one.file, one.line or 0, one.code))),
        errors=tuple(errors),
    )


def _read(file: SourceFile, index: int) -> _Part:
    try:
        text = read_text(file)
        lines, page = without_page_lines(classify(text.lines, text.numbers))
        lines, inside = with_items_apart(lines)
        header = read_header(lines)
        parts = split(without(lines, header.taken), file.language)
        for section in parts.sections:
            if len(section.items) > MAX_ITEMS:
                params: Params = {"items": len(section.items), "limit": MAX_ITEMS}
                raise DocumentRefused([Finding("too_many_items", section.first_line, params)])
    except DocumentRefused as refused:
        raise DocumentRefused([replace(one, file=index) for one in refused.errors]) from refused
    found = Bounded([*text.notes, *page, *inside, *header.findings, *parts.findings]).all()
    return _Part(
        SourceInfo(file.name, text.sha256, text.encoding, text.format),
        header,
        tuple(
            replace(one, file=index, language=file.language or one.language)
            for one in parts.sections
        ),
        tuple(replace(one, file=index) for one in found),
    )


def _under_title(part: _Part) -> tuple[Section, ...]:
    """The sections of a further file, whose title is the heading of the first of them."""
    header = part.header
    if not part.sections or not header.title or part.sections[0].heading:
        return part.sections
    first = replace(part.sections[0], heading=header.title, heading_line=header.title_line)
    return (first, *part.sections[1:])


def _day_of(posted: Posted | None) -> date | None:
    return date.fromisoformat(posted.iso[:10]) if posted and posted.iso else None
