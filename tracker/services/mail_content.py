"""What stands in a mail: text, HTML and calendar file in the reader's language, and the headers.

Everything is rendered inside `translation.override`, to the string, before the block ends.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_bidi, gettext, ngettext

from tracker.domain.reminders import local_day
from tracker.models import (
    Basis,
    Commitment,
    DateStatement,
    KeyDate,
    Message,
    Occurrence,
    Reminder,
    Status,
    Subscription,
)
from tracker.services import links
from tracker.services.calendar_files import calendar_of
from tracker.services.date_texts import key_date_text, span_text
from tracker.services.follow_up import DateRow, date_rows

CALENDAR_NAME = "key-dates.ics"


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment that the occurrence counts for, and what is known of it on that occurrence."""

    commitment: Commitment
    status: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One occurrence as a mail tells it. `change` is "", "moved" or "cancelled"."""

    row: DateRow
    change: str
    when: str
    shows_provenance: bool
    promises: list[Promise]

    @property
    def occurrence(self) -> Occurrence:
        return self.row.occurrence


class Mail(EmailMultiAlternatives):
    """A mail whose long headers begin on their own line.

    Python folds a subject of one encoded word behind an empty first line, which many readers
    show as a leading space; RFC 5322 allows 998 characters (section 2.1.1).
    """

    def message(self) -> Any:  # type: ignore[override]  # stubs are of a later Django
        message = super().message()
        message.policy = message.policy.clone(max_line_length=900)
        return message


def reminder_mail(message: Message, reminders: Iterable[Reminder], *, now: datetime) -> Mail:
    """The mail that tells `reminders` to the subscriber of `message`, as things stand at `now`.

    "In 6 days" is counted from the day on which it goes out, which after a delay is not the slot.
    """
    subscriber = message.subscriber
    language = subscriber.language
    today = max(message.slot, local_day(now, subscriber.time_zone))
    with translation.override(language):
        told = _told(list(reminders), today=today)
        token = links.manage_token(subscriber)
        leave_url = links.absolute("leave", language=language, token=token)
        context: dict[str, object] = {
            "told": told,
            "subject": _subject(told, language),
            "manage_url": links.absolute("manage", language=language, token=token),
            "leave_url": leave_url,
        }
        mail = _mail("reminder", context, message, to=subscriber.email, now=now)
        mail.extra_headers |= {
            "List-Id": _list_id(),
            "List-Unsubscribe": f"<{leave_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        occurrences = Occurrence.objects.filter(pk__in=[one.occurrence.pk for one in told])
        calendar = calendar_of(
            occurrences,
            language=language,
            name=gettext("Key dates"),
            site_url=settings.SITE_URL,
        )
        mail.attach(CALENDAR_NAME, calendar.decode(), "text/calendar")
    return mail


def confirmation_mail(message: Message, *, now: datetime) -> Mail:
    """The mail that asks whether the owner of the address wants this subscription.

    To an address that already has it, it says so instead and brings the manage link.
    """
    subscription = message.subscription
    if subscription is None:
        raise ValueError(f"{message} confirms no subscription.")
    is_active = subscription.state == Subscription.State.ACTIVE
    language = subscription.subscriber.language if is_active else subscription.language
    with translation.override(language):
        context: dict[str, object] = {
            "subject": gettext("You already receive these reminders")
            if is_active
            else gettext("Please confirm your subscription"),
            "is_active": is_active,
            "what": target_text(subscription, language),
            "lead_times": [
                before_text(one.days) for one in subscription.lead_times.order_by("days")
            ],
            "confirm_url": links.absolute(
                "confirm", language=language, token=links.confirm_token(subscription)
            ),
            "manage_url": links.absolute(
                "manage", language=language, token=links.manage_token(subscription.subscriber)
            ),
        }
        return _mail("confirmation", context, message, to=subscription.subscriber.email, now=now)


def in_days(days: int) -> str:
    """How far ahead a first day is, in the active language; "under way" once it has begun."""
    if days < 0:
        return gettext("under way")
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}


def before_text(days: int) -> str:
    """A lead time in words: "7 days before"."""
    if days == 0:
        return gettext("on the day itself")
    return ngettext("%(count)d day before", "%(count)d days before", days) % {"count": days}


def target_text(subscription: Subscription, language: str) -> str:
    """What a subscription is about, in words of `language`."""
    with translation.override(language):
        if subscription.key_date:
            return gettext("%(name)s (%(date)s)") % {
                "name": subscription.key_date.local("name"),
                "date": key_date_text(subscription.key_date, language),
            }
        if subscription.commitment:
            return gettext("Commitment %(code)s: %(title)s") % {
                "code": subscription.commitment.code,
                "title": subscription.commitment.local("title"),
            }
        if subscription.item:
            return gettext("Item %(position)s: %(title)s") % {
                "position": subscription.item.position,
                "title": subscription.item.local("title"),
            }
        if subscription.plan:
            return str(subscription.plan.local("title"))
        return gettext("Every key date")


def _told(reminders: list[Reminder], *, today: date) -> list[Told]:
    kinds = {one.occurrence_id: one.kind for one in reminders}
    occurrences = (
        Occurrence.objects.filter(pk__in=list(kinds))
        .prefetch_related("key_date__statements")
        .order_by("start", "end", "pk")
    )
    return [
        Told(
            row=row,
            change=_change(row.occurrence, kinds[row.occurrence.pk]),
            when=in_days((row.occurrence.start - today).days),
            shows_provenance=_is_not_in_every_text(row.occurrence.key_date),
            promises=[
                Promise(one.commitment, str(Status(one.status).label), one.disputed)
                for one in row.counted
            ],
        )
        for row in date_rows(occurrences, on=today)
    ]


def _change(occurrence: Occurrence, kind: str) -> str:
    if kind != Reminder.Kind.CORRECTION:
        return ""
    return "cancelled" if occurrence.state == Occurrence.State.CANCELLED else "moved"


def _is_not_in_every_text(key_date: KeyDate) -> bool:
    stating = (DateStatement.Stated.DAY, DateStatement.Stated.DATE)
    return key_date.basis != Basis.TEXT or any(
        one.stated not in stating for one in key_date.statements.all()
    )


def _subject(told: list[Told], language: str) -> str:
    """What and when: the first two, and how many more."""
    first, second, *more = [_subject_part(one, language) for one in told] + [""] * 2
    number = len([part for part in more if part])
    if not second:
        return first
    names = {"first": first, "second": second, "count": number}
    if not number:
        # Translators: subject of a mail that tells two key dates
        return gettext("%(first)s; %(second)s") % names
    # Translators: subject of a mail that tells more than two key dates
    return (
        ngettext(
            "%(first)s; %(second)s, and %(count)d more",
            "%(first)s; %(second)s, and %(count)d more",
            number,
        )
        % names
    )


def _subject_part(told: Told, language: str) -> str:
    names = {
        "name": " ".join(str(told.occurrence.key_date.local("name")).split()),
        "date": span_text(told.occurrence, language),
    }
    if told.change == "cancelled":
        return gettext("Cancelled: %(name)s, %(date)s") % names
    if told.change == "moved":
        return gettext("New date: %(name)s, %(date)s") % names
    # Translators: in the subject of a mail: "Victory Day, 9 May 2027"
    return gettext("%(name)s, %(date)s") % names


def _mail(
    template: str, context: dict[str, object], message: Message, *, to: str, now: datetime
) -> Mail:
    """The mail of a template pair, in the active language."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    context |= {
        "language": language,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "site_url": settings.SITE_URL,
        "site_host": urlsplit(settings.SITE_URL).netloc,
    }
    mail = Mail(
        subject=str(context["subject"]),
        body=_tidy(render_to_string(f"tracker/mail/{template}.txt", context)),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={
            "Message-ID": message.message_id,
            "Date": now.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
    html = render_to_string(f"tracker/mail/{template}.html", context)
    mail.attach_alternative(_inliner().inline(html), "text/html")
    return mail


def _tidy(text: str) -> str:
    """What template tags leave behind: never more than one empty line."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    """Puts the style into attributes; the rules for dark screens stay where they are."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def _list_id() -> str:
    return f"<reminders.{urlsplit(settings.SITE_URL).hostname}>"
