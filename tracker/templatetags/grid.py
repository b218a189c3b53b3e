"""The days of a month and of a year, made in Python: a tenth of what templates take for so many.

Digits and words of ours stand in them as they are; everything else goes through `format_html` or
the tags of rows, which escape it.
"""

from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from tracker.domain.spans import Month
from tracker.services.calendar_filter import CalendarFilter
from tracker.templatetags.rows import event
from tracker.templatetags.tracker import plain

register = template.Library()

_EMPTY_LANE = '<li class="bar-on" aria-hidden="true"></li>'


@register.simple_tag
def month_days(week: list[Any], month: Month, filter: CalendarFilter) -> SafeString:
    """The cells of one week of `MonthPage`; "2 more" leads to the agenda of the month."""
    return mark_safe("".join([_cell(day, month, filter) for day in week]))  # noqa: S308 (of cells)


def _cell(day: Any, month: Month, asked: CalendarFilter) -> str:
    number = day.date.day
    kind = "" if day.is_inside else "outside"
    today = ' aria-current="date"' if day.is_today else ""
    inside = f' id="day-{number}" data-day="{number}"' if day.is_inside else ""
    bars = "".join([_bar(bar) for bar in day.bars])
    events = f'<ul class="day-events">{bars}</ul>' if bars else ""
    return (
        f'<td class="{kind}{" today" if day.is_today else ""}"{today}{inside}>'
        f'<time class="day-number" datetime="{day.date:%Y-%m-%d}">{number}</time>'
        f"{events}{_more(day.hidden, month, asked) if day.hidden else ''}</td>"
    )


def _bar(bar: Any) -> str:
    if bar.starts:
        shape = "".join([f" {one}" for one in ("began", "goes_on", "lowest") if getattr(bar, one)])
        return f'<li class="bar bar-{bar.days}{shape.replace("_", "-")}">{event(bar.row)}</li>'
    if bar.row is None:
        return _EMPTY_LANE
    name = plain(bar.row.occurrence.key_date, "name")
    words = gettext("%(name)s, continued") % {"name": name}
    return format_html('<li class="bar-on"><span class="unseen">{}</span></li>', words)


def _more(hidden: int, month: Month, asked: CalendarFilter) -> str:
    words = ngettext("%(more)s more", "%(more)s more", hidden) % {"more": hidden}
    address = f"{_agenda_path(get_language() or '')}?from={month}{asked.more}"
    return format_html('<a class="day-more" href="{}">{}</a>', address, words)


@lru_cache(maxsize=16)
def _agenda_path(language: str) -> str:
    """`language` is the active one, in which the address is."""
    return reverse("tracker:agenda")


@register.simple_tag
def year_weeks(weeks: list[list[tuple[int, int] | None]], month: str) -> SafeString:
    """The rows of a month of `YearPage`; a day with dates leads to its day at the address `month`.

    One date is marked without a number, which the words tell alone.
    """
    address = conditional_escape(month)
    rows = ["".join([_small_day(cell, address) for cell in week]) for week in weeks]
    return mark_safe("\n".join([f"<tr>{row}</tr>" for row in rows]))  # noqa: S308 (of cells)


def _small_day(cell: tuple[int, int] | None, month: str) -> str:
    number, dates = cell or ("", 0)
    if not dates:
        return f"<td>{number}</td>"
    words = _dates(dates, get_language() or "")
    count = f' aria-hidden="true">{dates}' if dates > 1 else ">"
    return (
        f'<td><a class="marked" href="{month}#day-{number}">{number}'
        f'<span class="mark-count"{count}</span><span class="unseen">: {words}</span></a></td>'
    )


@lru_cache(maxsize=512)
def _dates(number: int, language: str) -> str:
    """`language` is the active one; many days of a year have the same number."""
    return ngettext("%(dates)s date", "%(dates)s dates", number) % {"dates": number}
