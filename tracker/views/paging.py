"""Long lists a page at a time, so that a list costs the same however long it has become."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest

from tracker.models import Item, Organisation, Theme


def page_of(request: HttpRequest, rows: Any, *, size: int) -> Page[Any]:
    """The page of `rows` that `?page=` asks for, the first without it; Http404 for none."""
    try:
        return Paginator(rows, size).page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404 from error


def page_by_keys(
    request: HttpRequest, ordered: QuerySet[Any], rows: QuerySet[Any], *, size: int
) -> Page[Any]:
    """The same where `ordered` has no index: keys alone are put in order, and of one page read.

    `rows` are those of `ordered`, in whatever order, with all that is shown of them.
    """
    page = page_of(request, ordered.values_list("pk", flat=True), size=size)
    found = rows.in_bulk(list(page.object_list))
    page.object_list = [found[pk] for pk in page.object_list]
    return page


def page_of_items(request: HttpRequest, of: Theme | Organisation, *, size: int) -> Page[Any]:
    """The page of the items linked to `of`, with their plans, those of the latest plan first."""
    page = page_of(request, _KeysOfItems(of), size=size)
    found = Item.objects.select_related("plan").in_bulk(page.object_list)
    page.object_list = [found[pk] for pk in page.object_list]
    return page


class _KeysOfItems:
    """Of the items linked to `of`, for the paginator.

    There can be thousands, from plans of many years: they are counted by their links alone, and
    not put in order as a whole, but looked for plan by plan until a page is full.
    """

    def __init__(self, of: Theme | Organisation) -> None:
        themes: Any = Item.themes.through
        organisations: Any = Item.organisations.through
        self.links: QuerySet[Any] = (
            themes.objects.filter(theme=of)
            if isinstance(of, Theme)
            else organisations.objects.filter(organisation=of)
        )

    def __len__(self) -> int:
        return self.links.count()

    def __getitem__(self, wanted: slice) -> list[int]:
        items = Item.objects.filter(Exists(self.links.filter(item=OuterRef("pk"))))
        return list(items.values_list("pk", flat=True)[wanted])
