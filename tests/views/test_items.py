from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.builders import (
    make_commitment,
    make_divergence,
    make_evidence,
    make_item,
    make_key_date,
    make_language_version,
    make_link,
    make_meeting,
    make_occurrence,
    make_organisation,
    make_plan,
    make_source,
    make_statement,
    make_theme,
    make_update,
    make_wording,
)
from tracker.models import Kind, Status
from tracker.services import status

pytestmark = pytest.mark.django_db
URL = "/en/plans/libraries/items/1/"


@pytest.fixture
def plan():
    return make_plan(slug="libraries", title="Library network plan")


@pytest.fixture
def item(plan):
    return make_item(plan=plan, title="Evening readings", summary="Libraries read aloud.")


def _page(client, url=URL):
    return client.get(url).content.decode()


def test_item_marks_title_and_summary_as_the_editors_own(client, item):
    page = _page(client)

    assert "Libraries read aloud." in page
    assert "Editors' title and summary, not part of the document." in page


def test_every_commitment_has_its_code_as_address(client, item):
    make_commitment(item=item)
    make_commitment(item=item, key_dates=[make_key_date(date="")])

    page = _page(client)

    assert 'id="1a"' in page
    assert 'id="1b"' in page
    assert 'href="/en/subscribe/?plan=libraries&amp;commitment=1b"' in page


def test_commitment_shows_status_dispute_and_dated_history(client, item):
    commitment = make_commitment(item=item)
    make_update(commitment, as_of=date(2024, 5, 10), note="Parties say it was held.")
    make_update(commitment, as_of=date(2024, 6, 1), note="A paper says it was not.", disputed=True)

    response = client.get(URL)
    [block] = response.context["commitments"]
    page = response.content.decode()

    assert (block.commitment.status, block.commitment.disputed) == (Status.REPORTED, True)
    assert [update.as_of for update in block.history] == [date(2024, 6, 1), date(2024, 5, 10)]
    assert "1 June 2024" in page
    assert "Sources disagree" in page


def test_retracted_statement_stays_in_the_history_with_its_reason(client, item):
    update = make_update(make_commitment(item=item), note="Held in May.")
    status.retract(update, reason="It was another library.")

    response = client.get(URL)
    page = response.content.decode()

    assert response.context["commitments"][0].commitment.status == Status.DATE_UNKNOWN
    assert "Held in May." in page
    assert "It was another library." in page


def test_commitment_without_reports_says_that_this_is_no_verdict(client, item):
    make_commitment(item=item)

    assert "That does not mean that nothing was done." in _page(client)


def test_evidence_says_who_speaks_and_whether_it_was_checked(client, item):
    update = make_update(make_commitment(item=item))
    original = make_source(title="The paper's report")
    source = make_source(
        title="A copy of it",
        publisher="Harbour News",
        url="https://news.example/readings",
        derived_from=original,
    )
    make_evidence(update, source=source, independent=True)

    page = _page(client)

    assert '<a href="https://news.example/readings" rel="noopener">A copy of it</a>' in page
    assert "Harbour News" in page
    assert "Independent of the parties" in page
    assert "to be checked by an editor" in page
    assert "(derived from: The paper&#x27;s report; no second witness)" in page


def test_evidence_without_an_address_leads_to_what_is_known_of_its_source(client, item):
    source = make_source(slug="letter", title="A letter")
    make_evidence(make_update(make_commitment(item=item)), source=source)

    assert '<a href="/en/sources/letter/">A letter</a>' in _page(client)


def test_rejected_evidence_is_not_shown(client, item):
    update = make_update(make_commitment(item=item))
    make_evidence(update, source=make_source(title="Withdrawn page"), review="rejected")

    page = _page(client)

    assert "Withdrawn page" not in page
    assert "No source is attached." in page


def test_date_is_shown_with_what_it_rests_on(client, item):
    key_date = make_key_date(date="2024-01-21", basis="general_knowledge", basis_note="Founding.")
    make_statement(key_date, stated="absent")
    make_commitment(item=item, key_dates=[key_date])

    page = _page(client)

    assert "21 January 2024" in page
    assert "21 January (added by editors; not in the text)" in page
    assert "Founding." in page


def test_recurring_promise_counts_reports_of_past_occurrences(client, item):
    today = timezone.localdate()
    key_date = make_key_date(rule="FREQ=MONTHLY;BYMONTHDAY=1")
    commitment = make_commitment(item=item, kind=Kind.RECURRING, key_dates=[key_date])
    past = [make_occurrence(key_date, start=today - timedelta(days=30 * n)) for n in (3, 2, 1)]
    ahead = [make_occurrence(key_date, start=today + timedelta(days=30 * n)) for n in (1, 2)]
    make_update(commitment, occurrence=past[1], as_of=past[1].end)

    response = client.get(URL)
    [block] = response.context["commitments"][0].dates

    assert (block.reported, block.past, block.ahead) == (1, 3, 2)
    assert [(line.occurrence, line.status) for line in block.lines] == [
        (past[1], Status.REPORTED),
        (ahead[0], Status.NOT_DUE),
    ]
    assert "1 of 3 past occurrences with reports." in response.content.decode()


def test_occurrences_after_the_end_of_the_plan_do_not_count(client, item):
    today = timezone.localdate()
    item.plan.valid_until = today - timedelta(days=10)
    item.plan.save()
    key_date = make_key_date(rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9")
    make_commitment(item=item, kind=Kind.RECURRING, key_dates=[key_date])
    make_occurrence(key_date, start=today - timedelta(days=200))
    after = make_occurrence(key_date, start=today + timedelta(days=165))

    response = client.get(URL)
    [block] = response.context["commitments"][0].dates
    page = response.content.decode()

    assert (block.past, block.ahead, block.uncounted) == (1, 0, after)
    assert "does not count for this commitment." in page
    assert "The plan ended on" in page


def test_promise_for_one_year_says_which_dates_count(client, item):
    key_date = make_key_date(rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9")
    make_link(
        make_commitment(item=item),
        key_date,
        counts_from=date(2024, 1, 1),
        counts_until=date(2024, 12, 31),
    )
    counts = make_occurrence(key_date, start=date(2024, 5, 9))
    make_occurrence(key_date, start=date(2025, 5, 9))

    response = client.get(URL)

    [line] = response.context["commitments"][0].dates[0].lines
    assert line.occurrence == counts
    assert "Only dates from 1 January 2024 to 31 December 2024 count" in response.content.decode()


def test_open_plan_says_that_its_dates_go_on(client):
    plan = make_plan(slug="libraries", ends_with=make_meeting(state="planned"))
    key_date = make_key_date()
    make_commitment(item=make_item(plan=plan), key_dates=[key_date])
    make_occurrence(key_date, start=timezone.localdate() + timedelta(days=5))

    assert "End of the plan not confirmed: dates go on until it is." in _page(client)


def test_wordings_stand_in_their_language_the_readers_first(client, item):
    make_wording(item, language="en", text="The libraries read aloud.", printed="1", line=12)
    make_wording(item, language="tr", text="Kütüphaneler okur.", line=40)
    make_wording(item, language="ar", text="تقرأ المكتبات.", line=60)

    response = client.get("/tr/plans/libraries/items/1/")
    page = response.content.decode()

    assert [one.language for one in response.context["wordings"]] == ["tr", "en", "ar"]
    assert '<blockquote class="wording" lang="tr" dir="ltr">Kütüphaneler okur.</blockquote>' in page
    assert '<blockquote class="wording" lang="ar" dir="rtl">تقرأ المكتبات.</blockquote>' in page


def test_wording_keeps_its_words_whatever_they_are(client, item):
    make_wording(item, text="<b>“1 < 2” & more</b>")

    assert "&lt;b&gt;“1 &lt; 2” &amp; more&lt;/b&gt;" in _page(client)


def test_language_version_that_is_absent_is_named(client, item):
    make_wording(item, language="en")
    make_language_version(item.plan, language="en", state="complete")
    make_language_version(item.plan, language="ar", state="absent")

    page = _page(client)

    assert "Arabic: announced, but absent from the document" in page
    assert "English: complete" not in page


def test_before_an_import_the_page_says_where_the_text_can_be_read(client, item):
    item.plan.where_to_read_en = "In the archive of the congress."
    item.plan.source = make_source(title="The archive", url="https://archive.example/plan")
    item.plan.save()

    page = _page(client)

    assert "In the archive of the congress." in page
    assert 'href="https://archive.example/plan"' in page


def test_differences_between_language_versions_are_listed(client, item):
    make_divergence(item.plan, code="D07", items=[item], languages=["ru", "tr"], note="No year.")
    make_divergence(item.plan, code="D08", items=[item], note="Dismissed.", state="dismissed")

    page = _page(client)

    assert "D07" in page
    assert "Russian and Turkish" in page
    assert "No year." in page
    assert "Dismissed." not in page


def test_item_leads_to_its_neighbours(client, plan, item):
    make_item(plan=plan, title="Morning readings")
    make_item(plan=plan, title="Night readings")

    page = client.get("/en/plans/libraries/items/2/").content.decode()

    assert "Previous: 1. Evening readings" in page
    assert "Next: 3. Night readings" in page


def test_commitment_carried_over_leads_to_the_later_one(client, item):
    later = make_commitment(
        item=make_item(plan=make_plan(slug="later", title="Second plan")), title="Go on"
    )
    commitment = make_commitment(item=item, continued_by=later)
    make_update(commitment, status=Status.CARRIED_OVER)

    page = _page(client)

    assert "Continued by 1a Go on (Second plan)" in page
    assert 'href="/en/plans/later/items/1/#1a"' in page


@pytest.mark.parametrize("path", ["plans/libraries/items/9/", "plans/none/items/1/"])
def test_unknown_item_is_not_found(client, item, path):
    assert client.get(f"/en/{path}").status_code == 404


def test_item_asks_the_database_a_fixed_number_of_times(
    client, item, django_assert_max_num_queries
):
    def fill(number: int) -> None:
        for _each in range(number):
            key_date = make_key_date()
            make_statement(key_date)
            for days in range(3):
                occurrence = make_occurrence(key_date, start=date(2024, 5, 1 + days))
            commitment = make_commitment(
                item=item, key=f"k{item.commitments.count()}", key_dates=[key_date]
            )
            make_evidence(make_update(commitment, occurrence=occurrence))
            make_divergence(item.plan, items=[item])
            make_wording(item, language=f"x{item.wordings.count()}", source=make_source())
            item.themes.add(make_theme())
            item.organisations.add(make_organisation())

    def queries() -> int:
        with django_assert_max_num_queries(40) as asked:
            client.get(URL)
        return len(asked)

    fill(1)
    few = queries()
    fill(30)

    assert queries() == few


def test_reminders_are_offered_only_where_a_day_can_come(client, plan):
    bare = make_item(plan=plan, position=21)
    make_commitment(item=bare, kind="continuous")
    open_date = make_item(plan=plan, position=22)
    make_commitment(item=open_date, key="a", key_dates=[make_key_date(date="")])
    over = make_item(plan=plan, position=23)
    make_commitment(item=over, key_dates=[make_occurrence(start=date(2024, 5, 9)).key_date])

    pages = [
        client.get(f"/en/plans/{plan.slug}/items/{position}/").content.decode()
        for position in (21, 22, 23)
    ]

    assert ["/en/subscribe/?plan" in page for page in pages] == [False, True, False]
    assert ["/calendar.ics" in page.split("<main")[1].split("</main")[0] for page in pages] == [
        False,
        False,
        True,
    ]
