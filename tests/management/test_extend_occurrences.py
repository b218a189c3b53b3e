import io

import pytest
from dateutil.relativedelta import relativedelta
from django.core.management import call_command
from django.utils import timezone

from tests.builders import make_key_date
from tracker.models import Occurrence

pytestmark = pytest.mark.django_db


def extend() -> str:
    output = io.StringIO()
    call_command("extend_occurrences", stdout=output)
    return output.getvalue()


def test_occurrences_are_added_once_and_up_to_the_horizon() -> None:
    today = timezone.localdate()
    make_key_date(rule="FREQ=MONTHLY;BYMONTHDAY=1", rule_start=today.replace(day=1))
    horizon = (today + relativedelta(months=36)).isoformat()

    assert extend() == f"Occurrences: 37 added, complete until {horizon}.\n"
    assert extend() == f"Occurrences: 0 added, complete until {horizon}.\n"
    assert Occurrence.objects.count() == 37
