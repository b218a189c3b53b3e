"""Texts that a coming mail lacks in a reader's language, or has in a version to be reviewed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from tracker.models import Commitment, KeyDate, Occurrence
from tracker.models.translated import Translated
from tracker.services.follow_up import counting_pairs
from tracker.services.mail_forecast import Mailing

MISSING, STALE = "missing", "stale"

_FIELDS: dict[type[Translated], tuple[str, ...]] = {
    KeyDate: ("name",),
    Occurrence: ("note", "place"),
    Commitment: ("title",),
}
"""Whose texts stand in a reminder."""


@dataclass(frozen=True)
class Gap:
    """One object of which a mail in `language` shows another language, or an old translation."""

    subject: Translated
    language: str
    state: str

    @property
    def name(self) -> str:
        """The object as the active language calls it."""
        return str(self.subject)

    @property
    def path(self) -> str:
        """The page of the admin on which it is mended."""
        meta = self.subject._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.subject.pk])


@dataclass(slots=True)
class Checked:
    """A mailing with the commitments it tells of, and what its texts lack."""

    mailing: Mailing
    commitments: list[Commitment]
    gaps: list[Gap]

    @property
    def by_language(self) -> list[tuple[str, int, list[Gap]]]:
        """Language, readers and gaps, for each language in which it is mailed."""
        return [
            (language, number, [gap for gap in self.gaps if gap.language == language])
            for language, number in self.mailing.recipients.items()
        ]


def check(mailings: Iterable[Mailing]) -> list[Checked]:
    """The mailings with their gaps: 2 queries."""
    rows = list(mailings)
    pairs = counting_pairs({one.occurrence.pk for one in rows})
    commitments = Commitment.objects.select_related("item__plan").in_bulk(
        list({pk for pks in pairs.values() for pk in pks})
    )
    return [
        _checked(one, [commitments[pk] for pk in sorted(pairs.get(one.occurrence.pk, ()))])
        for one in rows
    ]


def _checked(mailing: Mailing, commitments: list[Commitment]) -> Checked:
    occurrence = mailing.occurrence
    subjects: list[Translated] = [occurrence.key_date, occurrence, *commitments]
    gaps = [
        Gap(subject, language, state)
        for language in mailing.recipients
        for subject in subjects
        if (state := state_of(subject, language))
    ]
    return Checked(mailing, commitments, gaps)


def state_of(subject: Translated, language: str) -> str:
    """`MISSING`, `STALE` or nothing, of the texts of `subject` that stand in a mail."""
    source = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
    if language == source or language not in settings.MODELTRANSLATION_LANGUAGES:
        return ""
    fields = _FIELDS[type(subject)]
    if any(
        getattr(subject, f"{name}_{source}") and not getattr(subject, f"{name}_{language}")
        for name in fields
    ):
        return MISSING
    columns = {f"{name}_{language}" for name in fields}
    return STALE if columns & set(subject.stale_translations) else ""
