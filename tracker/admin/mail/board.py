"""The board: the coming fortnight of reminders, and how the outbox is."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tracker.admin.forms import SOURCE
from tracker.models import Bounce, MailControl, MailHold, Suppression
from tracker.services import mail_forecast, mail_gaps, outbox_report
from tracker.services.date_texts import day_text, language_name, span_text
from tracker.services.mail_gaps import MISSING, Checked, Gap
from tracker.services.outbox_report import Hour

from .access import is_operator, page

LATEST = 20
PER_PAGE = 100
MOST_LINES = 60
"""Mailings on the board; the others are counted. A fortnight of one plan has about ten."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One language of a mailing: how many readers, and what its texts lack."""

    language: str
    readers: int
    missing: list[Gap]
    stale: list[Gap]


@dataclass(frozen=True, slots=True)
class Line:
    """A mailing as the board shows it."""

    checked: Checked
    morning: str
    when: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Bar:
    """An hour as a column of the picture: heights in its own units, from the ground up."""

    hour: Hour
    x: int
    sent: int
    failed: int
    again: int

    @property
    def sent_top(self) -> int:
        return HEIGHT - self.sent

    @property
    def again_top(self) -> int:
        return self.sent_top - self.again

    @property
    def failed_top(self) -> int:
        return self.again_top - self.failed


HEIGHT, STEP = 60, 12


def show(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    control = MailControl.current()
    mailings = mail_forecast.mailings(now=now)
    context: dict[str, Any] = {
        "title": _("Reminders: the next 14 days"),
        "lines": [_line(one) for one in mail_gaps.check(mailings[:MOST_LINES])],
        "more_lines": max(len(mailings) - MOST_LINES, 0),
        "now": now,
        "control": control,
        "breaker": outbox_report.breaker(control),
        "is_operator": is_operator(request),
        "preview": reverse("admin:mail_preview"),
    }
    if context["is_operator"]:
        hours = outbox_report.rate(now=now)
        failures = outbox_report.failures(now=now)
        context |= {
            "bars": _bars(hours),
            "hours": [one for one in reversed(hours) if one.sent or one.failed or one.again],
            "width": STEP * len(hours),
            "height": HEIGHT,
            "queued": outbox_report.planned(now=now).count(),
            "failures": failures[:LATEST],
            "failures_number": failures.count(),
            "bounces": Bounce.objects.select_related("message__subscriber")[:LATEST],
            "suppressions": Suppression.objects.all()[:LATEST],
            "suppressions_number": Suppression.objects.count(),
            "holds": MailHold.objects.select_related("occurrence__key_date", "held_by"),
            "without_address": outbox_report.without_address(),
        }
    return page(request, "board", **context)


def planned(request: HttpRequest) -> HttpResponse:
    """The plan of the next 48 hours, message by message."""
    found = Paginator(outbox_report.planned(now=timezone.now()), PER_PAGE)
    return page(
        request,
        "planned",
        title=_("The plan for the next 48 hours"),
        found=found.get_page(request.GET.get("p")),
    )


def _line(checked: Checked) -> Line:
    language = get_language() or SOURCE
    mailing = checked.mailing
    return Line(
        checked,
        day_text(mailing.day, language),
        span_text(mailing.occurrence, language),
        [
            Cell(
                language_name(code, language),
                readers,
                [gap for gap in gaps if gap.state == MISSING],
                [gap for gap in gaps if gap.state != MISSING],
            )
            for code, readers, gaps in checked.by_language
        ],
    )


def _bars(hours: list[Hour]) -> list[Bar]:
    highest = max((one.sent + one.failed + one.again for one in hours), default=0) or 1

    def height(number: int) -> int:
        # What is there is seen, however little it is.
        return max(round(number * (HEIGHT - 6) / highest), 2) if number else 0

    return [
        Bar(one, number * STEP, height(one.sent), height(one.failed), height(one.again))
        for number, one in enumerate(hours)
    ]
