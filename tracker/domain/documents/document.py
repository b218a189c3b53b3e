"""A document as read: `read_document` puts the steps together."""

from dataclasses import dataclass

from . import languages
from .alignment import Alignment, align
from .errors import DocumentRefused, Finding, Params
from .header import Header, Posted, read_header
from .items import classify
from .reading import read_text
from .sections import Section, split, without

MAX_ITEMS = 1_000
MAX_SECTIONS = 100


@dataclass(frozen=True, slots=True)
class Document:
    """What a plan's document holds.

    `sections` stand in the order of the document, one per language, or a single one without items
    for a text that has none. `warnings` do not hinder an import; with `errors` the document can be
    looked at, but its items cannot be put side by side. `sha256` is that of the original bytes.
    """

    title: str
    posted: Posted | None
    announced_languages: tuple[str, ...]
    sha256: str
    sections: tuple[Section, ...]
    alignment: Alignment
    warnings: tuple[Finding, ...]
    errors: tuple[Finding, ...]

    @property
    def present_languages(self) -> tuple[str, ...]:
        """Languages of the sections with items, in the order of the document, each once."""
        return tuple(dict.fromkeys(one.language for one in self.sections if one.items))

    @property
    def missing_languages(self) -> tuple[str, ...]:
        """Announced languages without a section, sorted."""
        return tuple(sorted(set(self.announced_languages) - set(self.present_languages)))


def read_document(data: bytes) -> Document:
    """Read the bytes of a plan's document.

    Raises `DocumentRefused`, and nothing else, where the bytes are no plain text within the
    limits. Takes time and memory linear in the number of bytes.
    """
    text = read_text(data)
    lines = classify(text.lines)
    header = read_header(lines)
    parts = split(without(lines, header.taken))
    if len(parts.sections) > MAX_SECTIONS:
        params: Params = {"sections": len(parts.sections), "limit": MAX_SECTIONS}
        raise DocumentRefused([Finding("too_many_sections", None, params)])
    for section in parts.sections:
        if len(section.items) > MAX_ITEMS:
            params = {"items": len(section.items), "limit": MAX_ITEMS}
            raise DocumentRefused([Finding("too_many_items", section.first_line, params)])
    alignment, remarks = align(parts.sections)
    errors = [one for one in remarks if one.code == "counts_differ"]
    warnings = [
        *text.notes,
        *header.findings,
        *parts.findings,
        *_language_findings(header, parts.sections),
        *(one for one in remarks if one not in errors),
    ]
    return Document(
        header.title,
        header.posted,
        header.announced,
        text.sha256,
        parts.sections,
        alignment,
        tuple(sorted(warnings, key=lambda one: (one.line or 0, one.code))),
        tuple(errors),
    )


def _language_findings(header: Header, sections: tuple[Section, ...]) -> list[Finding]:
    found: list[Finding] = []
    first: dict[str, int] = {}
    for section in sections:
        if not section.items:
            continue
        language, line = section.language, section.first_line
        if language == languages.UNDETERMINED:
            found.append(Finding("unknown_language", line))
        elif language in first:
            earlier: Params = {"language": language, "first": first[language]}
            found.append(Finding("duplicate_section", line, earlier))
        elif header.announced and language not in header.announced:
            found.append(Finding("unannounced_language", line, {"language": language}))
        first.setdefault(language, line)
    if first:
        found.extend(
            Finding("missing_language", header.languages_line, {"language": language})
            for language in header.announced
            if language not in first
        )
    return found
