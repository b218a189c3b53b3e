"""A difference between language versions that a machine can see, proposed to an editor."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from .errors import Params
from .sides import Place

# The words of the models' Divergence.Kind and Divergence.Severity.
OMISSION = "omission"
ADDITION = "addition"
SHIFT = "shift"
NAME = "name"
SAID = "said_"
TRACKED = "A"
MEANING = "B"
FORM = "C"


@dataclass(frozen=True, slots=True)
class ProposedDivergence:
    """What differs at a position (0 is the preamble, or the document as a whole).

    `languages` are those that differ from the others, in the order of the document; which of the
    texts is right is not said. `code` is stable and for programs, `params` what the sentence
    names: lists of languages as codes parted by ", ", the words of a language as `said_en`.
    `line` and `file` are where the first of `languages` has the item. `id` stays the same while
    the finding does. `severity` is what an editor would start from.
    """

    id: str
    position: int
    languages: tuple[str, ...]
    kind: str
    code: str
    params: Params
    line: int
    severity: str
    file: int = 0


def difference(
    place: Place, code: str, kind: str, severity: str, languages: Collection[str], params: Params
) -> ProposedDivergence:
    """The divergence of `languages` at `place`. What `params` hold tells it from others there."""
    differing = tuple(language for language in place.sides if language in languages)
    first = place.sides[differing[0]]
    return ProposedDivergence(
        stable_id(place.position, code, differing, params),
        place.position,
        differing,
        kind,
        code,
        params,
        first.line,
        severity,
        first.file,
    )


def had_and_lacked(
    place: Place,
    code: str,
    severity: str,
    having: Collection[str],
    lacking: Collection[str],
    params: Params,
) -> ProposedDivergence:
    """What `having` have and `lacking` lack: an addition of the fewer, else an omission."""
    added = len(having) < len(lacking)
    told = {
        **params,
        "having": ", ".join(one for one in place.sides if one in having),
        "lacking": ", ".join(one for one in place.sides if one in lacking),
    }
    kind, languages = (ADDITION, having) if added else (OMISSION, lacking)
    return difference(place, code, kind, severity, languages, told)


def said_in(language: str) -> str:
    """The name of the parameter that holds the words of one language."""
    return f"{SAID}{language}"


def stable_id(position: int, code: str, languages: tuple[str, ...], params: Params) -> str:
    """The same for the same finding in the same place, whatever its line is."""
    told = "|".join(f"{name}={params[name]}" for name in sorted(params))
    text = f"{position}|{code}|{','.join(languages)}|{told}"
    return f"{code}-{hashlib.blake2b(text.encode(), digest_size=6).hexdigest()}"
