from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from tracker.models import SearchEntry
from tracker.models.translated import LocalText
from tracker.services.search import Hit, find

LONGEST_QUERY = 200
MOST_HITS = 100

HEADINGS = {
    SearchEntry.Kind.ITEM: gettext_lazy("Items"),
    SearchEntry.Kind.KEY_DATE: gettext_lazy("Dates"),
    SearchEntry.Kind.MEETING: gettext_lazy("Meetings"),
    SearchEntry.Kind.ORGANISATION: gettext_lazy("Organisations"),
    SearchEntry.Kind.UPDATE: gettext_lazy("Updates"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as it is shown: its title marked when it is not in the reader's language."""

    title: LocalText
    path: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    language = get_language() or "en"
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    hits = find(query, language=language, limit=MOST_HITS) if query else []
    groups = [
        (HEADINGS[SearchEntry.Kind(kind)], [_found(hit, language) for hit in group])
        for kind, group in groupby(hits, key=lambda hit: hit.kind)
    ]
    context = {"query": query, "groups": groups, "number": len(hits), "most": MOST_HITS}
    return render(request, "tracker/search.html", context)


def _found(hit: Hit, language: str) -> Found:
    # An entry in a language that the site does not offer carries a title of the reader's.
    is_ours = hit.language in settings.MODELTRANSLATION_LANGUAGES
    is_fallback = is_ours and hit.language != language
    title = LocalText(hit.title, hit.language if is_fallback else language, is_fallback)
    return Found(title, f"/{language}/{hit.path}")
