"""Press reports: read, kept, compared with what is stored, and attached to a source.

`keep` stores the bytes without a source, so that nothing is lost while an editor decides;
`propose` says what fits; `store` does what the editor chose, in one transaction.
"""

from .matching import DatesFit, MeetingFit, meetings_of
from .proposing import Claim, Proposal, Relative, propose
from .storing import Choices, NewSource, Stored, free_slug, keep, read_again, store

__all__ = [
    "Choices",
    "Claim",
    "DatesFit",
    "MeetingFit",
    "NewSource",
    "Proposal",
    "Relative",
    "Stored",
    "free_slug",
    "keep",
    "meetings_of",
    "propose",
    "read_again",
    "store",
]
