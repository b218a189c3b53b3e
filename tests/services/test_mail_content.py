import re
from datetime import date
from email import message_from_bytes, policy

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_link,
    make_meeting,
    make_occurrence,
    make_plan,
    make_source,
    make_statement,
    make_update,
)
from tests.subscribers import at, make_message, make_subscriber, make_subscription
from tracker.models import Evidence, Message, Reminder, StatusNotice
from tracker.services import links, mail_content, mail_words

pytestmark = pytest.mark.django_db

NOW = at("2026-11-22 09:00")


def mail_for(*occurrences, language="en", kind="reminder", now=NOW, **fields):
    """The mail as a mail program reads it."""
    message = make_message(make_subscriber(language=language, **fields))
    reminders = [
        Reminder.objects.create(
            subscriber=message.subscriber,
            message=message,
            occurrence=one,
            occurrence_revision=one.revision,
            kind=kind,
            days_before=7,
        )
        for one in occurrences
    ]
    return parsed(mail_content.reminder_mail(message, reminders, now=now))


def parsed(mail):
    return message_from_bytes(mail.message().as_bytes(linesep="\r\n"), policy=policy.default)


def text_of(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def html_of(mail):
    return mail.get_body(("html",)).get_content()


def weekend(**fields):
    return make_occurrence(
        start=date(2026, 11, 28), end=date(2026, 11, 29), title="Reading weekend", **fields
    )


def sunday(title="Reading Sunday"):
    return make_occurrence(start=date(2026, 11, 29), title=title)


def test_subject_says_what_and_when():
    assert mail_for(sunday())["Subject"] == "Reading Sunday, 29 November 2026"


def test_subject_names_two_and_counts_the_rest():
    two = mail_for(sunday(), weekend())
    four = mail_for(sunday("A"), sunday("B"), sunday("C"), weekend())

    assert two["Subject"] == (
        "Reading weekend, 28–29 November 2026; Reading Sunday, 29 November 2026"
    )
    assert four["Subject"] == (
        "Reading weekend, 28–29 November 2026; A, 29 November 2026, and 2 more"
    )


def test_subject_stays_one_line_whatever_the_name():
    assert mail_for(sunday("One\r\nBcc: all@example.org"))["Subject"] == (
        "One Bcc: all@example.org, 29 November 2026"
    )


def test_days_ahead_are_counted_from_the_day_of_sending():
    punctual = mail_for(weekend(), sunday())
    late = mail_for(weekend(nominal=date(2026, 1, 2)), now=at("2026-11-27 13:00"))

    assert "28–29 November 2026, in 6 days" in text_of(punctual)
    assert "29 November 2026, in 7 days" in text_of(punctual)
    assert "28–29 November 2026, tomorrow" in text_of(late)


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "under way"), (0, "today"), (1, "tomorrow"), (2, "in 2 days"), (30, "in 30 days")],
)
def test_in_days_has_words_for_each_distance(days, words):
    assert mail_words.in_days(days) == words


def test_mail_shows_commitments_with_what_is_known_on_the_day_of_sending():
    item = make_item(plan=make_plan(slug="library-plan"), position=8)
    key_date = make_key_date(name="Reading Sunday", date="2026-11-29")
    make_commitment(item=item, title="Read aloud", key_dates=[key_date])
    reported = make_commitment(item=item, title="Lend books", key_dates=[key_date])
    make_update(reported, as_of=date(2026, 11, 20))
    make_update(reported, as_of=date(2026, 11, 23), status="confirmed")

    mail = mail_for(make_occurrence(key_date, start=date(2026, 11, 29)))

    assert (
        "* 8a Read aloud\n  Not yet due\n"
        "  http://testserver/en/plans/library-plan/items/8/#8a\n" in text_of(mail)
    )
    assert "* 8b Lend books\n  Reported by a party\n" in text_of(mail)
    for words in ("Read aloud", "Not yet due", "Lend books", "Reported by a party"):
        assert words in html_of(mail)


def test_promise_of_every_year_is_told_as_it_stands_on_the_occurrence_ahead():
    key_date = make_key_date(name="Reading weekend", rule="FREQ=YEARLY")
    commitment = make_commitment(item=make_item(position=8), kind="recurring", key_dates=[key_date])
    past, ahead = (
        make_occurrence(key_date, start=date(year, 11, 28), end=date(year, 11, 29))
        for year in (2025, 2026)
    )
    make_update(
        commitment, occurrence=past, as_of=date(2025, 12, 1), status="confirmed", disputed=True
    )

    mail = mail_for(ahead)

    assert "* 8a Read aloud in every branch\n  Not yet due\n" in text_of(mail)
    assert ">Not yet due</span>" in html_of(mail)
    for words in ("Confirmed independently", "Sources disagree"):
        assert words not in text_of(mail)
        assert words not in html_of(mail)


def test_update_on_the_occurrence_itself_is_told():
    key_date = make_key_date(name="Reading weekend", rule="FREQ=YEARLY")
    commitment = make_commitment(item=make_item(position=8), kind="recurring", key_dates=[key_date])
    ahead = make_occurrence(key_date, start=date(2026, 11, 28), end=date(2026, 11, 29))
    make_update(
        commitment, occurrence=ahead, as_of=date(2026, 11, 20), status="postponed", disputed=True
    )

    mail = mail_for(ahead)

    assert "\n  Postponed · Sources disagree\n" in text_of(mail)
    assert ">Postponed · Sources disagree</span>" in html_of(mail)


def test_only_commitments_for_which_the_occurrence_counts_are_told():
    key_date = make_key_date(date="2026-11-29")
    item = make_item(position=8)
    make_commitment(item=item, title="Read aloud", key_dates=[key_date])
    later = make_commitment(item=item, title="Lend books")
    make_link(later, key_date, counts_from=date(2027, 1, 1))

    mail = mail_for(make_occurrence(key_date, start=date(2026, 11, 29)))

    assert "Read aloud" in text_of(mail)
    assert "Lend books" not in text_of(mail)
    assert "Lend books" not in html_of(mail)


def test_mail_asks_the_database_as_often_for_many_dates_as_for_one():
    def queries(number):
        occurrences = []
        for _number in range(number):
            key_date = make_key_date(date="2026-11-29")
            commitment = make_commitment(item=make_item(plan=plan), key_dates=[key_date])
            occurrences.append(make_occurrence(key_date, start=date(2026, 11, 29)))
            make_update(commitment, occurrence=occurrences[-1], as_of=date(2026, 11, 20))
        message = make_message(make_subscriber(email=f"reader{number}@example.org"))
        reminders = [
            Reminder(
                subscriber=message.subscriber, message=message, occurrence=one, kind="reminder"
            )
            for one in occurrences
        ]
        with CaptureQueriesContext(connection) as asked:
            mail_content.reminder_mail(message, reminders, now=NOW)
        return len(asked)

    plan = make_plan()
    make_plan(slug="school-plan")

    assert queries(1) == queries(3)


def test_provenance_is_told_where_not_every_text_has_the_date():
    partly, fully = make_key_date(date="2026-11-29"), make_key_date(date="2026-11-29")
    make_statement(partly, language="ru")
    make_statement(partly, language="en", stated="named_day")
    make_statement(fully, language="ru")
    make_statement(fully, language="en")

    told = [mail_for(make_occurrence(one, start=date(2026, 11, 29))) for one in (partly, fully)]

    assert "Where the date comes from: 29 November 2026 (Russian text)" in text_of(told[0])
    assert "Where the date comes from" not in text_of(told[1])


def test_day_to_which_a_date_was_moved_is_not_said_to_come_from_a_text():
    partly = make_key_date(date="2026-11-29")
    make_statement(partly, language="ru")
    make_statement(partly, language="en", stated="absent")
    moved = make_occurrence(partly, nominal=date(2026, 11, 29), start=date(2026, 12, 5))
    moved.state = "moved"
    moved.save()

    assert "Where the date comes from" not in text_of(mail_for(moved))


def test_open_end_of_the_plan_is_said():
    meeting = make_meeting(state="unknown")
    key_date = make_key_date(date="2026-11-29")
    make_commitment(item=make_item(plan=make_plan(ends_with=meeting)), key_dates=[key_date])

    mail = mail_for(make_occurrence(key_date, start=date(2026, 11, 29)))

    assert "End of the plan not confirmed" in text_of(mail)
    assert "End of the plan not confirmed" in html_of(mail)


def test_text_that_is_missing_in_the_language_is_said_to_be_in_another():
    mail = mail_for(sunday(), language="tr")

    assert "Reading Sunday (" in text_of(mail)
    assert '<span lang="en" dir="ltr">Reading Sunday</span>' in html_of(mail)


def test_arabic_mail_reads_from_right_to_left():
    occurrence = make_occurrence(
        make_key_date(name_ar="يوم القراءة", date="2026-11-29"), start=date(2026, 11, 29)
    )

    mail = mail_for(occurrence, language="ar")

    assert '<html lang="ar" dir="rtl">' in html_of(mail)
    assert "يوم القراءة" in mail["Subject"]
    assert mail["Content-Language"] == "ar"
    assert "http://testserver/ar/dates/" in text_of(mail)


def test_mail_uses_its_own_language_and_leaves_the_active_one():
    from django.utils.translation import get_language

    mail_for(sunday(), language="ru")

    assert get_language() == "en"


def test_style_is_in_the_elements_and_only_dark_rules_remain():
    html = html_of(mail_for(sunday()))

    assert '<h1 style="' in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert html.count("<style") == 1
    for outside in ("src=", "url(", "@import", "<link", "<script"):
        assert outside not in html


def test_headers_let_a_mail_program_file_and_unsubscribe():
    mail = mail_for(sunday(), email="Reader@example.org")

    token = links.manage_token(Message.objects.get().subscriber)
    assert {
        name: mail[name]
        for name in (
            "From",
            "To",
            "Date",
            "Message-ID",
            "List-Id",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "Auto-Submitted",
            "Feedback-ID",
        )
    } == {
        "From": "reminders@testserver",
        "To": "Reader@example.org",
        "Date": "Sun, 22 Nov 2026 09:00:00 +0000",
        "Message-ID": Message.objects.get().message_id,
        "List-Id": "<reminders.testserver>",
        "List-Unsubscribe": f"<http://testserver/en/subscriptions/{token}/leave/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Feedback-ID": "reminder:en:testserver:testserver",
    }
    assert f"http://testserver/en/subscriptions/{token}/\n" in text_of(mail)


def test_calendar_of_the_occurrences_is_attached():
    mail = mail_for(weekend(), sunday())

    (part,) = mail.iter_attachments()
    events = Calendar.from_ical(part.get_content()).walk("VEVENT")
    assert (part.get_filename(), part.get_content_type()) == ("key-dates.ics", "text/calendar")
    assert [(str(event["SUMMARY"]), event["DTSTART"].dt) for event in events] == [
        ("Reading weekend", date(2026, 11, 28)),
        ("Reading Sunday", date(2026, 11, 29)),
    ]


@pytest.mark.parametrize(
    ("state", "subject", "words"),
    [
        (
            "moved",
            "New date: Reading weekend, 28–29 November 2026",
            "The date has changed since we last wrote",
        ),
        (
            "cancelled",
            "Cancelled: Reading weekend, 28–29 November 2026",
            "Cancelled since we last wrote",
        ),
    ],
)
def test_correction_says_what_has_changed(state, subject, words):
    mail = mail_for(weekend(state=state, revision=1), kind="correction")

    assert mail["Subject"] == subject
    assert words in text_of(mail)
    assert words in html_of(mail)
    assert ("in 6 days" in text_of(mail)) == (state == "moved")
    for body in (text_of(mail), html_of(mail)):
        assert ("puts this into your own calendar" in body) == (state == "moved")


def test_line_of_an_arabic_text_that_begins_with_a_code_is_read_from_the_right():
    key_date = make_key_date(date="2026-11-29")
    commitment = make_commitment(key_dates=[key_date], title="Read", title_ar="القراءة")
    told = make_occurrence(key_date, start=date(2026, 11, 29))

    mail = mail_for(told, language="ar")

    assert f"* \u200f{commitment.code} القراءة" in text_of(mail)
    assert "\u200f" not in text_of(mail_for(told))


def confirmation(subscription):
    message = make_message(
        subscription.subscriber, purpose="confirmation", subscription=subscription
    )
    return parsed(mail_content.confirmation_mail(message, now=NOW))


def test_confirmation_is_in_the_language_that_the_form_asked_for():
    subscription = make_subscription(state="pending", language="ar", days=[7, 1])

    mail = confirmation(subscription)

    path = f"/ar/subscribe/confirm/{links.confirm_token(subscription)}/"
    assert path[:25] in text_of(mail)
    assert '<html lang="ar" dir="rtl">' in html_of(mail)


def test_confirmation_brings_the_link_and_no_list_headers():
    subscription = make_subscription(state="pending", days=[7, 1])

    mail = confirmation(subscription)

    assert mail["Subject"] == "Please confirm your subscription"
    assert "Every key date\n1 day before · 7 days before\n" in text_of(mail)
    assert "http://testserver/en/subscribe/confirm/" in text_of(mail)
    assert mail["List-Unsubscribe"] is None
    assert mail["Auto-Submitted"] == "auto-generated"


def test_confirmation_of_what_is_active_brings_the_manage_link_instead():
    subscription = make_subscription()

    mail = confirmation(subscription)

    token = links.manage_token(subscription.subscriber)
    assert mail["Subject"] == "You already receive these reminders"
    assert f"http://testserver/en/subscriptions/{token}/" in text_of(mail)
    assert "/subscribe/confirm/" not in text_of(mail)


def test_target_is_named_in_the_language_asked_for():
    item = make_item(position=8, title="Evening readings", title_tr="Akşam okumaları")
    commitment = make_commitment(item=item, title="Read aloud")
    key_date = make_key_date(name="Reading day", date="2026-05-09")
    subscriber = make_subscriber()
    wanted = [
        {"plan": item.plan},
        {"item": item},
        {"commitment": commitment},
        {"key_date": key_date},
        {},
    ]

    named = [
        mail_words.target_text(make_subscription(subscriber, **one), "en", with_plan=False)
        for one in wanted
    ]

    assert named == [
        "Library network plan",
        "Item 8: Evening readings",
        "Commitment 8a: Read aloud",
        "Reading day (9 May 2026)",
        "Every key date",
    ]


def test_target_without_a_name_in_the_language_says_in_which_it_is():
    plan = make_plan(title="Library network plan")

    text = mail_words.target_text(make_subscription(plan=plan), "tr", with_plan=False)

    assert text.startswith("Library network plan (")


def test_link_mail_says_of_which_plan_an_item_is_where_there_are_several():
    item = make_item(position=8, title="Evening readings")
    subscription = make_subscription(item=item)
    message = make_message(subscription.subscriber, purpose=Message.Purpose.LINK)

    assert "* Item 8: Evening readings\n" in mail_content.link_mail(message, now=NOW).body
    make_plan(title="Archive plan")
    assert (
        "* Item 8: Evening readings · Library network plan\n"
        in mail_content.link_mail(message, now=NOW).body
    )


def status_mail(*updates, language="en", occurrences=()):
    """The mail of changed statuses, with or without dates to be reminded of."""
    message = make_message(make_subscriber(language=language))
    notices = [StatusNotice(update=one, subscriber=message.subscriber) for one in updates]
    reminders = [Reminder(occurrence=one, kind="reminder", days_before=7) for one in occurrences]
    return parsed(mail_content.reminder_mail(message, reminders, notices, now=NOW))


def test_changed_status_is_told_with_its_day_note_and_sources():
    item = make_item(plan=make_plan(slug="library-plan"), position=8)
    commitment = make_commitment(item=item, title="Lend books")
    update = make_update(
        commitment,
        as_of=date(2026, 11, 20),
        status="confirmed",
        note="Two branches lend.",
        disputed=True,
    )
    source = make_source(slug="press", title="Press report")
    Evidence.objects.create(update=update, source=source, independent=True)

    mail = status_mail(update)

    assert mail["Subject"] == "Confirmed independently: Lend books, 20 November 2026"
    for words in (
        "A status has changed in what you follow",
        "Confirmed independently (as of 20 November 2026) · Sources disagree",
        "Two branches lend.",
        "Press report",
        "Independent of the parties",
        "http://testserver/en/sources/press/",
        "http://testserver/en/plans/library-plan/items/8/#8a",
    ):
        assert words in text_of(mail)
        assert words in html_of(mail)
    assert list(mail.iter_attachments()) == []
    assert "calendar file" not in text_of(mail)
    assert mail["Feedback-ID"].startswith("status:en:")


def test_changed_status_joins_the_dates_of_the_morning():
    update = make_update(make_commitment(title="Lend books"), as_of=date(2026, 11, 20))

    mail = status_mail(update, occurrences=[sunday()])

    assert mail["Subject"] == (
        "Reading Sunday, 29 November 2026; Reported by a party: Lend books, 20 November 2026"
    )
    assert html_of(mail).count("<h1") == 1
    assert text_of(mail).index("Reading Sunday") < text_of(mail).index("Lend books")


def test_what_no_report_is_known_on_is_said():
    key_date = make_key_date(date="2026-11-29")
    item = make_item(position=8)
    for title in ("Read aloud", "Lend books", "Open late"):
        make_commitment(item=item, title=title, key_dates=[key_date])
    make_update(item.commitments.get(key="b"), as_of=date(2026, 11, 20))

    mail = mail_for(make_occurrence(key_date, start=date(2026, 11, 29)))

    for body in (text_of(mail), html_of(mail)):
        assert "No report on 8a and 8c is known so far." in body


def test_plan_is_named_beside_its_promises_where_there_are_others():
    key_date = make_key_date(name="Reading Sunday", date="2026-11-29")
    for slug, name, year in (("library-plan", "Libraries", 2024), ("school-plan", "Schools", 2025)):
        plan = make_plan(slug=slug, title=name, valid_from=date(year, 1, 1))
        make_commitment(
            item=make_item(plan=plan, position=8), title=f"Read in {name}", key_dates=[key_date]
        )

    mail = mail_for(make_occurrence(key_date, start=date(2026, 11, 29)))

    words = [
        "Schools",
        "8a Read in Schools",
        "No report on 8a",
        "Libraries",
        "8a Read in Libraries",
    ]
    for body in (text_of(mail), re.sub("<[^>]*>", "", html_of(mail))):
        found = re.search(".*".join(f"({one})" for one in words), body, re.DOTALL)
        assert found is not None


def test_only_plan_is_not_named_beside_its_promises():
    key_date = make_key_date(date="2026-11-29")
    plan = make_plan(title="Libraries")
    make_commitment(item=make_item(plan=plan), title="Read aloud", key_dates=[key_date])

    mail = mail_for(make_occurrence(key_date, start=date(2026, 11, 29)))

    assert "Libraries" not in text_of(mail) + html_of(mail)


def test_correction_says_the_date_that_was_told_before():
    subscriber = make_subscriber()
    occurrence = weekend(state="moved", revision=2)
    told_before = make_message(subscriber, number=1, state="sent", sent_at=NOW)
    for revision, day in ((0, 14), (1, 21)):
        Reminder.objects.create(
            subscriber=subscriber,
            message=told_before,
            occurrence=occurrence,
            occurrence_revision=revision,
            days_before=7,
            start=date(2026, 11, day),
            end=date(2026, 11, day + 1),
        )
    message = make_message(subscriber, number=2)
    correction = Reminder(occurrence=occurrence, kind="correction", days_before=6)

    mail = parsed(mail_content.reminder_mail(message, [correction], now=NOW))

    assert "The date told before: 21–22 November 2026" in text_of(mail)
    assert "The date told before: 21–22 November 2026" in html_of(mail)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_text_says_everything_that_the_html_says(language):
    key_date = make_key_date(name="Reading Sunday", date="2026-11-29", place="Harbourtown")
    make_statement(key_date, language="ru")
    make_statement(key_date, language="en", stated="named_day")
    commitment = make_commitment(title="Read aloud", key_dates=[key_date])
    update = make_update(commitment, as_of=date(2026, 11, 20), note="One evening.")

    mail = status_mail(
        update,
        language=language,
        occurrences=[make_occurrence(key_date, start=date(2026, 11, 29), note="At seven.")],
    )

    page = lxml.html.fromstring(html_of(mail)).body
    text = re.sub(r"\W+", " ", text_of(mail))
    pieces = [piece for node in page.iter("p", "h1", "h2") for piece in node.itertext()]
    for piece in pieces[1:]:  # the first is the name of the site
        for sentence in piece.split(" · "):
            assert re.sub(r"\W+", " ", sentence).strip() in text
    assert {link.get("href") for link in page.iter("a")} - set(
        re.findall(r"http\S+", text_of(mail))
    ) == {f"http://testserver/{language}/"}


def test_link_mail_brings_the_link_and_says_what_is_received():
    subscription = make_subscription(plan=make_plan(title="Library plan"), days=[7, 1])
    make_subscription(subscription.subscriber, plan=make_plan(title="Ended"), state="ended")
    message = make_message(subscription.subscriber, purpose="link")

    mail = parsed(mail_content.link_mail(message, now=NOW))

    url = f"http://testserver/en/subscriptions/{links.manage_token(subscription.subscriber)}/"
    assert mail["Subject"] == "The link to your reminders"
    assert mail["List-Unsubscribe"] is None
    for body in (text_of(mail), html_of(mail)):
        assert url in body
        assert "Library plan" in body
        assert "1 day before · 7 days before" in body
        assert "Ended" not in body
