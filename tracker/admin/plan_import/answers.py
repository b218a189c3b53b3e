"""What an editor answered on a page of proposals, as changes of the draft's decisions.

Only answers that differ from what the page showed become decisions: what nobody touched stays a
proposal.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.validators import validate_slug
from django.forms import ValidationError
from django.http import QueryDict

from tracker.admin.forms import LANGUAGES
from tracker.domain.documents.decisions import Choice, Take
from tracker.models import KeyDate, Kind
from tracker.services.importing.proposals import DateProposal, DivergenceProposal, ItemProposal

MAX_TITLE = 200
MAX_SLUG = 50


def item_answers(posted: QueryDict, shown: Iterable[ItemProposal]) -> dict[str, Any]:
    """Titles and kinds of the items on the page."""
    titles: dict[int, dict[str, str]] = {}
    kinds: dict[int, str] = {}
    for one in shown:
        for language in LANGUAGES:
            text = posted.get(f"title-{one.position}-{language}")
            text = None if text is None else " ".join(text.split())[:MAX_TITLE]
            if text and text != one.titles.get(language, ""):
                titles.setdefault(one.position, {})[language] = text
        kind = posted.get(f"kind-{one.position}")
        if kind is not None and kind != one.kind and kind in ("", *Kind.values):
            kinds[one.position] = kind
    return {"titles": titles, "commitments": kinds}


def date_answers(
    posted: QueryDict, shown: Iterable[DateProposal]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Choices for the key dates on the page, and codes of what is wrong by proposal.

    Codes: `slug` (no short name), `taken` (another key date has it), `twice` (two proposals on
    the page have it), `missing` (no existing key date was chosen). A wrong choice is not kept.
    """
    choices: dict[str, Choice] = {}
    wrong: dict[str, str] = {}
    used: set[str] = set()
    for one in shown:
        key = one.proposed.id
        take = posted.get(f"take-{key}", "")
        if take not in list(Take):
            continue
        choice = _choice(posted, key, Take(take), one.choice)
        code = _wrong(choice, used)
        if code:
            wrong[key] = code
            continue
        if choice.take is Take.NEW:
            used.add(choice.slug)
        if choice != one.choice:
            choices[key] = choice
    return {"key_dates": choices}, wrong


def divergence_answers(posted: QueryDict, shown: Iterable[DivergenceProposal]) -> dict[str, Any]:
    """Which of the differences on the page are kept."""
    return {
        "divergences": {
            one.proposed.id: keep
            for one in shown
            if (keep := f"keep-{one.proposed.id}" in posted) != one.is_taken
        }
    }


def _choice(posted: QueryDict, key: str, take: Take, before: Choice) -> Choice:
    if take is Take.LEAVE:
        return Choice(take, before.slug, before.names)
    if take is Take.EXISTING:
        return Choice(take, posted.get(f"existing-{key}", ""), before.names)
    names: Mapping[str, str] = {
        language: text
        for language in LANGUAGES
        if (text := " ".join(posted.get(f"name-{key}-{language}", "").split())[:MAX_TITLE])
    }
    return Choice(take, posted.get(f"slug-{key}", "").strip(), names)


def _wrong(choice: Choice, used: set[str]) -> str:
    known = KeyDate.objects.filter(slug=choice.slug)
    if choice.take is Take.EXISTING:
        return "" if choice.slug and known.exists() else "missing"
    if choice.take is Take.LEAVE:
        return ""
    try:
        validate_slug(choice.slug)
    except ValidationError:
        return "slug"
    if len(choice.slug) > MAX_SLUG:
        return "slug"
    if choice.slug in used:
        return "twice"
    return "taken" if known.exists() else ""
