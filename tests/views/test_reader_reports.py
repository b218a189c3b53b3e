"""“Report something”: what a reader can tell the editors, and what keeps machines away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.builders import make_commitment, make_item, make_key_date, make_plan
from tracker.models import ReaderReport
from tracker.services import reader_reports
from tracker.views.reader_reports import REPORTS_AN_HOUR

pytestmark = pytest.mark.django_db
ADDRESS = "/en/report/?plan=libraries&item=8&commitment=8d"


@pytest.fixture
def commitment():
    item = make_item(plan=make_plan(slug="libraries"), position=8, title="Evening readings")
    make_commitment(item=item, key="c", title="Open the doors")
    return make_commitment(item=item, key="d", title="Read aloud")


def answers(*, ago: float = 60, **fields) -> dict[str, str]:
    shown = reader_reports.stamp(timezone.now() - timedelta(seconds=ago))
    values = {"url": "https://gazette.example/9", "note": "Held in two towns.", "shown": shown}
    return {**values, "commitment": "", "email": "", "website": "", **fields}


def test_form_offers_the_commitment_that_the_link_names(client, commitment):
    page = client.get(ADDRESS)

    content = page.content.decode()
    assert f'<option value="{commitment.pk}" selected>8d: Read aloud</option>' in content
    assert "The item as a whole" in content
    assert not page.cookies
    assert "no-store" in page["Cache-Control"]


def test_report_is_stored_for_the_editors(client, commitment):
    answer = client.post(
        ADDRESS, answers(commitment=str(commitment.pk), email="reader@example.org")
    )

    assert (answer.status_code, answer["Location"]) == (303, "/en/report/thanks/")
    assert not answer.cookies
    assert "Thank you" in client.get(answer["Location"]).content.decode()
    stored = ReaderReport.objects.get()
    assert (stored.commitment, stored.item, stored.key_date) == (commitment, commitment.item, None)
    assert (stored.url, stored.note, stored.email, stored.language, stored.state) == (
        "https://gazette.example/9", "Held in two towns.", "reader@example.org", "en", "new",
    )  # fmt: skip


def test_report_can_be_about_a_date_or_one_of_its_commitments(client, commitment):
    key_date = make_key_date(slug="reading-day")
    linked = make_commitment(item=commitment.item, key="e", key_dates=[key_date])

    client.post("/ar/report/?date=reading-day", answers(note="one"))
    client.post("/ar/report/?date=reading-day", answers(note="two", commitment=str(linked.pk)))
    refused = client.post(
        "/ar/report/?date=reading-day", answers(note="three", commitment=str(commitment.pk))
    )

    assert refused.status_code == 422
    stored = ReaderReport.objects.order_by("pk").values_list(
        "note", "key_date", "commitment", "language"
    )
    assert list(stored) == [
        ("one", key_date.pk, None, "ar"),
        ("two", key_date.pk, linked.pk, "ar"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": ""},
        {"url": "javascript:alert(1)"},
        {"url": "ftp://files.example/x"},
        {"note": "  "},
        {"note": "x" * 2001},
        {"email": "nobody"},
        {"commitment": "999999"},
        {"shown": ""},
        {"shown": "made-up"},
    ],
)
def test_what_is_missing_or_wrong_is_said_and_not_stored(client, commitment, wrong):
    answer = client.post(ADDRESS, answers(**wrong))

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not ReaderReport.objects.exists()


def test_page_that_was_open_for_days_can_be_sent_again(client, commitment):
    answer = client.post(ADDRESS, answers(ago=3 * 24 * 3600))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The page was open for too long." in page
    assert "Held in two towns." in page

    shown = answer.context["form"]["shown"].value()
    assert reader_reports.shown_for(shown, timezone.now()) < timedelta(minutes=1)


@pytest.mark.parametrize("machine", [{"website": "https://spam.example"}, {"ago": 0.1}])
def test_machine_is_thanked_and_nothing_is_stored(client, commitment, machine):
    answer = client.post(ADDRESS, answers(**machine))

    assert answer.status_code == 303
    assert not ReaderReport.objects.exists()


def test_many_reports_from_one_network_are_refused(client, commitment):
    for number in range(REPORTS_AN_HOUR):
        assert client.post(ADDRESS, answers(note=f"{number}")).status_code == 303

    answer = client.post(ADDRESS, answers(note="one more"))

    assert answer.status_code == 429
    assert "Many requests came from your network" in answer.content.decode()
    assert "one more</textarea>" in answer.content.decode()
    assert ReaderReport.objects.count() == REPORTS_AN_HOUR
    elsewhere = client.post(ADDRESS, answers(note="other"), REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 303


def test_form_sent_twice_is_one_report(client, commitment):
    for _time in range(2):
        client.post(ADDRESS, answers())

    assert ReaderReport.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["", "?plan=libraries", "?plan=none&item=8", "?plan=libraries&item=²", "?date=%00"]
)
def test_report_on_nothing_is_not_found(client, commitment, query):
    assert client.get(f"/en/report/{query}").status_code == 404


def test_pages_lead_to_the_form(client, commitment):
    make_key_date(slug="reading-day")

    item = client.get("/en/plans/libraries/items/8/").content.decode()
    key_date = client.get("/en/dates/reading-day/").content.decode()

    assert 'href="/en/report/?plan=libraries&amp;item=8&amp;commitment=8d"' in item
    assert 'href="/en/report/?plan=libraries&amp;item=8"' in item
    assert 'href="/en/report/?date=reading-day"' in key_date
