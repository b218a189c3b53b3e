"""A commitment's kind decides which statuses it can have; those it has must go on fitting."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tracker.models import Commitment, Kind, StatusUpdate
from tracker.models.vocabulary import RECORDABLE


def check_kind(commitment: Commitment) -> None:
    """Raises `ValidationError` where statements stand that the commitment's kind does not allow."""
    if commitment.pk is None or commitment.kind not in Kind.values:
        return
    allowed = RECORDABLE[Kind(commitment.kind)]
    standing = StatusUpdate.objects.standing().filter(commitment=commitment.pk)
    if standing.exclude(status__in=allowed).exists():
        raise ValidationError(
            {"kind": _("Statuses were recorded that this kind does not have. Retract them first.")}
        )
