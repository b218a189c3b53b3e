"""The search index, kept in step on every save: a text an object to look in, and one in each
language to show.

Words are compared folded (`domain.folding`): case, accents, Turkish i's, Arabic marks. What a
reader's question finds in it, `services.finding` shows.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Prefetch, QuerySet

from tracker.domain.folding import fold, fold_terms
from tracker.domain.stemming import stem
from tracker.models import (
    Alias,
    Commitment,
    Item,
    KeyDate,
    Meeting,
    Organisation,
    SearchEntry,
    SearchText,
    StatusUpdate,
    Theme,
    Wording,
)
from tracker.models.search_text import key_of

Kind = SearchEntry.Kind
_CHUNK = 200


def item_ids(query: str, *, among: QuerySet[Item] | None = None) -> set[int] | None:
    """Primary keys of the items (`among` some) that `query` finds; None where it holds no word."""
    terms = fold_terms(query)
    if not terms:
        return None
    rows = SearchText.objects.holding([stem(term) for term in terms]).filter(kind=Kind.ITEM)
    if among is not None:
        rows = rows.filter(object_id__in=list(among.order_by().values_list("pk", flat=True)))
    return set(rows.values_list("object_id", flat=True))


def rebuild() -> int:
    """Index everything anew; the number of entries written."""
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        SearchText.objects.all().delete()
        for model in (Item, KeyDate, Meeting, Organisation, StatusUpdate):
            for instance in model._default_manager.order_by("pk"):
                _index(instance)
    return SearchEntry.objects.count()


def index_on_change(sender: Any, instance: Model, **kwargs: Any) -> None:
    """Signal receiver: index the object, or the one that it is part of."""
    if kwargs.get("raw"):
        return
    if isinstance(instance, Commitment | Wording):
        instance = instance.item
    elif isinstance(instance, Alias) and instance.organisation:
        instance = instance.organisation
    elif isinstance(instance, Theme):
        for item in instance.items.all():
            _index(item)
    if isinstance(instance, Item | KeyDate | Meeting | Organisation | StatusUpdate):
        _index(instance)


def index_on_relation(sender: Any, instance: Model, action: str, **kwargs: Any) -> None:
    """Signal receiver: an item is also found by its themes."""
    if action.startswith("post_") and isinstance(instance, Item):
        _index(instance)


def remove_on_delete(sender: Any, instance: Model, **kwargs: Any) -> None:
    """Signal receiver: what is gone is not found."""
    if isinstance(instance, Commitment | Wording):
        if Item.objects.filter(pk=instance.item_id).exists():
            _index(instance.item)
    elif isinstance(instance, Alias) and instance.organisation_id:
        for organisation in Organisation.objects.filter(pk=instance.organisation_id):
            _index(organisation)
    elif isinstance(instance, Item | KeyDate | Meeting | Organisation | StatusUpdate):
        kind = _kind_of(instance)
        for stored in (SearchEntry, SearchText):
            stored.objects.filter(kind=kind, object_id=instance.pk).delete()


def _kind_of(instance: Model) -> Kind:
    kinds: dict[type[Model], Kind] = {
        Item: Kind.ITEM,
        KeyDate: Kind.KEY_DATE,
        Meeting: Kind.MEETING,
        Organisation: Kind.ORGANISATION,
        StatusUpdate: Kind.UPDATE,
    }
    return kinds[type(instance)]


def index_items(pks: Sequence[int]) -> None:
    """Index the items anew: for what was written in bulk, without signals. 6 queries per 200."""
    current = Prefetch("wordings", Wording.objects.current(), to_attr="current_wordings")
    for start in range(0, len(pks), _CHUNK):
        items = Item.objects.filter(pk__in=pks[start : start + _CHUNK]).select_related("plan")
        _index_all(Kind.ITEM, items.prefetch_related("commitments", "themes", current))


def index_key_dates(pks: Sequence[int]) -> None:
    """Index the key dates anew, as `index_items` does items. 3 queries per 200."""
    for start in range(0, len(pks), _CHUNK):
        _index_all(Kind.KEY_DATE, KeyDate.objects.filter(pk__in=pks[start : start + _CHUNK]))


def index(instances: Iterable[Model]) -> None:
    """Index objects of one model anew: for what was written in bulk, without signals."""
    found = list(instances)
    for start in range(0, len(found), _CHUNK):
        _index_all(_kind_of(found[start]), found[start : start + _CHUNK])


@transaction.atomic
def _index_all(kind: Kind, instances: Iterable[Any]) -> None:
    found = list(instances)
    pks = [one.pk for one in found]
    SearchEntry.objects.filter(kind=kind, object_id__in=pks).delete()
    entries = {one.pk: _entries(one) for one in found}
    without = [pk for pk in pks if not entries[pk]]
    if without:
        SearchText.objects.filter(kind=kind, object_id__in=without).delete()
    _write(list(entries.values()))


def _index(instance: Model) -> None:
    entries = _entries(instance)
    kind = _kind_of(instance)
    SearchEntry.objects.filter(kind=kind, object_id=instance.pk).exclude(
        language__in=[entry.language for entry in entries]
    ).delete()
    if not entries:
        SearchText.objects.filter(kind=kind, object_id=instance.pk).delete()
    _write([entries])


def _entries(instance: Any) -> list[SearchEntry]:
    path, texts = _texts(instance)
    if isinstance(instance, StatusUpdate) and instance.retracted_at:
        texts = {}
    return [
        SearchEntry(
            kind=_kind_of(instance),
            object_id=instance.pk,
            language=language,
            title=title[:300],
            path=path,
            text="\n".join(" ".join(part.split()) for part in [own, *filter(None, body)]),
            folded=fold(" ".join([title, *body])),
        )
        for language, (title, own, body) in texts.items()
    ]


def _write(objects: list[list[SearchEntry]]) -> None:
    """The entries of several objects, each with what search looks in."""
    SearchEntry.objects.bulk_create(
        [entry for entries in objects for entry in entries],
        batch_size=_CHUNK,
        update_conflicts=True,
        unique_fields=["kind", "object_id", "language"],
        update_fields=["title", "path", "text", "folded"],
    )
    SearchText.objects.bulk_create(
        [_text(entries) for entries in objects if entries],
        batch_size=_CHUNK,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["titles", "folded"],
    )


def _text(entries: list[SearchEntry]) -> SearchText:
    """Of the entries of one object. Languages often have a title, or all, in common."""
    titles = " ".join(dict.fromkeys(fold(entry.title) for entry in entries))
    folded = " ".join(dict.fromkeys(entry.folded for entry in entries))
    first = entries[0]
    return SearchText(
        id=key_of(first.kind, first.object_id),
        kind=first.kind,
        object_id=first.object_id,
        titles=f" {titles}",
        folded=f" {folded}",
    )


Texts = dict[str, tuple[str, list[str]]]
Titled = tuple[str, str, list[str]]


def _texts(instance: Any) -> tuple[str, dict[str, Titled]]:
    """The page of `instance` without language prefix, and what `_titled` gives."""
    languages = list(settings.MODELTRANSLATION_LANGUAGES)

    def column(obj: Any, name: str, language: str) -> str:
        return getattr(obj, f"{name}_{language}") or ""

    if isinstance(instance, Item):
        path = f"plans/{instance.plan.slug}/items/{instance.position}/"
        commitments = list(instance.commitments.all())
        themes = list(instance.themes.all())
        codes = [f"{instance.position}{commitment.key}" for commitment in commitments]
        texts: Texts = {
            code: (
                column(instance, "title", code),
                [
                    column(instance, "summary", code),
                    " ".join(codes),
                    *[column(theme, "name", code) for theme in themes],
                    *[column(commitment, "title", code) for commitment in commitments],
                ],
            )
            for code in languages
        }
        wordings = getattr(instance, "current_wordings", None)  # prefetched by `index_items`
        for wording in instance.wordings.current() if wordings is None else wordings:
            title, body = texts.get(wording.language, ("", []))
            texts[wording.language] = (title, [*body, wording.text])
        return path, dict(_titled(texts, instance, "title"))
    if isinstance(instance, StatusUpdate):
        commitment = instance.commitment
        item = commitment.item
        path = f"plans/{item.plan.slug}/items/{item.position}/#{commitment.code}"
        fields, title = ["note"], "title"
        owner: Any = commitment
    elif isinstance(instance, KeyDate):
        path, fields, title, owner = (
            f"dates/{instance.slug}/",
            ["description", "place"],
            "name",
            instance,
        )
    elif isinstance(instance, Meeting):
        path, fields, title, owner = (
            f"meetings/{instance.slug}/",
            ["city", "country", "theme", "note"],
            "name",
            instance,
        )
    else:
        path, fields, title, owner = (
            f"organisations/{instance.slug}/",
            ["acronym"],
            "name",
            instance,
        )
    texts = {
        code: (column(owner, title, code), [column(instance, name, code) for name in fields])
        for code in languages
    }
    if isinstance(instance, Organisation):
        for alias in instance.aliases.all():
            known, body = texts.get(alias.language, ("", []))
            texts[alias.language] = (known, [*body, alias.name])
    return path, dict(_titled(texts, owner, title))


def _titled(texts: Texts, owner: Any, field: str) -> Iterator[tuple[str, Titled]]:
    """Per language the title, the title that it has itself ("" without one), and its words.

    A wording may be in a language without a title of ours: the fallback title stands in.
    """
    for language, (title, body) in texts.items():
        if title or any(body):
            yield language, (title or str(owner.local(field)), title, body)
