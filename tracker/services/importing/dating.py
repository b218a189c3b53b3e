"""Proposed dates as rows: their columns, and the key dates that are the same already.

A key date is on the day that is printed, whatever its sense: readers look for the day that the
text names. Of "before 31 March" the last day that keeps the promise is the 30th; the words stand
in the note beside the date, so that nobody has to guess.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F, Q

from tracker.domain.documents.key_dates import ProposedKeyDate
from tracker.domain.edtf import FuzzyDate
from tracker.domain.recurrence import Pattern, Rule, UnsupportedRule
from tracker.models import KeyDate, Occurrence, Plan

Precision = KeyDate.Precision
_DAY = timedelta(days=1)


def fields_of(one: ProposedKeyDate, plan: Plan) -> dict[str, Any]:
    """Precision, date and rule of the new key date.

    A rule begins with the plan and ends with it, where its end is known. What no rule of ours says
    ("the last week of the month") is a date that is not known.
    """
    if one.edtf:
        base = {"base_year": int(one.edtf[:4]) - one.years} if one.years else {}
        return {"precision": str(one.precision), "date": one.edtf, **base}
    end = plan.end
    until = end - _DAY if end else None
    try:
        rule = Rule.parse(one.rule, one.days, start=plan.valid_from, until=until)
    except UnsupportedRule:
        return {"precision": Precision.UNKNOWN}
    return {
        "precision": Precision.RULE,
        "rule": rule.rrule,
        "rule_start": rule.start,
        "rule_until": rule.until,
        "duration_days": rule.duration_days,
    }


def covers(key_date: KeyDate, plan: Plan) -> bool:
    """Whether the rule of `key_date` has every occurrence that counts in the plan's period."""
    if key_date.rule_start is None or key_date.rule_start > plan.valid_from + _DAY:
        return False
    end = plan.end
    return key_date.rule_until is None or (end is not None and key_date.rule_until >= end - _DAY)


def same_dates(found: Sequence[ProposedKeyDate], plan: Plan) -> dict[str, tuple[KeyDate, ...]]:
    """Per id, the key dates with the same date or rule, those that cover the plan first.

    A fixed day also has the key dates of the same items of which it is an occurrence: the 9 May
    of one plan is a day of "every year on 9 May".
    """
    if not found:
        return {}
    wanted = Q(date__in={one.edtf for one in found if one.edtf})
    wanted |= Q(precision=Precision.RULE)
    like: dict[tuple[str, int], list[KeyDate]] = {}
    for key_date in KeyDate.objects.filter(wanted).order_by("slug"):
        key = _key(key_date.date, key_date.rule, key_date.duration_days)
        if key is not None:
            like.setdefault(key, []).append(key_date)
    recurring = _recurring(found, plan)
    return {
        one.id: tuple(
            sorted(
                like.get(_key(one.edtf, one.rule, one.days) or ("", 0), []),
                key=lambda key_date: not covers(key_date, plan),
            )
        )
        or recurring.get(one.id, ())
        for one in found
    }


def _recurring(found: Sequence[ProposedKeyDate], plan: Plan) -> dict[str, tuple[KeyDate, ...]]:
    """Per id of a fixed day, the key dates of its items that have an occurrence then."""
    days = {
        one.id: (span.start, span.end)
        for one in found
        if one.edtf and (span := FuzzyDate.parse(one.edtf).span)
    }
    if not days or plan.pk is None:
        return {}
    rows = (
        Occurrence.objects.filter(
            start__in=[start for start, _end in days.values()],
            key_date__links__commitment__item__plan=plan,
        )
        .select_related("key_date")
        .annotate(item_position=F("key_date__links__commitment__item__position"))
    )
    fitting: dict[str, dict[int, KeyDate]] = {}
    for row in rows:
        for one in found:
            same_days = days.get(one.id) == (row.start, row.end)
            if same_days and row.item_position in one.positions:
                fitting.setdefault(one.id, {})[row.key_date_id] = row.key_date
    return {id: tuple(key_dates.values()) for id, key_dates in fitting.items()}


def _key(date: str, rule: str, days: int) -> tuple[str, int] | None:
    """What is the same for the same date; None for what is neither a date nor a rule."""
    if date:
        return date, 0
    try:
        return str(Pattern.parse(rule)), days
    except UnsupportedRule:
        return None
