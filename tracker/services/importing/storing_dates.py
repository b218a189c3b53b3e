"""Writing what an import proposes of dates and differences, each marked as what it is."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import translation
from django.utils.translation import gettext

from tracker.domain.documents.decisions import Take
from tracker.domain.documents.divergences import ProposedDivergence, describe_divergence
from tracker.domain.documents.key_dates import ProposedKeyDate, Statement
from tracker.models import (
    Basis,
    Commitment,
    CommitmentDate,
    DateStatement,
    Divergence,
    Item,
    KeyDate,
    Plan,
)
from tracker.services import occurrences
from tracker.services.date_texts import language_list, stated_text

from .dating import fields_of
from .proposals import DateProposal, DivergenceProposal
from .storing import BATCH, SOURCE, create_all

LANGUAGES = tuple(settings.MODELTRANSLATION_LANGUAGES)
_LONGEST_NOTE = 400
_LONGEST_REMARK = 300
_LONGEST_WORDS = 200


def store_dates(
    plan: Plan,
    proposals: Iterable[DateProposal],
    commitments: Mapping[int, Commitment],
    *,
    by: User | None,
    today: date,
) -> list[KeyDate]:
    """New key dates with statements, links and occurrences; links to those that exist.

    A key date that exists is an editor's: it is linked, and the words of this plan stand in the
    note of the link. `commitments` are those to be linked, by position.
    """
    taken = [one for one in proposals if one.is_taken]
    new = [one for one in taken if one.choice.take is Take.NEW]
    made = create_all(KeyDate, [_key_date(one, plan) for one in new], by)
    by_id = {one.proposed.id: key_date for one, key_date in zip(new, made, strict=True)}
    known = KeyDate.objects.in_bulk(
        [one.choice.slug for one in taken if one.choice.take is Take.EXISTING], field_name="slug"
    )
    statements = [
        _statement(statement, by_id[one.proposed.id], plan)
        for one in new
        for statement in _first_of_each(one.proposed.statements)
    ]
    create_all(DateStatement, statements, by)
    links = {}
    for one in taken:
        is_new = one.proposed.id in by_id
        key_date = by_id[one.proposed.id] if is_new else known[one.choice.slug]
        for position in one.proposed.positions:
            commitment = commitments.get(position)
            if commitment is not None:
                note = {} if is_new else _notes("note", one.proposed, _LONGEST_REMARK)
                links[commitment.pk, key_date.pk] = CommitmentDate(
                    commitment=commitment, key_date=key_date, **note
                )
    there = set(
        CommitmentDate.objects.filter(
            commitment__in={commitment for commitment, _key_date in links},
            key_date__in={key_date for _commitment, key_date in links},
        ).values_list("commitment", "key_date")
    )
    create_all(CommitmentDate, [link for key, link in links.items() if key not in there], by)
    occurrences.extend(today=today, key_dates=made)
    return made


def store_divergences(
    plan: Plan,
    proposals: Iterable[DivergenceProposal],
    items: Mapping[int, Item],
    by: User | None,
) -> None:
    """The differences as open ones, with the next free codes P01, P02 …"""
    taken = [one.proposed for one in proposals if one.is_taken]
    if not taken:
        return
    codes = plan.divergences.filter(code__startswith="P").values_list("code", flat=True)
    last = max((int(code[1:]) for code in codes if code[1:].isdecimal()), default=0)
    rows = [_divergence(one, plan, number) for number, one in enumerate(taken, start=last + 1)]
    made = create_all(Divergence, rows, by)
    through = Divergence.items.through
    links = [
        through(divergence_id=row.pk, item_id=items[one.position].pk)
        for one, row in zip(taken, made, strict=True)
        if one.position in items
    ]
    through._default_manager.bulk_create(links, batch_size=BATCH)


def _key_date(one: DateProposal, plan: Plan) -> KeyDate:
    names = one.choice.names
    return KeyDate(
        slug=one.choice.slug,
        proposed=True,
        basis=Basis.TEXT,
        stale_translations=sorted(
            {f"name_{code}" for code, name in names.items() if name} - {f"name_{SOURCE}"}
        ),
        **fields_of(one.proposed, plan),
        **{f"name_{code}": name for code, name in names.items() if code in LANGUAGES},
        **_notes("basis_note", one.proposed, _LONGEST_NOTE),
    )


def _statement(one: Statement, key_date: KeyDate, plan: Plan) -> DateStatement:
    return DateStatement(
        key_date=key_date,
        source_id=plan.source_id,
        language=one.language,
        stated=one.stated,
        **({f"note_{code}": _words(one, code) for code in LANGUAGES} if one.text else {}),
    )


def _first_of_each(statements: Iterable[Statement]) -> list[Statement]:
    found: dict[str, Statement] = {}
    for one in statements:
        found.setdefault(one.language, one)
    return list(found.values())


def _notes(field: str, one: ProposedKeyDate, longest: int) -> dict[str, str]:
    """The words that state the date, for each content language in which the document is."""
    said = {statement.language: statement for statement in one.statements if statement.text}
    columns = {code: said[code] for code in LANGUAGES if code in said}
    if not columns and said:
        columns = {SOURCE: next(iter(said.values()))}
    return {f"{field}_{code}": _words(words, code)[:longest] for code, words in columns.items()}


def _words(one: Statement, language: str) -> str:
    words = one.text if len(one.text) <= _LONGEST_WORDS else one.text[:_LONGEST_WORDS] + "…"
    with translation.override(language):
        return gettext("“%(words)s”, line %(line)d of the document") % {
            "words": words,
            "line": one.line,
        }


def _divergence(one: ProposedDivergence, plan: Plan, number: int) -> Divergence:
    notes = {}
    for code in LANGUAGES:
        with translation.override(code):
            notes[f"note_{code}"] = describe_divergence(
                one,
                gettext,
                partial(language_list, language=code),
                partial(stated_text, language=code),
            )
    return Divergence(
        plan=plan,
        code=f"P{number:02d}",
        scope=Divergence.Scope.ITEMS if one.position else Divergence.Scope.PREAMBLE,
        languages=list(one.languages),
        kind=one.kind,
        severity=one.severity,
        state=Divergence.State.OPEN,
        **notes,
    )
