"""Importing an adopted text: the wordings of a document are attached to a plan's items.

The items' titles are the editors' own and are never touched once they are there; what is stored is
never changed: a corrected document adds versions. A document either comes in whole or not at all.
"""

from .changes import Change, Imported, word_diff
from .plans import (
    Examined,
    applied_to,
    examine,
    import_document,
    import_files,
    latest_run,
    read,
    store,
)
from .proposals import DateProposal, DivergenceProposal, ItemProposal, Proposals

__all__ = [
    "Change",
    "DateProposal",
    "DivergenceProposal",
    "Examined",
    "Imported",
    "ItemProposal",
    "Proposals",
    "applied_to",
    "examine",
    "import_document",
    "import_files",
    "latest_run",
    "read",
    "store",
    "word_diff",
]
