"""Documents kept between the pages on which an import is prepared: a long one takes seconds."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache

from tracker.domain.documents import Document
from tracker.domain.documents.reading import SourceFile
from tracker.models import Plan

from .plans import read

_KEPT_SECONDS = 30 * 60


def read_kept(name: str, plan: Plan, files: Sequence[SourceFile], *, starts: bool) -> Document:
    """What `read` gives, from the cache where the same was read under this `name` lately.

    Raises `DocumentRefused`, which is never kept.
    """
    told: list[Any] = [settings.RELEASE, plan.adopted, plan.valid_from if starts else None]
    for one in files:
        digest = sha256(one.data).hexdigest()
        told.append((one.name, digest, one.encoding, one.format, one.language))
    fingerprint = sha256(repr(told).encode()).hexdigest()
    kept = cache.get(name)
    if kept is not None and kept[0] == fingerprint:
        return kept[1]
    document = read(plan, files, starts=starts)
    cache.set(name, (fingerprint, document), timeout=_KEPT_SECONDS)
    return document
