from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tracker.models import Figure, Meeting, Participation, Plan, Source, SourceNote
from tracker.views.paging import page_of

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Measure:
    """All figures given for one thing; a source that copies another is no second witness."""

    label: str
    figures: list[Figure]
    reports: int
    independent: int


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    meetings = Meeting.objects.select_related("series").prefetch_related(
        Prefetch("participations", _participations().filter(role=Participation.Role.HOST)),
        "plans",
    )
    page = page_of(request, meetings, size=PER_PAGE)
    return render(request, "tracker/meetings.html", {"meetings": page.object_list, "page": page})


@require_safe
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    found: Meeting = get_object_or_404(Meeting.objects.select_related("series"), slug=slug)
    participations = list(_participations().filter(meeting=found))
    sources = list(found.sources.select_related("derived_from"))
    figures = list(found.figures.select_related("source__derived_from"))
    cited = {one.source_id for one in figures} | {one.source_id for one in participations}
    cited.discard(None)
    doubts = SourceNote.objects.filter(Q(sources__meeting=found) | Q(sources__in=cited)).distinct()
    context = {
        "meeting": found,
        "aliases": found.series.aliases.all(),
        "hosts": [one for one in participations if one.role == Participation.Role.HOST],
        "participants": [one for one in participations if one.role != Participation.Role.HOST],
        "measures": measures(figures),
        "sources": sources,
        "doubts": doubts.prefetch_related("sources"),
        "plans": Plan.objects.filter(meeting=found),
        "ended": Plan.objects.filter(ends_with=found),
    }
    return render(request, "tracker/meeting.html", context)


def measures(figures: list[Figure]) -> list[Measure]:
    """`figures` by what they count, in the order of the measures."""
    grouped: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        grouped[figure.measure].append(figure)
    return [
        Measure(
            label=str(measure.label),
            figures=grouped[measure],
            reports=len(grouped[measure]),
            independent=len({witness(one.source) for one in grouped[measure]}),
        )
        for measure in Figure.Measure
        if measure in grouped
    ]


def witness(source: Source) -> int:
    """Primary key of the source that speaks first: a translation speaks for its original."""
    return source.derived_from_id or source.pk


def _participations() -> QuerySet[Participation]:
    return Participation.objects.select_related("organisation", "source")
