"""What an import proposes for a document, put together with what an editor decided.

Titles and names are in the content languages that the document is in; a document in none of them
has its words in the source language's column, for an editor to translate.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils import translation
from django.utils.translation import gettext

from tracker.domain.date_reading import Sense
from tracker.domain.documents import Document, Finding, Section
from tracker.domain.documents.decisions import Choice, Decisions, Take
from tracker.domain.documents.divergences import propose
from tracker.domain.documents.key_dates import ProposedKeyDate, propose_key_dates
from tracker.domain.documents.titles import propose_title
from tracker.domain.spans import Precision
from tracker.models import Item, KeyDate, Kind, Plan
from tracker.services.date_texts import key_date_text, text_list

from .dating import fields_of, same_dates
from .naming import Slugs, date_slug
from .placing import sections_of
from .proposals import DateProposal, DivergenceProposal, ItemProposal, Proposals

LONGEST_TITLE = 200
LONGEST_SLUG = 50
_DEADLINES = frozenset({Sense.BY, Sense.BEFORE})
# UNKNOWN is a recurrence that no rule of ours says.
_RECURRING = frozenset({Precision.RULE, Precision.UNKNOWN})


def proposals_for(
    plan: Plan, document: Document, items: Mapping[int, Item], decisions: Decisions
) -> Proposals:
    """All proposals, each with what becomes of it.

    Queries: one for key dates like those proposed and one for their slugs.
    """
    found = propose_key_dates(document)
    kinds = _kinds(found)
    new = [] if items else _items(document, decisions, kinds)
    titles = {one.position: one.titles for one in new} | {
        position: _titles_of(item) for position, item in items.items()
    }
    chosen = [
        ItemProposal(position, titles[position], kind, {})
        for position, kind in sorted(decisions.commitments.items())
        if items and kind and position in items
    ]
    return Proposals(
        tuple(new or chosen),
        tuple(_dates(plan, document, found, titles, decisions, is_new=not items)),
        tuple(
            DivergenceProposal(one, decisions.divergences.get(one.id, not items))
            for one in propose(document)
        ),
    )


def refusals(proposals: Proposals) -> Iterator[Finding]:
    """What an editor decided that cannot be stored: codes `bad_kind`, `title_too_long`,
    `name_too_long`, `bad_slug`, `slug_taken`, `no_key_date`."""
    for item in proposals.items:
        if item.kind and item.kind not in Kind.values:
            yield Finding("bad_kind", None, {"position": item.position, "kind": item.kind})
        if any(len(title) > LONGEST_TITLE for title in item.titles.values()):
            too_long = {"position": item.position, "limit": LONGEST_TITLE}
            yield Finding("title_too_long", None, too_long)
    chosen = [one.choice for one in proposals.key_dates if one.is_taken]
    slugs = [choice.slug for choice in chosen]
    known = set(KeyDate.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    made: set[str] = set()
    for choice in chosen:
        slug = {"slug": choice.slug}
        if choice.take is Take.EXISTING:
            if choice.slug not in known:
                yield Finding("no_key_date", None, slug)
            continue
        if not _is_slug(choice.slug):
            yield Finding("bad_slug", None, slug)
        elif choice.slug in known | made:
            yield Finding("slug_taken", None, slug)
        made.add(choice.slug)
        if any(len(name) > LONGEST_TITLE for name in choice.names.values()):
            yield Finding("name_too_long", None, {**slug, "limit": LONGEST_TITLE})


def columns_of(document: Document) -> dict[str, str]:
    """Which language of the document fills which content language's columns."""
    present = document.present_languages
    content = [one for one in present if one in settings.MODELTRANSLATION_LANGUAGES]
    if content or not present:
        return {one: one for one in content}
    return {settings.MODELTRANSLATION_DEFAULT_LANGUAGE: present[0]}


def _items(
    document: Document, decisions: Decisions, kinds: Mapping[int, str]
) -> list[ItemProposal]:
    sections = _by_language(document)
    parsed = {
        language: {item.position: item for item in section.items}
        for language, section in sections.items()
    }
    columns = columns_of(document)
    found = []
    for position in sorted({one for items in parsed.values() for one in items}):
        own = {code: items[position] for code, items in parsed.items() if position in items}
        titles = {
            column: title
            for column, code in columns.items()
            if code in own and (title := propose_title(own[code].text, code))
        }
        decided = {
            code: title.strip()
            for code, title in decisions.titles.get(position, {}).items()
            if code in settings.MODELTRANSLATION_LANGUAGES
        }
        titles = {code: title for code, title in {**titles, **decided}.items() if title}
        if not titles:
            # No content language has this item, or an editor emptied them all.
            code, item = next(iter(own.items()))
            title = propose_title(item.text, code) or item.printed or str(position)
            titles = {settings.MODELTRANSLATION_DEFAULT_LANGUAGE: title}
        kind = decisions.commitments.get(position, kinds.get(position, Kind.CONTINUOUS))
        theme = {code: item.heading for code, item in own.items() if item.heading}
        found.append(ItemProposal(position, titles, str(kind), theme))
    return found


def _kinds(found: Iterable[ProposedKeyDate]) -> dict[int, str]:
    """The kind of each item that states a date: a rule makes a promise recur, a day dates it.

    A date from which something holds neither ends nor repeats it.
    """
    kinds: dict[int, str] = {}
    for one in found:
        if one.precision in _RECURRING:
            kinds |= dict.fromkeys(one.positions, Kind.RECURRING)
        elif one.sense is not Sense.FROM:
            for position in one.positions:
                kinds.setdefault(position, Kind.DATED)
    return kinds


def _dates(
    plan: Plan,
    document: Document,
    found: Sequence[ProposedKeyDate],
    titles: Mapping[int, Mapping[str, str]],
    decisions: Decisions,
    *,
    is_new: bool,
) -> Iterator[DateProposal]:
    like = same_dates(found, plan)
    given = [choice.slug for choice in decisions.key_dates.values() if choice.slug]
    slugs = Slugs(KeyDate, given)
    dates = Counter(position for one in found for position in one.positions)
    for one in found:
        existing = like[one.id]
        choice = decisions.key_dates.get(one.id)
        if choice is None:
            choice = _default(one, is_new=is_new)
        if choice.take is Take.NEW:
            is_only = all(dates[position] == 1 for position in one.positions)
            names = _names(plan, document, one, titles, is_only=is_only)
            decided = {code: name.strip() for code, name in choice.names.items() if name.strip()}
            slug = choice.slug or slugs.free(plan.slug, date_slug(one))
            choice = Choice(Take.NEW, slug, {**names, **decided})
        yield DateProposal(one, existing, choice)


def _default(one: ProposedKeyDate, *, is_new: bool) -> Choice:
    """The same days need not be the same event, so a key date that is kept already is only
    offered. What no rule of ours says has no day to be told of."""
    if not is_new or one.precision is Precision.UNKNOWN:
        return Choice(Take.LEAVE)
    return Choice(Take.NEW)


def _names(
    plan: Plan,
    document: Document,
    one: ProposedKeyDate,
    titles: Mapping[int, Mapping[str, str]],
    *,
    is_only: bool,
) -> dict[str, str]:
    """The name printed beside the date, or that of its one item, or of its items together.

    Of an item with several dates each is named with its words, so that they can be told apart.
    """
    names = {}
    # A name says which day it is, not how long the plan lasts.
    dated = KeyDate(**{**fields_of(one, plan), "rule_until": None})
    for column, code in columns_of(document).items():
        printed = one.names.get(code, "")
        own = [titles.get(position, {}).get(column, "") for position in one.positions]
        if printed:
            names[column] = printed[:LONGEST_TITLE]
        elif len(own) == 1 and own[0] and is_only:
            names[column] = own[0][:LONGEST_TITLE]
        elif len(own) == 1 and own[0]:
            when = key_date_text(dated, column)
            names[column] = f"{when[:1].upper()}{when[1:]} – {own[0]}"[:LONGEST_TITLE]
        elif len(own) > 1:
            names[column] = _name_of_many(one, column)
        else:
            names[column] = key_date_text(dated, column)[:LONGEST_TITLE]
    return names


def _name_of_many(one: ProposedKeyDate, language: str) -> str:
    with translation.override(language):
        items = text_list(list(_runs(one.positions)), language)
        if one.sense in _DEADLINES:
            name = gettext("Deadline of items %(items)s") % {"items": items}
        else:
            name = gettext("Date of items %(items)s") % {"items": items}
    return name if len(name) <= LONGEST_TITLE else name[: LONGEST_TITLE - 1] + "…"


def _runs(positions: Sequence[int]) -> Iterator[str]:
    """ "1–4" and "7" for 1, 2, 3, 4 and 7."""
    places = enumerate(sorted(positions))
    for _key, run in groupby(places, key=lambda place: place[1] - place[0]):
        numbers = [number for _index, number in run]
        first, last = numbers[0], numbers[-1]
        yield str(first) if first == last else f"{first}–{last}"


def _by_language(document: Document) -> dict[str, Section]:
    found: dict[str, Section] = {}
    for section in sections_of(document):
        found.setdefault(section.language, section)
    return found


def _titles_of(item: Item) -> dict[str, str]:
    columns = {code: getattr(item, f"title_{code}") for code in settings.MODELTRANSLATION_LANGUAGES}
    return {code: title for code, title in columns.items() if title}


def _is_slug(slug: str) -> bool:
    try:
        validate_slug(slug)
    except ValidationError:
        return False
    return len(slug) <= LONGEST_SLUG
