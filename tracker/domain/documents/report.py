"""A document and its findings for people (sentences) and for programs (JSON)."""

from collections.abc import Callable
from typing import Any

from .document import Document
from .errors import Finding
from .items import ParsedItem
from .sections import Section
from .stated_date import StatedDate


def describe(finding: Finding, gettext: Callable[[str], str]) -> str:
    """The finding as one sentence, in the language of `gettext`."""
    sentence = _reading(gettext) | _structure(gettext) | _placing(gettext)
    params = {"line": finding.line, **finding.params}
    return sentence[finding.code] % params


def as_json(document: Document, gettext: Callable[[str], str] = str) -> dict[str, Any]:
    """The object that `import_plan --json` prints; `message` is in the language of `gettext`."""
    return {
        "document": {
            "title": document.title,
            "posted": document.posted.iso if document.posted else None,
            "posted_raw": document.posted.raw if document.posted else None,
            "announced_languages": list(document.announced_languages),
            "missing_languages": list(document.missing_languages),
            "sha256": document.sha256,
            "reference": document.reference.isoformat() if document.reference else None,
            "files": [
                {
                    "name": file.name,
                    "sha256": file.sha256,
                    "encoding": file.encoding,
                    "format": file.format,
                }
                for file in document.files
            ],
        },
        "sections": [_section(section) for section in document.sections],
        "alignment": {
            "aligned": document.alignment.aligned,
            "counts": dict(document.alignment.counts),
            "anchors": [
                {
                    "position": anchor.position,
                    "number": anchor.number,
                    "languages": list(anchor.languages),
                }
                for anchor in document.alignment.anchors
            ],
        },
        "warnings": [finding_as_json(finding, gettext) for finding in document.warnings],
        "errors": [finding_as_json(finding, gettext) for finding in document.errors],
    }


def finding_as_json(finding: Finding, gettext: Callable[[str], str] = str) -> dict[str, Any]:
    """`code`, `line` (null for the whole file), `params` and the sentence as `message`.

    `file` counts from 0 in the order of the document's files.
    """
    return {
        "code": finding.code,
        "file": finding.file,
        "line": finding.line,
        "params": dict(finding.params),
        "message": describe(finding, gettext),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "language": section.language,
        "file": section.file,
        "first_line": section.first_line,
        "heading": section.heading,
        "heading_line": section.heading_line,
        "preamble": section.preamble,
        "preamble_line": section.preamble_line,
        "items": [_item(item) for item in section.items],
    }


def _item(item: ParsedItem) -> dict[str, Any]:
    return {
        "position": item.position,
        "printed": int(item.printed) if item.printed.isdecimal() else item.printed,
        "first_line": item.first_line,
        "text": item.text,
        "heading": item.heading,
        "heading_line": item.heading_line,
        "lead": item.lead,
        "lead_line": item.lead_line,
        "children": [_item(child) for child in item.children],
        "dates": [_date(date) for date in item.dates],
    }


def _date(date: StatedDate) -> dict[str, Any]:
    return {
        "text": date.text,
        "line": date.line,
        "edtf": date.edtf or None,
        "precision": str(date.precision),
        "rule": date.rule or None,
        "days": date.days,
        "sense": str(date.sense),
        "basis": date.basis,
        "years": date.years,
    }


def _reading(gettext: Callable[[str], str]) -> dict[str, str]:
    """What `reading` says of the file."""
    return {
        "empty": gettext("The document is empty."),
        "too_large": gettext("The file is too large (limit in bytes: %(limit)d)."),
        "other_format": gettext(
            "The file is no plain text (%(format)s). Save it as text in UTF-8 first."
        ),
        "other_encoding": gettext("The file is in %(encoding)s. Save it as text in UTF-8 first."),
        "nul": gettext(
            "Line %(line)d: a NUL character at byte %(offset)d, so the file is no plain text."
        ),
        "not_utf8": gettext(
            "Line %(line)d: the byte %(byte)s at position %(offset)d is not valid in UTF-8."
        ),
        "surrogate": gettext(
            "Line %(line)d: half of a surrogate pair at position %(offset)d, "
            "which UTF-8 does not allow."
        ),
        "too_many_lines": gettext("The file is too long (lines: %(lines)d, limit: %(limit)d)."),
        "line_too_long": gettext(
            "Line %(line)d is too long (characters: %(length)d, limit: %(limit)d)."
        ),
        "control": gettext(
            "Line %(line)d: the control character %(character)s in column %(column)d."
        ),
        "bidi_override": gettext(
            "Line %(line)d: %(character)s in column %(column)d changes the direction of writing "
            "unseen."
        ),
        "bidi_isolate": gettext(
            "Line %(line)d: the direction mark %(character)s in column %(column)d, "
            "without any right-to-left text in that line."
        ),
        "combining_run": gettext(
            "Line %(line)d: too many combining marks on one letter (limit: %(limit)d)."
        ),
        "byte_order_mark": gettext("A byte order mark at the start of the file was left out."),
        "composed": gettext("Letters written as base letter and mark were composed (Unicode NFC)."),
        "invisible": gettext(
            "Line %(line)d: an invisible character, %(character)s, in column %(column)d."
        ),
    }


def _structure(gettext: Callable[[str], str]) -> dict[str, str]:
    """What the other steps say of the text."""
    return {
        "stamp_unclear": gettext(
            "Line %(line)d: the time stamp “%(stamp)s” cannot be read without guessing."
        ),
        "no_items": gettext("No numbered items were found in the document."),
        "too_many_files": gettext("Too many files (%(files)d, limit: %(limit)d)."),
        "too_many_sections": gettext(
            "The text falls apart into too many sections (%(sections)d, limit: %(limit)d)."
        ),
        "too_many_items": gettext(
            "Line %(line)d: the section that starts here has too many items (%(items)d, "
            "limit: %(limit)d)."
        ),
        "printed_numbers": gettext(
            "Line %(line)d: number %(printed)s stands where %(expected)d was expected "
            "(language: %(language)s)."
        ),
        "ordinal_as_text": gettext(
            "Line %(line)d begins with %(printed)s, which was read as part of the text, "
            "not as the number of an item."
        ),
        "hyphen_at_line_end": gettext(
            "Line %(line)d ends in a hyphen inside a word; the hyphen was kept."
        ),
        "bullets_before_items": gettext(
            "Line %(line)d: bullet lines before the first item were left out."
        ),
        "trailing_text": gettext(
            "Line %(line)d: the text after the last item, up to line %(last_line)d, "
            "belongs to no section (language: %(language)s)."
        ),
        "unknown_language": gettext(
            "Line %(line)d: the language of the section that starts here could not be told."
        ),
        "duplicate_section": gettext(
            "Line %(line)d: a second section in the language %(language)s; "
            "the first starts in line %(first)d."
        ),
        "unannounced_language": gettext(
            "Line %(line)d: a section in the language %(language)s, "
            "which the document does not announce."
        ),
        "missing_language": gettext(
            "Line %(line)d announces the language %(language)s, "
            "but the document has no section in it."
        ),
        "counts_differ": gettext(
            "The languages differ in their number of items (%(counts)s), "
            "so the items cannot be put side by side."
        ),
        "anchors_shifted": gettext(
            "Line %(line)d: the numbers in the items in %(language)s fit the neighbouring items in "
            "%(reference)s better; an item may be missing or split."
        ),
    }


def _placing(gettext: Callable[[str], str]) -> dict[str, str]:
    """What stands against attaching the document's items to those of a plan."""
    return {
        "unknown_item": gettext(
            "Line %(line)d: item %(position)d in the language %(language)s has no counterpart "
            "in the plan, whose last item is %(last)d."
        ),
        "items_missing": gettext(
            "Number of items: %(found)d in the document, %(expected)d in the plan; "
            "they cannot be matched by position."
        ),
    }
