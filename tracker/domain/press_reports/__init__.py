"""Press reports: what a report on a meeting says, line by line, and which one repeats another.

`read_report` is the one way in; `likeness` compares two; `as_json` tells programs what was found.
"""

from .boilerplate import LeftOut, Publisher, Reason
from .editions import Acronym, Edition
from .figures import Figure, Measure
from .likeness import CANDIDATE, Kind, Likeness, SharedAnchor, likeness
from .paragraphs import Paragraph
from .reading import MAX_BYTES, PressReport, read_report
from .telling import (
    anchor_text,
    as_json,
    likeness_as_json,
    likeness_text,
    origin_text,
    reason_text,
    structure_text,
)

__all__ = [
    "CANDIDATE",
    "MAX_BYTES",
    "Acronym",
    "Edition",
    "Figure",
    "Kind",
    "LeftOut",
    "Likeness",
    "Measure",
    "Paragraph",
    "PressReport",
    "Publisher",
    "Reason",
    "SharedAnchor",
    "anchor_text",
    "as_json",
    "likeness",
    "likeness_as_json",
    "likeness_text",
    "origin_text",
    "read_report",
    "reason_text",
    "structure_text",
]
