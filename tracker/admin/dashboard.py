"""The first page: what waits for the one who signed in."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.models import Evidence, ReaderReport
from tracker.services import editorial, reader_reports
from tracker.services.date_texts import span_text

from .forms import SOURCE

LATEST = 5


def to_do(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Adds `to_do`: cards of `title`, `text`, `link` and, where it helps, `rows`."""
    context["title"] = _("To do")
    cards = [*_readers(request), *_reports(request), *_evidence(request), *_translations(request)]
    return context | {"to_do": cards}


def _readers(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.has_perm("tracker.change_readerreport"):
        return []
    number = reader_reports.waiting()
    if not number:
        return []
    text = ngettext(
        "%(count)d report from a reader is to be looked at.",
        "%(count)d reports from readers are to be looked at.",
        number,
    )
    state = ReaderReport.State.NEW
    return [
        {
            "title": _("Reports from readers"),
            "text": text % {"count": number},
            "link": f"{reverse('admin:tracker_readerreport_changelist')}?state__exact={state}",
        }
    ]


def _reports(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.has_perm("tracker.add_statusupdate"):
        return []
    waiting = editorial.occurrences_without_report(today=timezone.localdate())
    number = waiting.count()
    if not number:
        return []
    language = get_language() or SOURCE
    latest = waiting.select_related("key_date").order_by("-end", "-pk")[:LATEST]
    text = ngettext(
        "%(count)d occurrence is over and has no report yet.",
        "%(count)d occurrences are over and have no report yet.",
        number,
    )
    return [
        {
            "title": _("Reports missing"),
            "text": text % {"count": number},
            "link": reverse("admin:tracker_occurrence_changelist") + "?report=missing",
            "rows": [
                {
                    "name": str(occurrence.key_date),
                    "note": span_text(occurrence, language),
                    "link": reverse("admin:tracker_occurrence_change", args=[occurrence.pk]),
                }
                for occurrence in latest
            ],
        }
    ]


def _evidence(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.has_perms(["tracker.add_evidence", "tracker.change_evidence"]):
        return []
    number = editorial.evidence_to_check()
    if not number:
        return []
    text = ngettext(
        "%(count)d piece of evidence is to be checked.",
        "%(count)d pieces of evidence are to be checked.",
        number,
    )
    review = Evidence.Review.TO_CHECK
    return [
        {
            "title": _("Evidence to check"),
            "text": text % {"count": number},
            "link": f"{reverse('admin:tracker_evidence_changelist')}?review__exact={review}",
        }
    ]


def _translations(request: HttpRequest) -> list[dict[str, Any]]:
    rows = []
    total = 0
    for found in editorial.translations_to_review():
        meta = found.model._meta
        if not request.user.has_perm(f"{meta.app_label}.change_{meta.model_name}"):
            continue
        total += found.objects
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        rows.append(
            {
                "name": capfirst(str(meta.verbose_name_plural)),
                "note": str(found.objects),
                "link": f"{address}?translations=stale",
            }
        )
    if not rows:
        return []
    text = ngettext(
        "The source text of %(count)d object has changed since it was translated.",
        "The source texts of %(count)d objects have changed since they were translated.",
        total,
    )
    return [{"title": _("Translations to review"), "text": text % {"count": total}, "rows": rows}]
