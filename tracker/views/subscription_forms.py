"""The forms of subscribing and managing: what can be chosen, in the words of the reader."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from tracker.models import Subscriber, Subscription
from tracker.services.mail_words import before_text
from tracker.services.subscriptions import Preferences, Wanted
from tracker.views.subscription_targets import (
    EVERYTHING,
    Choices,
    TargetField,
    find_target,
    flat,
    target_asked_for,
)
from tracker.views.time_zones import UNKNOWN, likely_zone, zone_choices

OFFERED_LEAD_TIMES = (1, 3, 7, 14, 30)
USUAL_LEAD_TIME = 7
LONGEST_PAUSE = timedelta(days=366)


def language_choices() -> Choices:
    """Every language offered, under its own name: readers know their own."""
    return [
        (code, get_language_info(code)["name_local"].capitalize())
        for code, _name in settings.LANGUAGES
    ]


def lead_time_choices(more: Iterable[int] = ()) -> Choices:
    return [(days, before_text(days)) for days in sorted({*OFFERED_LEAD_TIMES, *more})]


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


class PlaceForm(forms.Form):
    """In which language and at whose morning mail is written."""

    language = forms.ChoiceField(label=_("Language of the mails"), choices=language_choices)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_("Mails go out at nine in the morning there."),
    )


class SettingsForm(PlaceForm):
    """How one subscriber wants to be written to."""

    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=[
            (Subscriber.Rhythm.AT_ONCE, _("Each on its own morning")),
            (Subscriber.Rhythm.WEEKLY, _("Once a week, all together on Monday")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    hears_status = forms.BooleanField(
        label=_("Tell me also when a status changes in what I follow"), required=False
    )

    @classmethod
    def of(cls, subscriber: Subscriber, data: Mapping[str, Any] | None = None) -> "SettingsForm":
        names = ("language", "time_zone", "rhythm", "hears_status")
        form = cls(data, initial={name: getattr(subscriber, name) for name in names})
        zone = subscriber.time_zone
        if zone not in dict(flat(zone_choices())):
            # Kept from elsewhere: the tz database has more names than its list of places.
            form.fields["time_zone"].choices = [(zone, zone), *zone_choices()]  # type: ignore[attr-defined]
        return form

    def preferences(self) -> Preferences:
        """What was chosen, once the form is valid."""
        cleaned = self.cleaned_data
        return Preferences(
            language=cleaned["language"],
            time_zone=cleaned["time_zone"],
            rhythm=cleaned["rhythm"] or self.initial["rhythm"],
            hears_status=cleaned["hears_status"],
        )


class PauseForm(forms.Form):
    """Until when nothing is to be sent. `today` is the subscriber's own."""

    until = forms.DateField(
        label=_("Send nothing before"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, today: date) -> None:
        super().__init__(data)
        self.first, self.last = today + timedelta(days=1), today + LONGEST_PAUSE
        self.fields["until"].widget.attrs |= {"min": self.first, "max": self.last}

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not self.first <= until <= self.last:
            raise forms.ValidationError(_("Choose a day from tomorrow on, within a year."))
        return until


class LinkForm(forms.Form):
    """Asks for the link to the page of one's subscriptions. `website` is a trap, see below."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )


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


class AddForm(forms.Form):
    """One more subscription of somebody whose address is known already."""

    target = TargetField(label=_("Remind me of"))
    lead_times = LeadTimesField()

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        initial = {"target": EVERYTHING, "lead_times": [USUAL_LEAD_TIME]}
        super().__init__(data, initial=initial, auto_id="id_add_%s")
        target: Any = self.fields["target"]
        target.offer((data or {}).get("target") or EVERYTHING)


class SubscribeForm(LinkForm, PlaceForm):
    """What the subscribe page asks. `website` is a trap: people do not see it."""

    target = TargetField(label=_("Remind me of"))
    lead_times = LeadTimesField()

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str],
        accept_language: str = "",
        email: str = "",
    ) -> None:
        language = get_language() or settings.LANGUAGE_CODE
        asked_for = (data or {}).get("target") or target_asked_for(query)
        super().__init__(
            data,
            initial={
                "email": email,
                "language": language,
                "time_zone": likely_zone(language, accept_language),
                "target": asked_for,
                "lead_times": [USUAL_LEAD_TIME],
            },
        )
        target: Any = self.fields["target"]
        target.offer(asked_for)
        if not self.is_bound:
            # The page's script may know better; what a reader chose is left alone.
            self.fields["time_zone"].widget.attrs["data-time-zone"] = ""

    @property
    def is_open(self) -> bool:
        """Whether the folded part has to be seen: something is wrong there, or not known."""
        if self.is_bound:
            return bool(self["language"].errors or self["time_zone"].errors)
        return bool(self.initial["time_zone"] == UNKNOWN)

    @property
    def place(self) -> dict[str, str]:
        """What the folded part says, in words."""
        language, zone = self["language"].value(), self["time_zone"].value()
        return {
            "language": dict(language_choices()).get(language, ""),
            "zone": dict(flat(zone_choices())).get(zone, ""),
        }

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
