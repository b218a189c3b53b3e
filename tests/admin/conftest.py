"""People of each role, signed in, and a little of everything to look at."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.builders import (
    make_alias,
    make_commitment,
    make_divergence,
    make_evidence,
    make_figure,
    make_item,
    make_key_date,
    make_language_version,
    make_meeting,
    make_occurrence,
    make_organisation,
    make_plan,
    make_source,
    make_statement,
    make_theme,
    make_update,
    make_user,
    make_wording,
)
from tracker.models import Kind, Participation, SourceNote


def signed_in(*groups: str) -> Client:
    user = make_user(groups=list(groups))
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def editor(db) -> Client:
    return signed_in("editor")


@pytest.fixture
def translator(db) -> Client:
    return signed_in("translator")


@pytest.fixture
def administrator(db) -> Client:
    return signed_in("administrator")


@pytest.fixture
def content(db) -> SimpleNamespace:
    """One of every noun, tied together as in a real plan."""
    source = make_source()
    meeting = make_meeting(slug="congress")
    organisation = make_organisation(slug="union")
    plan = make_plan(slug="libraries", meeting=meeting, source=source)
    item = make_item(plan=plan, themes=[make_theme()], organisations=[organisation])
    key_date = make_key_date(slug="reading-day", date="2024-05-09")
    commitment = make_commitment(item=item, key_dates=[key_date], kind=Kind.DATED)
    occurrence = make_occurrence(key_date, start=date(2024, 5, 9))
    update = make_update(commitment, occurrence=occurrence)
    note = SourceNote.objects.create(code="R1", text_en="The date is doubtful.")
    note.sources.add(source)
    return SimpleNamespace(
        alias=make_alias(organisation),
        commitment=commitment,
        commitmentdate=commitment.date_links.get(),
        datestatement=make_statement(key_date),
        divergence=make_divergence(plan, items=[item]),
        evidence=make_evidence(update, source=source),
        figure=make_figure(meeting, source=source),
        item=item,
        keydate=key_date,
        languageversion=make_language_version(plan),
        meeting=meeting,
        meetingseries=meeting.series,
        occurrence=occurrence,
        organisation=organisation,
        participation=Participation.objects.create(
            meeting=meeting, organisation=organisation, role="host"
        ),
        plan=plan,
        source=source,
        sourcenote=note,
        statusupdate=update,
        theme=item.themes.get(),
        wording=make_wording(item),
    )
