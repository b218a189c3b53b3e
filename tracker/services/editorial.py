"""What waits for an editor: evidence nobody has checked, stale translations, missing reports."""

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from tracker.models import Evidence, Occurrence, StatusUpdate
from tracker.models.occurrence import OccurrenceQuerySet, counts
from tracker.models.translated import Translated


@dataclass(frozen=True, slots=True)
class ToReview:
    """How many objects of a model have translations that their source has overtaken."""

    model: type[Translated]
    objects: int


def occurrences_without_report(*, today: date) -> OccurrenceQuerySet:
    """Occurrences that are over and count for a commitment of which nothing is recorded since.

    A statement on the occurrence itself, or one on the commitment as of its first day or later,
    is a report; cancelled occurrences need none.
    """
    standing = StatusUpdate.objects.standing()
    on_it = standing.filter(occurrence=OuterRef("pk"))
    since = standing.filter(
        occurrence=None,
        commitment__date_links__key_date=OuterRef("key_date"),
        as_of__gte=OuterRef("start"),
    )
    counting = Q(key_date__links__isnull=False) & counts("", "key_date__links__")
    return (
        Occurrence.objects.standing()
        .filter(counting, end__lt=today)
        .exclude(Exists(on_it))
        .exclude(Exists(since))
        .distinct()
    )


def evidence_to_check() -> int:
    return Evidence.objects.filter(
        review=Evidence.Review.TO_CHECK, update__retracted_at=None
    ).count()


def translations_to_review() -> list[ToReview]:
    """The models with stale translations, most first."""
    models = [model for model in apps.get_models() if issubclass(model, Translated)]
    found = [
        ToReview(model, model._default_manager.exclude(stale_translations=[]).count())
        for model in models
    ]
    return sorted((one for one in found if one.objects), key=lambda one: -one.objects)
