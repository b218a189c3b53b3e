"""What can be subscribed to: everything, a theme, a plan, an item, a commitment or a key date."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext

from tracker.models import Commitment, CommitmentDate, Item, KeyDate, Occurrence, Plan, Theme
from tracker.models.occurrence import counts
from tracker.models.translated import Translated
from tracker.services.mail_words import said
from tracker.services.subscriptions import Target

PLANS_OFFERED = 10
DATES_OFFERED = 100
PLANS_LOOKED_AT = 50
DATES_LOOKED_AT = 500
THEMES_OFFERED = 50
EVERYTHING = "everything"

Choices = list[tuple[Any, Any]]


def _label(obj: Translated, field: str) -> str:
    return said(obj.local(field))


def _named(target: Target) -> str:
    """The label of one target as the list shows it."""
    if isinstance(target, Commitment):
        return gettext("Commitment %(code)s: %(title)s") % {
            "code": target.code,
            "title": _label(target, "title"),
        }
    if isinstance(target, Item):
        return gettext("Item %(position)s: %(title)s") % {
            "position": target.position,
            "title": _label(target, "title"),
        }
    return _label(target, "title" if isinstance(target, Plan) else "name") if target else ""


def _has_days_to_come(path: str, *, today: date) -> Q:
    """Condition: a date of it may still be told. `path` leads from a commitment to the object.

    A date not known yet may come; so may an occurrence that begins after today.
    """
    link = f"key_date__links__commitment{path}"
    ahead = (
        Occurrence.objects.standing()
        .on_days()
        .filter(counts("", "key_date__links__"), start__gt=today, **{link: OuterRef("pk")})
    )
    unknown = CommitmentDate.objects.filter(
        key_date__precision=KeyDate.Precision.UNKNOWN, **{f"commitment{path}": OuterRef("pk")}
    )
    return Q(Exists(ahead)) | Q(Exists(unknown))


def target_choices() -> Choices:
    """Everything, the latest plans, their items, themes and key dates, where days are to come.

    No more is looked at than the latest plans: most of a long list would not be offered anyway.

    What is not offered has a link to the form on its own page, which asks for it by name.
    """
    today = timezone.localdate()
    items = Item.objects.filter(_has_days_to_come("__item", today=today))
    latest = list(Plan.objects.values_list("pk", flat=True)[:PLANS_LOOKED_AT])
    plans = list(
        Plan.objects.filter(
            _has_days_to_come("__item__plan", today=today), pk__in=latest
        ).prefetch_related(Prefetch("items", queryset=items, to_attr="items_to_come"))[
            :PLANS_OFFERED
        ]
    )
    to_come = [item.pk for plan in plans for item in plan.items_to_come]
    themes = Theme.objects.filter(items__in=to_come).distinct()
    choices: Choices = [
        (EVERYTHING, gettext("Every key date")),
        (gettext("A whole plan"), [(f"plan:{one.slug}", _named(one)) for one in plans]),
        (
            gettext("A theme"),
            _sorted([(f"theme:{one.slug}", _named(one)) for one in themes[:THEMES_OFFERED]]),
        ),
    ]
    for plan in plans:
        heading = gettext("One item of “%(plan)s”") % {"plan": _label(plan, "title")}
        of_plan = [(f"item:{plan.slug}:{one.position}", _named(one)) for one in plan.items_to_come]
        choices.append((heading, of_plan))
    dates = [(f"date:{one.slug}", _named(one)) for one in _dates_to_come(plans, today=today)]
    choices.append((gettext("One key date"), _sorted(dates)))
    return [choice for choice in choices if choice[1]]


def _sorted(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(choices, key=lambda choice: choice[1])


def _dates_to_come(plans: Sequence[Plan], *, today: date) -> list[KeyDate]:
    """Key dates with days to come; of many only those of the latest plan."""
    ahead = Occurrence.objects.standing().on_days().filter(start__gt=today, key_date=OuterRef("pk"))
    to_come = KeyDate.objects.filter(Exists(ahead) | Q(precision=KeyDate.Precision.UNKNOWN))
    if not KeyDate.objects.order_by("pk")[DATES_LOOKED_AT : DATES_LOOKED_AT + 1].exists():
        found = list(to_come[: DATES_OFFERED + 1])
        if len(found) <= DATES_OFFERED:
            return found
    of_plan = CommitmentDate.objects.filter(commitment__item__plan__in=plans[:1])
    return list(to_come.filter(pk__in=of_plan.values("key_date"))[:DATES_OFFERED])


def target_asked_for(query: Mapping[str, str]) -> str:
    """The choice that a link's parameters name: plan, item or commitment of it, theme, or date.

    Parameters that name nothing are passed over: the form then offers everything.
    """
    plan = query.get("plan") or (Plan.objects.values_list("slug", flat=True).first() or "")
    candidates = [
        ("commitment", f"commitment:{plan}:{query.get('commitment', '')}"),
        ("item", f"item:{plan}:{query.get('item', '')}"),
        ("date", f"date:{query.get('date', '')}"),
        ("theme", f"theme:{query.get('theme', '')}"),
        ("plan", f"plan:{plan}"),
    ]
    for name, choice in candidates:
        if query.get(name) and (found := find_target(choice)) is not None:
            return f"date:{found.slug}" if isinstance(found, KeyDate) else choice
    return EVERYTHING


def find_target(choice: str) -> Target:
    """The object that a choice names; None for everything and for what does not exist."""
    kind, _colon, rest = choice.replace("\x00", "").partition(":")
    plan, _colon, part = rest.partition(":")
    if kind == "plan":
        return Plan.objects.filter(slug=rest).first()
    if kind == "item" and part.isdecimal() and len(part) < 5:
        return Item.objects.filter(plan__slug=plan, position=int(part)).first()
    if kind == "commitment":
        digits = part.rstrip("abcdefghijklmnopqrstuvwxyz")
        if digits.isdecimal() and len(digits) < 5:
            return (
                Commitment.objects.select_related("item")
                .filter(item__plan__slug=plan, item__position=int(digits), key=part[len(digits) :])
                .first()
            )
    if kind == "date":
        return KeyDate.objects.called(rest)
    if kind == "theme":
        return Theme.objects.filter(slug=rest).first()
    return None


class TargetField(forms.ChoiceField):
    """A choice among `target_choices`; so is what a link has asked for."""

    def offer(self, choice: str) -> None:
        self.choices = target_choices()
        if choice in dict(flat(list(self.choices))):
            return
        label = _named(find_target(choice))
        if label:
            self.choices = [(choice, label), *self.choices]

    def valid_value(self, value: str) -> bool:
        return value == EVERYTHING or find_target(value) is not None


def flat(choices: Choices) -> Iterable[tuple[str, str]]:
    """The choices without their groups."""
    for value, label in choices:
        if isinstance(label, list):
            yield from label
        else:
            yield value, label
