"""The forms of subscribing and managing: what can be chosen, in the words of the reader."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from babel.core import get_global
from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from tracker.domain.date_words import babel_locale
from tracker.models import Commitment, CommitmentDate, Item, KeyDate, Plan, Subscriber, Subscription
from tracker.models.translated import Translated
from tracker.services.mail_words import before_text
from tracker.services.subscriptions import Target, Wanted

OFFERED_LEAD_TIMES = (1, 3, 7, 14, 30)
USUAL_LEAD_TIME = 7
PLANS_OFFERED = 10
DATES_OFFERED = 100
EVERYTHING = "everything"
LIKELY_ZONES = {"ru": "Europe/Moscow", "tr": "Europe/Istanbul"}
"""Where most readers of a language live, if they live in one place; else UTC is offered."""

Choices = list[tuple[Any, Any]]

REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}


def language_choices() -> Choices:
    """Every language offered, under its own name: readers know their own."""
    return [
        (code, get_language_info(code)["name_local"].capitalize())
        for code, _name in settings.LANGUAGES
    ]


def zone_choices() -> Choices:
    return _zone_choices(get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=len(settings.LANGUAGES))
def _zone_choices(language: str) -> Choices:
    """The zones of the tz database's own list, by region, under their cities' names."""
    locale = babel_locale(language)
    aliases = get_global("zone_aliases")
    groups: dict[str, list[tuple[str, str]]] = {name: [] for name in REGIONS}
    for zone in _zones():
        known = locale.time_zones.get(aliases.get(zone, zone), {})
        region, *_states, place = zone.split("/")
        groups[region].append((zone, known.get("city") or place.replace("_", " ")))
    return [
        ("UTC", gettext("Universal time (UTC)")),
        *[
            (str(REGIONS[name]), sorted(zones, key=lambda choice: choice[1]))
            for name, zones in groups.items()
            if zones
        ],
    ]


def zone_name(zone: str) -> str:
    """What the list calls `zone`; the zone itself where it is not on the list."""
    return dict(_flat(zone_choices())).get(zone, zone)


def _zones() -> list[str]:
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and line[0] != "#"]
    return sorted(row[2] for row in rows if row[2].partition("/")[0] in REGIONS)


def lead_time_choices(more: Iterable[int] = ()) -> Choices:
    return [(days, before_text(days)) for days in sorted({*OFFERED_LEAD_TIMES, *more})]


def _label(obj: Translated, field: str) -> str:
    text = obj.local(field)
    if not text.is_fallback:
        return text.text
    return gettext("%(text)s (in %(language)s)") % {
        "text": text.text,
        "language": text.language_name,
    }


def target_choices() -> Choices:
    """Everything, the latest plans, each one's items, and the key dates, where many those of them.

    What is not offered has a link to the form on its own page, which asks for it by name.
    """
    plans = list(Plan.objects.prefetch_related("items")[:PLANS_OFFERED])
    choices: Choices = [
        (EVERYTHING, gettext("Every key date")),
        (gettext("A whole plan"), [(f"plan:{one.slug}", _label(one, "title")) for one in plans]),
    ]
    for plan in plans:
        items = [
            (
                f"item:{plan.slug}:{item.position}",
                gettext("Item %(position)s: %(title)s")
                % {"position": item.position, "title": _label(item, "title")},
            )
            for item in plan.items.all()
        ]
        heading = gettext("One item of “%(plan)s”") % {"plan": _label(plan, "title")}
        choices.append((heading, items))
    key_dates = list(KeyDate.objects.all()[: DATES_OFFERED + 1])
    if len(key_dates) > DATES_OFFERED:
        of_plans = CommitmentDate.objects.filter(commitment__item__plan__in=plans[:1])
        key_dates = list(KeyDate.objects.filter(pk__in=of_plans.values("key_date"))[:DATES_OFFERED])
    dates = [(f"date:{one.slug}", _label(one, "name")) for one in key_dates]
    choices.append((gettext("One key date"), sorted(dates, key=lambda choice: choice[1])))
    return [choice for choice in choices if choice[1]]


def target_asked_for(query: Mapping[str, str]) -> str:
    """The choice that a link's parameters name: plan, item or commitment of it, or date.

    Parameters that name nothing are passed over: the form then offers everything.
    """
    plan = query.get("plan") or (Plan.objects.values_list("slug", flat=True).first() or "")
    candidates = [
        ("commitment", f"commitment:{plan}:{query.get('commitment', '')}"),
        ("item", f"item:{plan}:{query.get('item', '')}"),
        ("date", f"date:{query.get('date', '')}"),
        ("plan", f"plan:{plan}"),
    ]
    for name, choice in candidates:
        if query.get(name) and find_target(choice) is not None:
            return choice
    return EVERYTHING


def find_target(choice: str) -> Target:
    """The object that a choice names; None for everything and for what does not exist."""
    kind, _colon, rest = choice.partition(":")
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
        return KeyDate.objects.filter(slug=rest).first()
    return None


class TargetField(forms.ChoiceField):
    """A choice among `target_choices`; so is what a link has asked for."""

    def offer(self, choice: str) -> None:
        self.choices = target_choices()
        if choice in dict(_flat(list(self.choices))):
            return
        target = find_target(choice)
        if isinstance(target, Commitment):
            label = gettext("Commitment %(code)s: %(title)s") % {
                "code": target.code,
                "title": _label(target, "title"),
            }
        elif isinstance(target, Item):
            label = gettext("Item %(position)s: %(title)s") % {
                "position": target.position,
                "title": _label(target, "title"),
            }
        elif target is not None:
            label = _label(target, "title" if isinstance(target, Plan) else "name")
        else:
            return
        self.choices = [(choice, label), *self.choices]

    def valid_value(self, value: str) -> bool:
        return value == EVERYTHING or find_target(value) is not None


class LeadTimesField(forms.TypedMultipleChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("How long before"),
            coerce=int,
            choices=lead_time_choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one.")},
            **options,
        )


class SettingsForm(forms.Form):
    """In which language and at whose morning mail is written."""

    language = forms.ChoiceField(label=_("Language of the mails"), choices=language_choices)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_("Mails go out at nine in the morning there."),
    )

    @classmethod
    def of(cls, subscriber: Subscriber, data: Mapping[str, Any] | None = None) -> "SettingsForm":
        initial = {"language": subscriber.language, "time_zone": subscriber.time_zone}
        form = cls(data, initial=initial)
        zone = subscriber.time_zone
        offered = {value for value, _label in _flat(zone_choices())}
        if zone not in offered:
            # Kept from elsewhere: the tz database has more names than its list of places.
            form.fields["time_zone"].choices = [(zone, zone), *zone_choices()]  # type: ignore[attr-defined]
        return form


def _flat(choices: Choices) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list):
            yield from label
        else:
            yield value, label


class LeadTimesForm(forms.Form):
    """The lead times of one subscription."""

    lead_times = LeadTimesField()

    @classmethod
    def of(
        cls, subscription: Subscription, data: Mapping[str, Any] | None = None
    ) -> "LeadTimesForm":
        days = [one.days for one in subscription.lead_times.all()]
        form = cls(data, initial={"lead_times": days}, prefix=f"s{subscription.pk}")
        form.fields["lead_times"].choices = lead_time_choices(days)  # type: ignore[attr-defined]
        return form


class SubscribeForm(SettingsForm):
    """What the subscribe page asks. `website` is a trap: people do not see it."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    target = TargetField(label=_("Remind me of"))
    lead_times = LeadTimesField()
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, query: Mapping[str, str]) -> None:
        language = get_language() or settings.LANGUAGE_CODE
        asked_for = (data or {}).get("target") or target_asked_for(query)
        super().__init__(
            data,
            initial={
                "language": language,
                "time_zone": LIKELY_ZONES.get(language, "UTC"),
                "target": asked_for,
                "lead_times": [USUAL_LEAD_TIME],
            },
        )
        target: Any = self.fields["target"]
        target.offer(asked_for)

    def wanted(self) -> Wanted:
        """What was asked for, once the form is valid."""
        cleaned = self.cleaned_data
        return Wanted(
            email=cleaned["email"],
            language=cleaned["language"],
            time_zone=cleaned["time_zone"],
            target=find_target(cleaned["target"]),
            lead_times=frozenset(cleaned["lead_times"]),
        )
