"""Rows that stand on a page by the hundred, made in Python: a tenth of what templates cost.

Every text goes through `format_html`, which escapes it, or through `local`, which marks it.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from tracker.models import Occurrence
from tracker.services.date_texts import span_text
from tracker.services.follow_up import Counted, DateRow
from tracker.templatetags.tracker import badge, local, marked, status_mark

register = template.Library()

EMPTY = mark_safe("")


@register.simple_tag
def date_row(row: DateRow) -> SafeString:
    """An occurrence with its note and the commitments that it counts for, as an item of a list."""
    occurrence = row.occurrence
    return format_html(
        '<li class="date-row{}{}">\n  <div><span class="when">{}</span>{}{}</div>\n  <div>\n'
        '    <p class="title"><a href="{}">{}</a></p>\n    {}\n    {}\n  </div>\n</li>',
        " past" if row.is_past else "",
        " struck" if occurrence.state == Occurrence.State.CANCELLED else "",
        span_text(occurrence, get_language() or "en"),
        state_flag(occurrence),
        format_html('<p class="note">{}</p>', gettext("End of the plan not confirmed"))
        if row.open_plans
        else "",
        _key_date_path(occurrence.key_date.slug, get_language() or ""),
        local(occurrence.key_date, "name"),
        _note(occurrence),
        _commitments(row),
    )


@register.simple_tag
def event(row: DateRow) -> SafeString:
    """An occurrence as a day of the month grid shows it."""
    occurrence = row.occurrence
    return format_html(
        '<span class="event{}{}">{}<a href="{}">{}</a>{}{}</span>',
        "" if row.counted else " event-uncounted",
        " event-off" if occurrence.state == Occurrence.State.CANCELLED else "",
        format_html_join("", "{} ", ((status_mark(one),) for one in _statuses(row))),
        _key_date_path(occurrence.key_date.slug, get_language() or ""),
        local(occurrence.key_date, "name"),
        state_flag(occurrence),
        format_html(
            ' <span class="code">{}</span>', " ".join(one.commitment.code for one in row.counted)
        )
        if row.counted
        else "",
    )


def _statuses(row: DateRow) -> list[str]:
    """Each status once that it has for the commitments it counts for, in their order."""
    return list(dict.fromkeys(one.status for one in row.counted))


def state_flag(occurrence: Occurrence) -> str:
    """What is unusual of an occurrence; nothing of one that is simply scheduled."""
    if occurrence.state == Occurrence.State.SCHEDULED:
        return EMPTY
    return render_to_string("tracker/_state_flag.html", {"occurrence": occurrence})


def _note(occurrence: Occurrence) -> SafeString:
    note = local(occurrence, "note")
    return format_html('<p class="note">{}</p>', note) if note else EMPTY


def _commitments(row: DateRow) -> SafeString:
    if not row.counted:
        return format_html('<p class="note">{}</p>', gettext("Counts for no commitment"))
    lines = format_html_join("\n", "{}", ((_commitment(one),) for one in row.counted))
    return format_html('<ul class="commitment-list">\n{}\n</ul>', lines)


def _commitment(counted: Counted) -> SafeString:
    commitment = counted.commitment
    item = commitment.item
    flag = (
        format_html(' <span class="flag">{}</span>', gettext("Sources disagree"))
        if counted.disputed
        else ""
    )
    return format_html(
        '<li><span class="code">{}</span> <span class="grow"><a href="{}#{}">{}</a></span>'
        " {}{}</li>",
        commitment.code,
        _item_path(item.plan.slug, item.position, get_language() or ""),
        commitment.code,
        marked(commitment.local("title")),
        badge(counted.status),
        flag,
    )


@lru_cache(maxsize=4096)
def _key_date_path(slug: str, language: str) -> str:
    """`language` is the active one, in which the address is."""
    return reverse("tracker:key-date", args=[slug])


@lru_cache(maxsize=4096)
def _item_path(plan: str, position: int, language: str) -> str:
    return reverse("tracker:item", args=[plan, position])
