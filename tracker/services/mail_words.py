"""Words that mails and the pages of subscribing have in common."""

from django.utils import translation
from django.utils.translation import gettext, ngettext

from tracker.models import Item, Subscription
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


def target_text(subscription: Subscription, language: str, *, with_plan: bool) -> str:
    """What a subscription is about, in words of `language`.

    `with_plan` adds the plan to an item or a commitment: it is asked for where there are several.
    """
    with translation.override(language):
        text, item = _target(subscription, language)
        if with_plan and item:
            return f"{text} · {said(item.plan.local('title'))}"
        return text


def _target(subscription: Subscription, language: str) -> tuple[str, Item | None]:
    """Its words, and the item where it is about a part of a plan."""
    if subscription.key_date:
        words = {
            "name": said(subscription.key_date.local("name")),
            "date": key_date_text(subscription.key_date, language),
        }
        return gettext("%(name)s (%(date)s)") % words, None
    if commitment := subscription.commitment:
        words = {"code": commitment.code, "title": said(commitment.local("title"))}
        return gettext("Commitment %(code)s: %(title)s") % words, commitment.item
    if item := subscription.item:
        words = {"position": str(item.position), "title": said(item.local("title"))}
        return gettext("Item %(position)s: %(title)s") % words, item
    if subscription.theme:
        name = said(subscription.theme.local("name"))
        return gettext("Theme: %(name)s") % {"name": name}, None
    if subscription.plan:
        return said(subscription.plan.local("title")), None
    return gettext("Every key date"), None


def lead_times_text(subscription: Subscription) -> list[str]:
    """Its lead times in words, the nearest first."""
    days = sorted(one.days for one in subscription.lead_times.all())
    return [before_text(one) for one in days]
