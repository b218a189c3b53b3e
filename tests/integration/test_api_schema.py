"""Schemathesis asks the API what its description allows, and what it does not."""

from collections.abc import Iterator
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from tests.builders import (
    make_commitment,
    make_evidence,
    make_item,
    make_key_date,
    make_occurrence,
    make_organisation,
    make_plan,
    make_theme,
    make_update,
)

EXAMPLES = 25
"""For each address; more are asked by raising it: nothing is remembered between runs."""


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """Requests leave the test's own connection open, as Django's test client sees to."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(db: None, kept_connection: None) -> schemathesis.BaseSchema:
    """The API's own description, over a site with a little of everything."""
    key_date = make_key_date(slug="reading-day")
    occurrence = make_occurrence(key_date, start=date(2026, 5, 9))
    item = make_item(
        plan=make_plan(slug="readings", title_ar="خطة"),
        themes=[make_theme(slug="night")],
        organisations=[make_organisation(slug="union")],
    )
    update = make_update(make_commitment(item=item, key_dates=[key_date]), occurrence=occurrence)
    make_evidence(update)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_api_keeps_to_its_description(described: schemathesis.BaseSchema, mode) -> None:
    """What the description allows is answered as it says; what it does not is refused."""
    asked = set()
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate()

        ask()
        asked.add(operation.path)

    assert asked == set(described.raw_schema["paths"])
