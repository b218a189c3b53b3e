"""What stands in a mail: text, HTML and calendar file in the reader's language, and the headers.

Everything is rendered inside `translation.override`, to the string, before the block ends. What a
reminder says is the same for all who are told the same on the same day: `content_of` says which
those are, `draft_of` writes it once, `Draft.fill` addresses it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from tracker.domain.reminders import local_day
from tracker.domain.spans import Span
from tracker.models import (
    Message,
    Occurrence,
    Plan,
    Reminder,
    StatusNotice,
    Subscriber,
    Subscription,
)
from tracker.services import links, mail_drafts
from tracker.services.calendar_files import calendar_of
from tracker.services.mail_drafts import Draft, Mail, Personal
from tracker.services.mail_told import Saying, news_of, subject_of, told_of
from tracker.services.mail_words import lead_times_text, target_text


@dataclass(frozen=True, slots=True)
class Content:
    """What a mail tells, in which language and as of which day: whose is equal, gets the same."""

    language: str
    today: date
    sayings: tuple[Saying, ...]
    updates: tuple[int, ...]


def reminder_mail(
    message: Message,
    reminders: Iterable[Reminder],
    notices: Iterable[StatusNotice] = (),
    *,
    now: datetime,
) -> Mail:
    """The mail that tells `reminders` and `notices` to the subscriber of `message`."""
    told = [(one.occurrence_id, one.kind) for one in reminders]
    draft = draft_of(content_of(message, told, [one.update_id for one in notices], now=now))
    return draft.fill(Personal.of(message, now=now))


def content_of(
    message: Message,
    told: Iterable[tuple[int, str]],
    updates: Iterable[int] = (),
    *,
    now: datetime,
) -> Content:
    """What `message` tells: occurrences, each with the kind of its reminder, and status updates.

    Asks the database only where something is corrected.

    "In 6 days" is counted from the day on which it goes out, which after a delay is not the slot.
    """
    subscriber = _subscriber(message)
    ordered = sorted(told)
    corrected = [pk for pk, kind in ordered if kind == Reminder.Kind.CORRECTION]
    before = _told_before(subscriber, corrected) if corrected else {}
    return Content(
        language=subscriber.language,
        today=max(message.slot, local_day(now, subscriber.time_zone)),
        sayings=tuple(Saying(pk, kind, before.get(pk)) for pk, kind in ordered),
        updates=tuple(sorted(updates)),
    )


def draft_of(content: Content) -> Draft:
    """The mail as things stand now, without its reader."""
    language = content.language
    with translation.override(language):
        told = told_of(content.sayings, today=content.today, language=language)
        news = news_of(content.updates)
        leave_url = links.absolute("leave", language=language, token=mail_drafts.TOKEN)
        return mail_drafts.write(
            "reminder",
            {
                "told": told,
                "news": news,
                "puts_into_calendar": any(one.change != "cancelled" for one in told),
                "manage_url": links.absolute("manage", language=language, token=mail_drafts.TOKEN),
                "leave_url": leave_url,
            },
            subject=subject_of(told, news, language),
            kind="reminder" if told else "status",
            headers={
                "List-Id": f"<reminders.{urlsplit(settings.SITE_URL).hostname}>",
                "List-Unsubscribe": f"<{leave_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
            calendar=_calendar([one.occurrence for one in told], language),
        )


def confirmation_mail(message: Message, *, now: datetime) -> Mail:
    """The mail that asks whether the owner of the address wants this subscription.

    To an address that already has it, it says so instead and brings the manage link.
    """
    subscription = message.subscription
    if subscription is None:
        raise ValueError(f"{message} confirms no subscription.")
    is_active = subscription.state == Subscription.State.ACTIVE
    language = subscription.subscriber.language if is_active else subscription.language
    personal = Personal.of(message, now=now)
    with translation.override(language):
        draft = mail_drafts.write(
            "confirmation",
            {
                "is_active": is_active,
                "what": target_text(subscription, language, with_plan=Plan.objects.are_several()),
                "lead_times": lead_times_text(subscription),
                "confirm_url": links.absolute(
                    "confirm", language=language, token=links.confirm_token(subscription)
                ),
                "manage_url": links.absolute("manage", language=language, token=personal.token),
            },
            subject=gettext("You already receive these reminders")
            if is_active
            else gettext("Please confirm your subscription"),
            kind="confirmation",
        )
    return draft.fill(personal)


def link_mail(message: Message, *, now: datetime) -> Mail:
    """The mail that brings the link to the page of one's subscriptions, and says what they are."""
    subscriber = _subscriber(message)
    language = subscriber.language
    active = (
        subscriber.subscriptions.active()
        .select_related("plan", "item__plan", "commitment__item__plan", "key_date", "theme")
        .prefetch_related("lead_times")
    )
    with_plan = Plan.objects.are_several()
    personal = Personal.of(message, now=now)
    with translation.override(language):
        rows = [
            (target_text(one, language, with_plan=with_plan), lead_times_text(one))
            for one in active
        ]
        draft = mail_drafts.write(
            "link",
            {
                "rows": rows,
                "manage_url": links.absolute("manage", language=language, token=personal.token),
            },
            subject=gettext("The link to your reminders"),
            kind="link",
        )
    return draft.fill(personal)


def _subscriber(message: Message) -> Subscriber:
    if message.subscriber is None:
        raise ValueError(f"{message} goes to no subscriber.")
    return message.subscriber


def _told_before(subscriber: Subscriber, occurrences: list[int]) -> dict[int, Span]:
    """The days of each occurrence as this subscriber was told last."""
    rows = (
        Reminder.objects.filter(
            subscriber=subscriber,
            occurrence__in=occurrences,
            message__state=Message.State.SENT,
        )
        .order_by("occurrence_revision", "pk")
        .values_list("occurrence", "start", "end")
    )
    return {pk: Span(start, end) for pk, start, end in rows if start and end}


def _calendar(occurrences: list[Occurrence], language: str) -> bytes:
    if not occurrences:
        return b""
    return calendar_of(
        Occurrence.objects.filter(pk__in=[one.pk for one in occurrences]),
        language=language,
        name=gettext("Key dates"),
        site_url=settings.SITE_URL,
    )
