"""What a reader's question finds: objects by kind, the hit marked in the language where it stands.

Every word has to occur in some one language of an object. Those that hold the words nearest to
the beginning, where titles stand, come first; the order is the same in every database.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Min, Q, Value, Window
from django.db.models.functions import RowNumber, StrIndex

from tracker.domain.folding import fold_terms
from tracker.domain.marking import Piece, fragments, marked
from tracker.domain.stemming import stem
from tracker.models import SearchEntry
from tracker.models.translated import LocalText, content_languages
from tracker.services.search import matching

Kind = SearchEntry.Kind
Key = tuple[str, int]
OVERVIEW = 5
"""Results of each kind where all kinds are shown."""
PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One object found, in the reader's language where it has it.

    `title_pieces` are `title` with its hits told apart. `excerpt` is what was found elsewhere, as
    fragments in `language`, empty where the title says it all.
    """

    kind: str
    title: LocalText
    title_pieces: list[Piece]
    path: str
    address: str
    language: str
    excerpt: list[list[Piece]]


@dataclass(frozen=True, slots=True)
class Group:
    """Objects of one kind: how many there are in all, and those asked for."""

    kind: str
    total: int
    hits: list[Hit]


def find(query: str, *, language: str, kind: str = "", page: int = 1) -> list[Group]:
    """What `query` finds, for a reader of `language`: a group a kind, in the order of `Kind`.

    Without `kind` each group begins with its first five; with it, that group has the 20 of `page`
    (from 1; none where there is no such page) and the others have none. 2 queries.
    """
    terms = fold_terms(query)
    if not terms:
        return []
    totals: dict[str, int] = {}
    keys: dict[str, list[int]] = defaultdict(list)
    for row in _ranked(terms, kind, page):
        totals[row["kind"]] = row["total"]
        is_shown = row["number"] > (page - 1) * PER_PAGE if kind else True
        if is_shown and kind in ("", row["kind"]):
            keys[row["kind"]].append(row["object_id"])
    hits = _hits(keys, terms, language)
    return [
        Group(one, totals[one], [hits[one, pk] for pk in keys.get(one, ())])
        for one in Kind.values
        if one in totals
    ]


def _ranked(terms: Sequence[str], kind: str, page: int) -> list[Any]:
    """`kind`, `object_id`, `number` in its kind from 1, `total` of its kind; those of one page.

    The first of each kind is always among them: it tells the number of all.
    """
    place = Min(StrIndex("folded", Value(stem(terms[0]))))
    rows = matching(terms).values("kind", "object_id").annotate(place=place)
    rows = rows.annotate(
        number=Window(
            RowNumber(), partition_by=F("kind"), order_by=[F("place").asc(), F("object_id").asc()]
        ),
        total=Window(Count("object_id"), partition_by=F("kind")),
    )
    asked = Q(number__lte=OVERVIEW)
    if kind:
        first = (page - 1) * PER_PAGE
        asked = Q(number=1) | Q(number__gt=first, number__lte=first + PER_PAGE)
    return list(rows.filter(asked).order_by("kind", "number"))


def _hits(keys: dict[str, list[int]], terms: Sequence[str], language: str) -> dict[Key, Hit]:
    if not keys:
        return {}
    wanted = Q(*[Q(kind=one, object_id__in=pks) for one, pks in keys.items()], _connector=Q.OR)
    entries: dict[Key, list[SearchEntry]] = defaultdict(list)
    for entry in SearchEntry.objects.filter(wanted):
        entries[entry.kind, entry.object_id].append(entry)
    order = content_languages(language)

    def rank(entry: SearchEntry) -> tuple[int, str]:
        known = entry.language in order
        return (order.index(entry.language) if known else len(order), entry.language)

    return {key: _hit(sorted(found, key=rank), terms, language) for key, found in entries.items()}


def _hit(entries: list[SearchEntry], terms: Sequence[str], language: str) -> Hit:
    """`entries` are those of one object, the reader's language first."""
    # In a language without a title of its own an object has that of another.
    titled = next((one for one in entries if _own_title(one)), entries[0])
    of_site = titled.language in settings.MODELTRANSLATION_LANGUAGES
    title_language = titled.language if of_site else language
    words = [stem(term) for term in terms]
    where = next(one for one in entries if all(word in one.folded for word in words))
    says_title = where is titled or not _own_title(where)
    return Hit(
        kind=titled.kind,
        title=LocalText(titled.title, title_language, title_language != language),
        title_pieces=marked(titled.title, terms),
        path=titled.path,
        address=f"/{language}/{titled.path}",
        language=where.language,
        excerpt=fragments(_body(where) if says_title else where.text, terms),
    )


def _own_title(entry: SearchEntry) -> str:
    return entry.text.partition("\n")[0]


def _body(entry: SearchEntry) -> str:
    return entry.text.partition("\n")[2]
