"""A document and its findings for programs, as JSON."""

from collections.abc import Callable
from typing import Any

from .document import Document
from .errors import Finding
from .items import ParsedItem
from .sections import Section
from .sentences import describe
from .stated_date import StatedDate


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
                    "kind": anchor.kind,
                    "value": anchor.value,
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
