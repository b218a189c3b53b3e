"""Which dates lie in the past of the text that names them, so that they are no deadlines.

With a reference day (when the document was posted or adopted): every date that ends before that
day's year. A day earlier in the same year stays as it is, since documents are posted after they
take effect. Without one: every date that ends ten years or more before the latest year that the
text names, which is taken to be at least 2000.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tracker.domain.edtf import FuzzyDate
from tracker.domain.spans import Precision

from .found import FoundDate, Sense

_LONG_AGO_YEARS = 10
_EARLIEST_PRESENT = 2000


def latest_year(dates: Iterable[FoundDate]) -> int:
    """The latest year that dates of the text name, 2000 where they name an earlier one or none."""
    return max((_last_year(one) for one in dates if one.edtf), default=_EARLIEST_PRESENT)


def told(
    dates: Iterable[FoundDate], *, reference: date | None, latest: int
) -> tuple[FoundDate, ...]:
    """`dates` with those of the past marked as such."""
    bound = reference.year if reference else max(latest, _EARLIEST_PRESENT) - _LONG_AGO_YEARS + 1
    return tuple(
        replace(one, sense=Sense.HISTORICAL)
        if one.precision is not Precision.RULE and _last_year(one) < bound
        else one
        for one in dates
    )


def _last_year(one: FoundDate) -> int:
    end = FuzzyDate.parse(one.edtf).end
    return end.year if end else _EARLIEST_PRESENT
