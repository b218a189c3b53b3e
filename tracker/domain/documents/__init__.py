"""Documents of adopted plans: from the bytes of a text file to sections, items and findings.

`read_documents` is the way in (`read_document` for one file's bytes); `describe` and `as_json`
tell people and programs what it found.
"""

from .alignment import Alignment, Anchor
from .document import Document, SourceInfo, read_document, read_documents, recomposed
from .errors import DocumentRefused, Finding, Params
from .header import Posted
from .items import ParsedItem
from .reading import SourceFile
from .report import as_json, describe, finding_as_json
from .sections import Section
from .stated_date import StatedDate

__all__ = [
    "Alignment",
    "Anchor",
    "Document",
    "DocumentRefused",
    "Finding",
    "Params",
    "ParsedItem",
    "Posted",
    "Section",
    "SourceFile",
    "SourceInfo",
    "StatedDate",
    "as_json",
    "describe",
    "finding_as_json",
    "read_document",
    "read_documents",
    "recomposed",
]
