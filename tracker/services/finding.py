"""What a reader's question finds: objects by kind, the hit marked in the language where it stands.

Every word has to occur in an object, in whatever language. Those with all words in their titles
come first, and then in the order in which they were written. Of a kind no more than `MOST` are
looked at, however many there are: so the answer takes as long on a large site as on a small one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Q

from tracker.domain.folding import fold_terms
from tracker.domain.marking import Piece, fragments, marked
from tracker.domain.stemming import stem
from tracker.models import SearchEntry, SearchText, StatusUpdate
from tracker.models.search_text import IN_TEXT, IN_TITLE, sought
from tracker.models.translated import LocalText, content_languages

Kind = SearchEntry.Kind
Key = tuple[str, int]
OVERVIEW = 5
"""Results of each kind where all kinds are shown."""
PER_PAGE = 20
MOST = 200
"""Results of a kind; who finds more is asked for another word."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One object found, in the reader's language where it has it.

    `title_pieces` are `title` with its hits told apart. `excerpt` is what was found elsewhere, as
    fragments in `language`, empty where the title says it all. `update` has day and status of a
    statement that was found: those on one commitment share their title.
    """

    kind: str
    title: LocalText
    title_pieces: list[Piece]
    path: str
    address: str
    language: str
    excerpt: list[list[Piece]]
    update: StatusUpdate | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Objects of one kind: how many there are in all, and those asked for.

    `has_more` where there are others beyond the `MOST` that are counted.
    """

    kind: str
    total: int
    hits: list[Hit]
    has_more: bool = False


def find(query: str, *, language: str, kind: str = "", page: int = 1) -> list[Group]:
    """What `query` finds, for a reader of `language`: a group a kind, in the order of `Kind`.

    Without `kind` each group begins with its first five; with it, that group has the 20 of `page`
    (from 1; none where there is no such page) and the others have none. 2 queries, and one where
    statements are found.
    """
    terms = fold_terms(query)
    if not terms:
        return []
    found = _ranked([stem(term) for term in terms])
    shown = {
        one: pks[:MOST][(page - 1) * PER_PAGE : page * PER_PAGE] if kind else pks[:OVERVIEW]
        for one, pks in found.items()
        if kind in ("", one)
    }
    hits = _hits(shown, terms, language)
    return [
        Group(
            one,
            min(len(found[one]), MOST),
            [hits[one, pk] for pk in shown.get(one, ())],
            has_more=len(found[one]) > MOST,
        )
        for one in Kind.values
        if found[one]
    ]


def _ranked(words: list[str]) -> dict[str, list[int]]:
    """Per kind the primary keys of the objects found, titles first, one more than `MOST` if any."""
    lanes: dict[tuple[str, str], list[int]] = defaultdict(list)
    for kind, lane, pk in SearchText.objects.first_of_each_kind(words, most=MOST + 1):
        lanes[kind, lane].append(pk)
    return {
        kind: list(dict.fromkeys(sorted(lanes[kind, IN_TITLE]) + sorted(lanes[kind, IN_TEXT])))[
            : MOST + 1
        ]
        for kind in Kind.values
    }


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

    hits = {key: _hit(sorted(found, key=rank), terms, language) for key, found in entries.items()}
    shown = keys.get(Kind.UPDATE)
    updates = StatusUpdate.objects.only("as_of", "status").in_bulk(shown) if shown else {}
    for pk, update in updates.items():
        hits[Kind.UPDATE, pk] = replace(hits[Kind.UPDATE, pk], update=update)
    return hits


def _hit(entries: list[SearchEntry], terms: Sequence[str], language: str) -> Hit:
    """`entries` are those of one object, the reader's language first."""
    # In a language without a title of its own an object has that of another.
    titled = next((one for one in entries if _own_title(one)), entries[0])
    of_site = titled.language in settings.MODELTRANSLATION_LANGUAGES
    title_language = titled.language if of_site else language
    words = [sought(stem(term)) for term in terms]
    where = max(entries, key=lambda one: sum(word in f" {one.folded}" for word in words))
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
