"""The weekly mail to an editor: what waits, with a link to the page that answers each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from tracker.models import Commitment, Message
from tracker.services import editor_tasks, mail_drafts
from tracker.services.date_texts import day_text, language_name, span_text
from tracker.services.editor_tasks import Tasks, Unreported, Untranslated
from tracker.services.mail_drafts import Draft, Mail, Personal
from tracker.services.mail_gaps import MISSING

MOST = 20
"""Rows of a kind that the mail shows; the others are counted."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits: `subject.field` is its name, `url` the page that answers it."""

    subject: Any
    field: str
    code: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of a kind; `more` are those that are only counted, `url` shows all."""

    title: str
    rows: list[Row]
    more: int
    url: str


def tasks_mail(message: Message, *, now: datetime) -> Mail:
    """The mail of what waits for the editor of `message` at this moment, perhaps nothing more."""
    editor = message.editor
    if editor is None:
        raise ValueError(f"{message} goes to no editor.")
    language = editor_tasks.language_of(editor)
    draft = draft_of(editor_tasks.of(editor, now=now), language)
    return draft.fill(Personal(editor.email, message.message_id, now))


def draft_of(tasks: Tasks, language: str) -> Draft:
    """The mail without its reader; asks the database nothing."""
    with translation.override(language):
        return mail_drafts.write(
            "tasks",
            {
                "sections": [one for one in _sections(tasks, language) if one.rows],
                "settings_url": address("admin:tracker_editorsettings_mine"),
                "admin_url": address("admin:index"),
            },
            subject=_subject(tasks),
            kind="tasks",
        )


def address(name: str, *args: object, query: str = "") -> str:
    """The whole address of a page of the admin."""
    return settings.SITE_URL + reverse(name, args=args) + query


def _subject(tasks: Tasks) -> str:
    if not tasks:
        return gettext("Nothing waits for you this week")
    # Translators: subject of the weekly mail to an editor
    return ngettext(
        "%(count)d thing waits for you", "%(count)d things wait for you", tasks.number
    ) % {"count": tasks.number}


def _sections(tasks: Tasks, language: str) -> list[Section]:
    return [
        _section(
            gettext("Dates that have passed without a report"),
            [_unreported(one, language) for one in tasks.unreported[:MOST]],
            tasks.unreported,
            address("admin:tracker_occurrence_changelist", query="?report=missing"),
        ),
        _section(
            gettext("Continuous commitments of which nothing was heard for long"),
            [_quiet(one, language) for one in tasks.quiet[:MOST]],
            tasks.quiet,
            address("admin:tracker_commitment_changelist", query="?status=quiet"),
        ),
        _section(
            gettext("Texts that will be mailed within two weeks"),
            [_untranslated(one, language) for one in tasks.untranslated[:MOST]],
            tasks.untranslated,
            address("admin:mail_board"),
        ),
    ]


def _section(title: str, rows: list[Row], found: Sequence[object], url: str) -> Section:
    return Section(title, rows, len(found) - len(rows), url)


def _unreported(one: Unreported, language: str) -> Row:
    note = ngettext(
        "%(count)d date passed without a report: %(date)s.",
        "%(count)d dates passed without a report, the latest: %(date)s.",
        one.dates,
    ) % {"count": one.dates, "date": span_text(one.latest, language)}
    query = f"?occurrence={one.latest.pk}"
    return _record(one.commitment, note, query)


def _quiet(commitment: Commitment, language: str) -> Row:
    since = commitment.recorded_on
    note = gettext("The last report is of %(day)s.") % {
        "day": day_text(since, language) if since else ""
    }
    return _record(commitment, note)


def _record(commitment: Commitment, note: str, query: str = "") -> Row:
    url = address("admin:tracker_commitment_record", commitment.pk, query=query)
    return Row(commitment, "title", commitment.code, note, url)


def _untranslated(one: Untranslated, language: str) -> Row:
    gap = one.gap
    names = {
        "language": language_name(gap.language, language),
        "count": one.readers,
        "day": day_text(one.first, language),
    }
    if gap.state == MISSING:
        text = ngettext(
            "%(language)s: the translation is missing. Mailed to %(count)d reader from %(day)s.",
            "%(language)s: the translation is missing. Mailed to %(count)d readers from %(day)s.",
            one.readers,
        )
    else:
        text = ngettext(
            "%(language)s: the source has changed since. Mailed to %(count)d reader from %(day)s.",
            "%(language)s: the source has changed since. Mailed to %(count)d readers from %(day)s.",
            one.readers,
        )
    subject = gap.subject
    if isinstance(subject, Commitment):
        return Row(subject, "title", subject.code, text % names, settings.SITE_URL + gap.path)
    # An occurrence is called by its key date.
    named = getattr(subject, "key_date", subject)
    return Row(named, "name", "", text % names, settings.SITE_URL + gap.path)


def preview(editor: User, language: str, *, now: datetime) -> Draft:
    """The mail as this editor would get it now, in any language."""
    return draft_of(editor_tasks.of(editor, now=now), language)
