"""Documents of adopted plans: from the bytes of a text file to sections, items and findings.

`read_document` is the one way in; `describe` and `as_json` tell people and programs what it found.
"""

from .alignment import Alignment, Anchor
from .document import Document, read_document
from .errors import DocumentRefused, Finding, Params
from .header import Posted
from .items import ParsedItem
from .report import as_json, describe, finding_as_json
from .sections import Section

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
    "as_json",
    "describe",
    "finding_as_json",
    "read_document",
]
