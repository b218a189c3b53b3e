"""What the seed files may hold: which collection fills which model, and how it is told apart.

A natural key names an object in the files, in other files and in the database: `peace`,
`imcwp-23/8` (item), `imcwp-23/8d` (commitment), `wftu/en/…` (alias).
"""

from dataclasses import dataclass

from django.db.models import Model

from tracker import models


@dataclass(frozen=True, slots=True)
class Shape:
    """How one collection of the files becomes rows of `model`.

    `key`: the fields that make the natural key, after the parent's. `named`: the collection is a
    mapping whose names are the last of these fields (else a list). `parent`: the foreign key to
    the object that the collection stands in. `once`: set when the object is made and left to
    others later. `owned`: what disappears from the file disappears from the database, unless an
    editor changed it; it has no meaning apart from its parent.
    """

    name: str
    model: type[Model]
    key: tuple[str, ...]
    fields: tuple[str, ...]
    label: str
    named: bool = False
    parent: str = ""
    joined_by: str = "/"
    once: tuple[str, ...] = ()
    owned: bool = False
    children: tuple["Shape", ...] = ()

    @property
    def translated(self) -> tuple[str, ...]:
        return getattr(self.model, "translated", ())


def _aliases(parent: str) -> Shape:
    return Shape(
        "aliases",
        models.Alias,
        key=("language", "name"),
        fields=("language", "name", "kind", "source"),
        label=f"{parent}-alias",
        parent=parent,
        owned=True,
    )


THEMES = Shape("themes", models.Theme, ("slug",), ("name",), "theme", named=True)

ORGANISATION_ALIASES = _aliases("organisation")
ORGANISATIONS = Shape(
    "organisations",
    models.Organisation,
    key=("slug",),
    fields=("kind", "name", "acronym", "country"),
    label="organisation",
    named=True,
    children=(ORGANISATION_ALIASES,),
)

SERIES_ALIASES = _aliases("series")
SERIES = Shape(
    "series",
    models.MeetingSeries,
    key=("slug",),
    fields=("name", "acronym"),
    label="series",
    named=True,
    children=(SERIES_ALIASES,),
)

PARTICIPATIONS = Shape(
    "participations",
    models.Participation,
    key=("organisation", "role"),
    fields=("organisation", "role", "source", "note"),
    label="participation",
    parent="meeting",
    owned=True,
)
FIGURES = Shape(
    "figures",
    models.Figure,
    key=("measure", "source"),
    fields=("measure", "value", "source", "preferred", "note"),
    label="figure",
    parent="meeting",
    owned=True,
)
MEETINGS = Shape(
    "meetings",
    models.Meeting,
    key=("slug",),
    fields=(
        *("series", "edition", "name", "state", "dates", "dates_basis"),
        *("city", "country", "theme", "note"),
    ),
    label="meeting",
    named=True,
    children=(PARTICIPATIONS, FIGURES),
)

SOURCES = Shape(
    "sources",
    models.Source,
    key=("slug",),
    fields=(
        *("kind", "title", "note", "publisher", "url", "languages", "announced_languages"),
        *("published", "posted_raw", "sha256", "meeting", "derived_from"),
    ),
    label="source",
    named=True,
)
SOURCE_NOTES = Shape(
    "source_notes", models.SourceNote, ("code",), ("sources", "text"), "source-note", named=True
)

STATEMENTS = Shape(
    "statements",
    models.DateStatement,
    key=("source", "language"),
    fields=("source", "language", "stated", "note"),
    label="statement",
    parent="key_date",
    owned=True,
)
KEY_DATES = Shape(
    "key_dates",
    models.KeyDate,
    key=("slug",),
    fields=(
        *("name", "description", "place", "latitude", "longitude", "precision", "date"),
        *("rule", "rule_start", "rule_until", "duration_days", "base_year", "basis"),
        "basis_note",
    ),
    label="key-date",
    named=True,
    children=(STATEMENTS,),
)

PLAN = Shape(
    "plan",
    models.Plan,
    key=("slug",),
    fields=(
        *("slug", "meeting", "title", "summary", "where_to_read", "source", "adopted"),
        *("adopted_basis", "valid_from", "valid_until", "ends_with", "successor"),
    ),
    label="plan",
)
# The importer finds out how complete a language is; the files only say what was announced.
LANGUAGES = Shape(
    "languages",
    models.LanguageVersion,
    key=("language",),
    fields=("state", "source"),
    label="language",
    named=True,
    parent="plan",
    once=("state",),
)
LINKS = Shape(
    "dates",
    models.CommitmentDate,
    key=("key_date",),
    fields=("key_date", "counts_from", "counts_until", "note"),
    label="commitment-date",
    parent="commitment",
    owned=True,
)
COMMITMENTS = Shape(
    "commitments",
    models.Commitment,
    key=("key",),
    fields=("key", "kind", "title"),
    label="commitment",
    parent="item",
    joined_by="",
    children=(LINKS,),
)
ITEMS = Shape(
    "items",
    models.Item,
    key=("position",),
    fields=("position", "title", "summary", "themes", "organisations"),
    label="item",
    parent="plan",
    children=(COMMITMENTS,),
)
DIVERGENCES = Shape(
    "divergences",
    models.Divergence,
    key=("code",),
    fields=("scope", "items", "languages", "kind", "severity", "note", "state"),
    label="divergence",
    named=True,
    parent="plan",
)

EVIDENCE = Shape(
    "evidence",
    models.Evidence,
    key=("source",),
    fields=("source", "independent", "stance", "review", "note"),
    label="evidence",
    parent="update",
    owned=True,
)
UPDATES = Shape(
    "updates",
    models.StatusUpdate,
    key=("slug",),
    fields=("commitment", "occurrence", "status", "disputed", "as_of", "note"),
    label="update",
    named=True,
    children=(EVIDENCE,),
)

ANYWHERE = {
    shape.name: shape
    for shape in (THEMES, ORGANISATIONS, SERIES, MEETINGS, SOURCES, SOURCE_NOTES, KEY_DATES)
}
OF_A_PLAN = {shape.name: shape for shape in (LANGUAGES, ITEMS, DIVERGENCES, UPDATES)}

BEFORE_OCCURRENCES = (
    *(THEMES, ORGANISATIONS, SERIES, MEETINGS, SOURCES, SOURCE_NOTES),
    *(ORGANISATION_ALIASES, SERIES_ALIASES, PARTICIPATIONS, FIGURES, KEY_DATES, STATEMENTS),
    *(PLAN, LANGUAGES, ITEMS, COMMITMENTS, LINKS, DIVERGENCES),
)
AFTER_OCCURRENCES = (UPDATES, EVIDENCE)
