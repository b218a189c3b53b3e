"""Objects for tests, with plain defaults; what a test is about is given by name.

A translated field may be given plainly (`title="Seminar"` is the English text) or per language
(`title_tr="Seminer"`). Every object is stored.
"""

from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group

from tracker.domain.edtf import FuzzyDate
from tracker.models import (
    Alias,
    Commitment,
    CommitmentDate,
    DateStatement,
    Divergence,
    Evidence,
    Figure,
    Item,
    KeyDate,
    Kind,
    LanguageVersion,
    Meeting,
    MeetingSeries,
    Occurrence,
    Organisation,
    Plan,
    Source,
    Status,
    StatusUpdate,
    Theme,
    Wording,
)

_numbers = count(1)


def _english(model: Any, fields: dict[str, Any], **defaults: str) -> dict[str, Any]:
    """`fields` with English defaults; plain names of translated fields become `<name>_en`."""
    given = {
        f"{name}_en" if name in model.translated else name: value for name, value in fields.items()
    }
    return {f"{name}_en": text for name, text in defaults.items()} | given


def make_user(
    username: str = "", *, groups: list[str] | None = None, **fields: Any
) -> AbstractBaseUser:
    """A user with the password "password"; naming a group makes it staff."""
    user = get_user_model().objects.create_user(
        username=username or f"user{next(_numbers)}",
        password=fields.pop("password", "password"),
        **{"is_staff": bool(groups), **fields},
    )
    for name in groups or []:
        user.groups.add(Group.objects.get_or_create(name=name)[0])
    return user


def make_theme(**fields: Any) -> Theme:
    slug = fields.pop("slug", f"theme-{next(_numbers)}")
    return Theme.objects.create(slug=slug, **_english(Theme, fields, name="Reading"))


def make_organisation(**fields: Any) -> Organisation:
    values = {"slug": f"organisation-{next(_numbers)}", "kind": Organisation.Kind.PARTY}
    values |= _english(Organisation, fields, name="Readers' Union")
    return Organisation.objects.create(**values)


def make_alias(organisation: Organisation | None = None, **fields: Any) -> Alias:
    values = {"language": "en", "name": "Readers", "kind": Alias.Kind.VARIANT} | fields
    if "series" not in values:
        values["organisation"] = organisation or make_organisation()
    return Alias.objects.create(**values)


def make_source(**fields: Any) -> Source:
    values = {"slug": f"source-{next(_numbers)}", "kind": Source.Kind.PAGE}
    values |= _english(Source, fields, title="Report on the reading week")
    return Source.objects.create(**values)


def make_series(**fields: Any) -> MeetingSeries:
    slug = fields.pop("slug", f"series-{next(_numbers)}")
    return MeetingSeries.objects.create(
        slug=slug, **_english(MeetingSeries, fields, name="Library congress")
    )


def make_meeting(**fields: Any) -> Meeting:
    """A meeting that was held on 20–22 October 2023; `start` and `end` follow `dates`."""
    number = next(_numbers)
    values: dict[str, Any] = {"slug": f"meeting-{number}", "edition": number, "state": "held"}
    values |= _english(Meeting, fields, name="Congress in Harbourtown")
    if "series" not in values:
        values["series"] = make_series()
    values.setdefault("dates", "2023-10-20/2023-10-22" if values["state"] == "held" else "")
    dates = FuzzyDate.parse(values["dates"])
    values.setdefault("start", dates.start)
    values.setdefault("end", dates.end)
    return Meeting.objects.create(**values)


def make_figure(meeting: Meeting | None = None, **fields: Any) -> Figure:
    values = {"measure": Figure.Measure.DELEGATES, "value": 120} | _english(Figure, fields)
    values.setdefault("source", None)
    values["source"] = values["source"] or make_source()
    return Figure.objects.create(meeting=meeting or make_meeting(), **values)


def make_plan(**fields: Any) -> Plan:
    """A plan in force after 22 October 2023, without a known end."""
    values = {"slug": f"plan-{next(_numbers)}", "valid_from": date(2023, 10, 22)}
    values |= _english(Plan, fields, title="Library network plan")
    return Plan.objects.create(**values)


def make_language_version(plan: Plan | None = None, **fields: Any) -> LanguageVersion:
    values = {"language": "en", "state": LanguageVersion.State.ANNOUNCED} | fields
    return LanguageVersion.objects.create(plan=plan or make_plan(), **values)


def make_item(**fields: Any) -> Item:
    """An item at the next free position of its plan; `themes`, `organisations` may be lists."""
    themes, organisations = fields.pop("themes", []), fields.pop("organisations", [])
    values = _english(Item, fields, title="Evening readings")
    plan = values.pop("plan", None) or make_plan()
    values.setdefault("position", plan.items.count() + 1)
    item = Item.objects.create(plan=plan, **values)
    item.themes.set(themes)
    item.organisations.set(organisations)
    return item


def make_wording(item: Item | None = None, **fields: Any) -> Wording:
    values = {"language": "en", "text": "The libraries read aloud.", "line": 1, "sha256": "0" * 64}
    return Wording.objects.create(item=item or make_item(), **(values | fields))


def make_commitment(**fields: Any) -> Commitment:
    """A dated commitment with the next free letter; `key_dates` links key dates without bounds."""
    key_dates = fields.pop("key_dates", [])
    values: dict[str, Any] = {"kind": Kind.DATED}
    values |= _english(Commitment, fields, title="Read aloud in every branch")
    item = values.pop("item", None) or make_item()
    values.setdefault("key", chr(ord("a") + item.commitments.count()))
    commitment = Commitment.objects.create(item=item, **values)
    for key_date in key_dates:
        make_link(commitment, key_date)
    return commitment


def make_key_date(**fields: Any) -> KeyDate:
    """9 May 2026 unless `date`, or `rule` with `rule_start`, says otherwise.

    The precision follows from what is given; `date=""` is an unknown date.
    """
    values: dict[str, Any] = {"slug": f"date-{next(_numbers)}", "basis": "text"}
    values |= _english(KeyDate, fields, name="Reading day")
    if values.get("rule"):
        values.setdefault("precision", KeyDate.Precision.RULE)
        values.setdefault("rule_start", date(2023, 11, 1))
    else:
        values.setdefault("date", "2026-05-09")
        values.setdefault("precision", FuzzyDate.parse(values["date"]).precision.value)
    return KeyDate.objects.create(**values)


def make_statement(key_date: KeyDate | None = None, **fields: Any) -> DateStatement:
    values = {"language": "en", "stated": DateStatement.Stated.DATE}
    return DateStatement.objects.create(
        key_date=key_date or make_key_date(), **(values | _english(DateStatement, fields))
    )


def make_link(commitment: Commitment, key_date: KeyDate, **fields: Any) -> CommitmentDate:
    return CommitmentDate.objects.create(
        commitment=commitment, key_date=key_date, **_english(CommitmentDate, fields)
    )


def make_occurrence(key_date: KeyDate | None = None, **fields: Any) -> Occurrence:
    """One day (`start`) or several (`end`) of a key date; `title` names a key date made for it."""
    values: dict[str, Any] = {"start": date(2026, 5, 9)}
    title = fields.pop("title", "Reading day")
    values |= _english(Occurrence, fields)
    values.setdefault("end", values["start"])
    values.setdefault("nominal", values["start"])
    values.setdefault("precision", "day" if values["start"] == values["end"] else "range")
    if key_date is None:
        text = values["start"].isoformat()
        if values["end"] != values["start"]:
            text += f"/{values['end'].isoformat()}"
        key_date = make_key_date(name=title, date=text)
    return Occurrence.objects.create(key_date=key_date, **values)


def make_update(commitment: Commitment | None = None, **fields: Any) -> StatusUpdate:
    values: dict[str, Any] = {"status": Status.REPORTED, "as_of": date(2024, 5, 10)}
    values |= _english(StatusUpdate, fields, note="The readings took place.")
    return StatusUpdate.objects.create(commitment=commitment or make_commitment(), **values)


def make_evidence(update: StatusUpdate | None = None, **fields: Any) -> Evidence:
    values = _english(Evidence, fields)
    source = values.pop("source", None) or make_source()
    return Evidence.objects.create(update=update or make_update(), source=source, **values)


def make_divergence(plan: Plan | None = None, **fields: Any) -> Divergence:
    """A difference of the Turkish version; `items` may be a list."""
    items = fields.pop("items", [])
    values: dict[str, Any] = {
        "code": f"D{next(_numbers):02d}",
        "kind": Divergence.Kind.OMISSION,
        "severity": Divergence.Severity.MEANING,
        "languages": ["tr"],
    }
    values |= _english(Divergence, fields, note="One version leaves out the branch libraries.")
    divergence = Divergence.objects.create(plan=plan or make_plan(), **values)
    divergence.items.set(items)
    return divergence
