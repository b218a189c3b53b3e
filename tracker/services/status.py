"""Recording what happened: status updates with their evidence, public in the same transaction."""

import hashlib
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.models import Commitment, Evidence, Occurrence, Source, Status, StatusUpdate
from tracker.models.vocabulary import RECORDABLE, WITH_REPORT, Kind


@transaction.atomic
def record(
    commitment: Commitment,
    *,
    status: str,
    as_of: date,
    by: User | None,
    occurrence: Occurrence | None = None,
    disputed: bool = False,
    notes: dict[str, str] | None = None,
    evidence_url: str = "",
    evidence_title: str = "",
    evidence_language: str = settings.MODELTRANSLATION_DEFAULT_LANGUAGE,
    independent: bool = False,
) -> StatusUpdate:
    """Publish a statement on `commitment` (or on one of its occurrences).

    `notes` maps language codes to texts; `evidence_title` is in `evidence_language` and alone
    names a source without an address. A confirmation needs an independent source. `as_of` lies
    after the day the plan was adopted and, for a report, not before the occurrence.
    Raises `ValidationError` with messages per field; nothing is stored then.
    """
    evidence_title = evidence_title.strip()
    has_evidence = bool(evidence_url or evidence_title)
    errors: dict[str, Any] = {}
    if status not in RECORDABLE[Kind(commitment.kind)]:
        errors["status"] = _("This kind of commitment does not have this status.")
    if as_of > timezone.localdate():
        errors["as_of"] = _("The day lies in the future.")
    elif as_of <= commitment.item.plan.valid_from:
        errors["as_of"] = _("The day lies before the plan.")
    if status == Status.CONFIRMED and not (has_evidence and independent):
        errors["evidence_url"] = _("A confirmation needs a source independent of the parties.")
    if (
        occurrence is not None
        and not commitment.key_dates.filter(pk=occurrence.key_date_id).exists()
    ):
        errors["occurrence"] = _("This occurrence belongs to another commitment's date.")
    elif occurrence is not None and status in WITH_REPORT and as_of < occurrence.start:
        errors.setdefault("as_of", _("The day lies before the occurrence."))
    if errors:
        raise ValidationError(errors)
    update = StatusUpdate(
        commitment=commitment,
        occurrence=occurrence,
        status=status,
        disputed=disputed,
        as_of=as_of,
        created_by=by,
        **{f"note_{language}": text for language, text in (notes or {}).items()},
    )
    update.save()
    if has_evidence:
        Evidence.objects.create(
            update=update,
            source=source_of(evidence_url, title=evidence_title, language=evidence_language),
            independent=independent,
            review=Evidence.Review.CHECKED if by else Evidence.Review.TO_CHECK,
        )
    return update


def known_source(url: str, *, title: str, language: str) -> Source | None:
    """The source with this address or, without an address, the one recorded by this title."""
    if url:
        return Source.objects.filter(url=url).first()
    return Source.objects.filter(slug=_slug_of_title(title, language)).first()


def source_of(url: str, *, title: str, language: str) -> Source:
    """The source with this address or title, made where there is none; `title` is in `language`.

    One without an address is in print: a press report, unless an editor says otherwise later.
    Raises `ValidationError` where the address or the title cannot stand.
    """
    known = known_source(url, title=title, language=language)
    if known:
        return known
    source = Source(
        slug=f"web-{_digest(url)}" if url else _slug_of_title(title, language),
        kind=Source.Kind.PAGE if url else Source.Kind.PRESS_REPORT,
        url=url,
        **{f"title_{language}": title or url[:250]},
    )
    source.full_clean(exclude=["title", "note"])
    source.save()
    return source


def _slug_of_title(title: str, language: str) -> str:
    return f"title-{_digest(f'{language} {title}')}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def retract(update: StatusUpdate, *, reason: str) -> None:
    """Take a statement back, with the reason; it stays in the history.

    Raises `ValidationError` without a reason or where it was already retracted.
    """
    if not reason.strip():
        raise ValidationError({"retraction_reason": _("Say why the statement is retracted.")})
    if update.retracted_at:
        raise ValidationError(_("This statement was already retracted."))
    update.retracted_at = timezone.now()
    update.retraction_reason = reason.strip()
    update.save(update_fields=["retracted_at", "retraction_reason"])
