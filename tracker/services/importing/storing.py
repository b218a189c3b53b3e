"""Writing what an import brings: many rows at once, with their history.

Rows written at once send no signals: whoever calls raises the revision and indexes what is new.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Max, Model
from django.utils import translation
from simple_history.utils import bulk_create_with_history

from tracker.domain.folding import fold
from tracker.models import Commitment, ImportRun, Item, Plan, Theme, Wording

from .changes import Change
from .naming import Slugs, name_slug
from .proposals import ItemProposal

BATCH = 500
SOURCE = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
LONGEST_MARK = 30
_LONGEST_NAME = 200


def create_all(model: type[Model], rows: Sequence[Any], by: User | None) -> list[Any]:
    """Store `rows` with their history, as made by `by`. Two inserts per 500 rows."""
    if not rows:
        return []
    # The base column of a translated field takes the text of the active language.
    with translation.override(SOURCE):
        created = bulk_create_with_history(rows, model, batch_size=BATCH, default_user=by)
    return list(created)


def create_items(plan: Plan, proposals: Iterable[ItemProposal], by: User | None) -> dict[int, Item]:
    """The items with their proposed titles, by position.

    The titles are no translations of each other, so all but the source's wait for a review.
    """
    rows = [
        Item(
            plan=plan,
            position=one.position,
            proposed=True,
            stale_translations=_unchecked(one),
            **{f"title_{language}": title for language, title in one.titles.items()},
        )
        for one in proposals
    ]
    return {item.position: item for item in create_all(Item, rows, by)}


def create_commitments(
    items: Mapping[int, Item], proposals: Iterable[ItemProposal], by: User | None
) -> dict[int, Commitment]:
    """One commitment for each item that is to have one, with the item's titles and the next free
    letter. A query for the letters that are taken, where any can be."""
    wanted = [one for one in proposals if one.kind]
    pks = [items[one.position].pk for one in wanted]
    taken: dict[int, set[str]] = {}
    for item, key in Commitment.objects.filter(item__in=pks).values_list("item", "key"):
        taken.setdefault(item, set()).add(key)
    rows = [
        Commitment(
            item=items[one.position],
            key=_free_key(taken.get(items[one.position].pk, set())),
            kind=one.kind,
            proposed=True,
            stale_translations=_unchecked(one),
            **{f"title_{language}": title for language, title in one.titles.items()},
        )
        for one in wanted
    ]
    return {one.item.position: one for one in create_all(Commitment, rows, by)}


def link_themes(
    items: Mapping[int, Item], proposals: Iterable[ItemProposal], by: User | None
) -> None:
    """Put each item under the theme that its heading names in any language, made where none does.

    Queries do not grow with the items: one for the themes, inserts for new ones and for the links.
    """
    grouped: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for one in proposals:
        if one.theme:
            grouped.setdefault(tuple(sorted(one.theme.items())), []).append(one.position)
    if not grouped:
        return
    known: dict[str, Theme] = {}
    for theme in Theme.objects.all():
        for language in settings.MODELTRANSLATION_LANGUAGES:
            name = getattr(theme, f"name_{language}")
            if name:
                known.setdefault(fold(name), theme)
    slugs = Slugs(Theme)
    new: list[Theme] = []
    themes: dict[tuple[tuple[str, str], ...], Theme] = {}
    for heading in grouped:
        names = [fold(name) for _language, name in heading]
        found = next((known[name] for name in names if name in known), None)
        if found is None:
            found = _theme(dict(heading), slugs)
            new.append(found)
            known |= {name: found for name in names if name not in known}
        themes[heading] = found
    create_all(Theme, new, by)
    stored = {theme.slug: theme for theme in Theme.objects.filter(slug__in=[t.slug for t in new])}
    through = Item.themes.through
    links = [
        through(item_id=items[position].pk, theme_id=stored.get(theme.slug, theme).pk)
        for heading, theme in themes.items()
        for position in grouped[heading]
    ]
    through._default_manager.bulk_create(links, batch_size=BATCH, ignore_conflicts=True)


def store_wordings(
    changes: Iterable[Change], items: Mapping[int, Item], runs: Mapping[int, ImportRun]
) -> None:
    """Add a version for each change and make it the current one; `runs` are by file.

    One query for the versions there are, one update and one insert per 500 rows.
    """
    changed = list(changes)
    pks = [items[position].pk for position in {change.position for change in changed}]
    wordings = Wording.objects.filter(item__in=pks)
    latest = {
        (item, language): version
        for item, language, version in wordings.order_by()
        .values_list("item", "language")
        .annotate(latest=Max("version"))
    }
    keys = {(items[change.position].pk, change.language) for change in changed}
    replaced = [
        pk
        for pk, item, language in wordings.current().values_list("pk", "item", "language")
        if (item, language) in keys
    ]
    for start in range(0, len(replaced), BATCH):
        Wording.objects.filter(pk__in=replaced[start : start + BATCH]).update(is_current=False)
    Wording.objects.bulk_create(
        [
            Wording(
                item=items[change.position],
                language=change.language,
                version=latest.get((items[change.position].pk, change.language), 0) + 1,
                text=change.after,
                printed=change.parsed.printed[:LONGEST_MARK] if change.parsed else "",
                line=change.parsed.first_line if change.parsed else 1,
                sha256=hashlib.sha256(change.after.encode()).hexdigest(),
                source_id=runs[change.file].source_id,
                run=runs[change.file],
            )
            for change in changed
        ],
        batch_size=BATCH,
    )


def _unchecked(one: ItemProposal) -> list[str]:
    source = f"title_{SOURCE}"
    return sorted({f"title_{language}" for language in one.titles} - {source})


def _free_key(taken: set[str]) -> str:
    letters = [chr(ord("a") + number) for number in range(26)]
    keys = [*letters, *(first + second for first in letters for second in letters)]
    return next(key for key in keys if key not in taken)


def _theme(names: Mapping[str, str], slugs: Slugs) -> Theme:
    content = {
        code: name for code, name in names.items() if code in settings.MODELTRANSLATION_LANGUAGES
    }
    if not content:
        content = {SOURCE: next(iter(names.values()))}
    slug = name_slug([content.get(SOURCE, ""), *names.values()])
    columns = {f"name_{code}": name[:_LONGEST_NAME] for code, name in content.items()}
    return Theme(slug=slugs.free("", slug or "theme"), **columns)
