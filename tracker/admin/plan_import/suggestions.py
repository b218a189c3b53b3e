"""How items that do not stand side by side would: gaps where shared numbers and names fit best."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from tracker.admin.forms import SOURCE, label_of
from tracker.domain.documents import Document
from tracker.domain.documents.alignment import suggest_rows
from tracker.domain.documents.cells import Column
from tracker.domain.documents.decisions import MAX_EDITS, Edit, Op, columns
from tracker.services.date_texts import text_list
from tracker.services.drafts import Reading

_WORTH_A_LOOK = frozenset({"counts_differ", "anchors_shifted"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`sentence` is for people, `edits` do what it says."""

    sentence: str
    edits: tuple[Edit, ...]


def suggestion_of(reading: Reading) -> Suggestion | None:
    """Gaps for the languages that seem to lack items; None where all fits or nothing helps."""
    original, document = reading.original, reading.document
    if original is None or document is None or not _is_doubtful(document):
        return None
    rows = suggest_rows(document.sections)
    edits: list[Edit] = []
    told: list[str] = []
    seen: set[str] = set()
    for part in columns(original, reading.decisions):
        language = part.section.language
        if part.left_out or language in seen or not any(cell.item for cell in part.cells):
            continue
        seen.add(language)
        wanted = [n for n, row in enumerate(rows, start=1) if row.cells[language] is None]
        if wanted == _gaps(part):
            continue
        edits += [Edit(Op.DROP, part.index, n) for n in reversed(_gaps(part))]
        edits += [Edit(Op.GAP, part.index, n) for n in wanted]
        words = {"language": label_of(language), "items": ", ".join(map(str, wanted)) or "–"}
        # Translators: "Spanish: 4, 7": a language and the numbers of items it lacks
        told.append(gettext("%(language)s: %(items)s") % words)
    if not edits or len(edits) + len(reading.decisions.edits) > MAX_EDITS:
        return None
    listed = text_list(told, get_language() or SOURCE)
    sentence = gettext("Shared numbers, dates and names fit best with these gaps: %(gaps)s.")
    return Suggestion(sentence % {"gaps": listed}, tuple(edits))


def _is_doubtful(document: Document) -> bool:
    return any(one.code in _WORTH_A_LOOK for one in (*document.errors, *document.warnings))


def _gaps(part: Column) -> list[int]:
    return [n for n, cell in enumerate(part.cells, start=1) if cell.item is None]
