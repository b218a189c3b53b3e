"""What is wrong with a date or a rule, in the editor's language; and a key date made whole."""

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.domain.edtf import FuzzyDate, InvalidEdtf
from tracker.domain.recurrence import Rule, UnsupportedRule
from tracker.models import KeyDate

_EDTF: dict[str, Promise] = {
    "format": _("Write the date as 2024, 2024-07, 2024-05-04 or 2024-05-04/2024-05-05."),
    "year": _("The year must lie between 0001 and 9998."),
    "month": _("There is no such month: write 01 to 12."),
    "day": _("That month does not have this day."),
    "order": _("The range ends before it starts."),
    "same": _("Both ends of the range are the same: write the date once."),
    "mixed": _("Both ends of a range must be days, or both months, or both years."),
}
_RULE: dict[str, Promise] = {
    "format": _("This is not a rule such as FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9."),
    "part": _("Only FREQ, INTERVAL, BYMONTH, BYMONTHDAY and BYDAY can be used in a rule."),
    "shape": _(
        "Possible are: a day each year, a day or a numbered weekday each month, a numbered weekday "
        "of a month each year, the last full weekend of each month."
    ),
    "number": _("A number in the rule does not exist: an interval, a month, a day or a weekday."),
    "duration": _("The rule cannot last this many days; a weekend lasts 2."),
    "end": _("The rule ends before it begins."),
}
_RULE_FIELD = {"duration": "duration_days", "end": "rule_until"}


def edtf_message(error: InvalidEdtf) -> Promise:
    return _EDTF[error.code]


def rule_message(error: UnsupportedRule) -> Promise:
    return _RULE[error.code]


def normal_edtf(text: str | None) -> str:
    """The date as it is stored; "" for none. Raises InvalidEdtf."""
    return str(FuzzyDate.parse(text or ""))


def settle(key_date: KeyDate) -> None:
    """Give `key_date` the precision that its date or rule has, and both their normal form.

    Raises `ValidationError` with messages per field where they cannot stand.
    """
    key_date.rule = (key_date.rule or "").strip()
    if not key_date.rule:
        try:
            fuzzy = FuzzyDate.parse(key_date.date or "")
        except InvalidEdtf as error:
            raise ValidationError({"date": edtf_message(error)}) from error
        key_date.date, key_date.precision = str(fuzzy), fuzzy.precision.value
        key_date.rule_start = key_date.rule_until = None
        return
    if key_date.date:
        raise ValidationError({"date": _("Give a date or a rule, not both.")})
    if key_date.rule_start is None:
        raise ValidationError({"rule_start": _("A rule needs the day from which it counts.")})
    try:
        rule = Rule.parse(
            key_date.rule,
            key_date.duration_days,
            start=key_date.rule_start,
            until=key_date.rule_until,
        )
    except UnsupportedRule as error:
        field = _RULE_FIELD.get(error.code, "rule")
        raise ValidationError({field: rule_message(error)}) from error
    key_date.rule, key_date.precision = rule.rrule, KeyDate.Precision.RULE
