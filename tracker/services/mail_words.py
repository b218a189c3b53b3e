"""Words that mails and the pages of subscribing have in common."""

from django.utils import translation
from django.utils.translation import gettext, ngettext

from tracker.models import Subscription
from tracker.models.translated import LocalText
from tracker.services.date_texts import key_date_text


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


def said(text: LocalText) -> str:
    """A text where no markup can stand: one in another language says in which."""
    if not text.is_fallback:
        return text.text
    return gettext("%(text)s (in %(language)s)") % {
        "text": text.text,
        "language": text.language_name,
    }


def target_text(subscription: Subscription, language: str) -> str:
    """What a subscription is about, in words of `language`."""
    with translation.override(language):
        if subscription.key_date:
            return gettext("%(name)s (%(date)s)") % {
                "name": said(subscription.key_date.local("name")),
                "date": key_date_text(subscription.key_date, language),
            }
        if subscription.commitment:
            return gettext("Commitment %(code)s: %(title)s") % {
                "code": subscription.commitment.code,
                "title": said(subscription.commitment.local("title")),
            }
        if subscription.item:
            return gettext("Item %(position)s: %(title)s") % {
                "position": subscription.item.position,
                "title": said(subscription.item.local("title")),
            }
        if subscription.theme:
            return gettext("Theme: %(name)s") % {"name": said(subscription.theme.local("name"))}
        if subscription.plan:
            return said(subscription.plan.local("title"))
        return gettext("Every key date")


def lead_times_text(subscription: Subscription) -> list[str]:
    """Its lead times in words, the nearest first."""
    days = sorted(one.days for one in subscription.lead_times.all())
    return [before_text(one) for one in days]
