"""Long lists a page at a time, so that a list costs the same however long it has become."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest


def page_of(request: HttpRequest, rows: Any, *, size: int) -> Page[Any]:
    """The page of `rows` that `?page=` asks for, the first without it; Http404 for none."""
    try:
        return Paginator(rows, size).page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404 from error
