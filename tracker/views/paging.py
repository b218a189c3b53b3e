"""Long lists a page at a time, so that a list costs the same however long it has become."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest


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
