"""The words of the domain, one noun a file."""

from .attempt import Attempt
from .bounce import Bounce, Suppression
from .commitment import Commitment
from .divergence import Divergence
from .editor_settings import EditorSettings
from .former_slug import FormerSlug
from .import_draft import DraftFile, ImportDraft
from .item import Item
from .key_date import CommitmentDate, DateStatement, KeyDate
from .lookups import Among
from .mail_control import MailControl, MailHold
from .meeting import Figure, Meeting, MeetingSeries, Participation
from .message import Message, Reminder, StatusNotice
from .occurrence import Occurrence
from .organisation import Alias, Organisation
from .plan import ImportRun, LanguageVersion, Plan
from .reader_report import ReaderReport
from .revision import SiteRevision
from .search_entry import SearchEntry
from .search_text import SearchText
from .seed_record import SeedRecord
from .source import Source, SourceNote
from .source_text import SourceText
from .status_update import Evidence, StatusUpdate
from .subscriber import LeadTime, Subscriber, Subscription
from .theme import Theme
from .vocabulary import Basis, Kind, Status
from .wording import Wording

__all__ = [
    "Alias",
    "Among",
    "Attempt",
    "Basis",
    "Bounce",
    "Commitment",
    "CommitmentDate",
    "DateStatement",
    "Divergence",
    "DraftFile",
    "EditorSettings",
    "Evidence",
    "Figure",
    "FormerSlug",
    "ImportDraft",
    "ImportRun",
    "Item",
    "KeyDate",
    "Kind",
    "LanguageVersion",
    "LeadTime",
    "MailControl",
    "MailHold",
    "Meeting",
    "MeetingSeries",
    "Message",
    "Occurrence",
    "Organisation",
    "Participation",
    "Plan",
    "ReaderReport",
    "Reminder",
    "SearchEntry",
    "SearchText",
    "SeedRecord",
    "SiteRevision",
    "Source",
    "SourceNote",
    "SourceText",
    "Status",
    "StatusNotice",
    "StatusUpdate",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Theme",
    "Wording",
]
