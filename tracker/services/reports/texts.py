"""What was read in a report and what is proposed for it, as sentences and as JSON."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext

from tracker.domain.documents import describe
from tracker.domain.documents.languages import UNDETERMINED
from tracker.domain.documents.stated_date import StatedDate
from tracker.domain.press_reports import (
    Figure,
    Likeness,
    PressReport,
    Publisher,
    anchor_text,
    likeness_as_json,
    likeness_text,
    origin_text,
    reason_text,
    structure_text,
)
from tracker.models import Figure as StoredFigure
from tracker.models import Meeting
from tracker.services.date_texts import edtf_text, language_name

from .matching import DatesFit, MeetingFit
from .proposing import Proposal

LONGEST_QUOTE = 90


def language_text(code: str) -> str:
    """The language's name in the active language, with its code."""
    if code == UNDETERMINED:
        return gettext("language not told")
    active = get_language() or settings.MODELTRANSLATION_DEFAULT_LANGUAGE
    return gettext("%(language)s (%(code)s)") % {
        "language": language_name(code, active),
        "code": code,
    }


def date_text(stated: StatedDate) -> str:
    """The day or days of a date, or that the year or the rule is not known."""
    if stated.edtf:
        return edtf_text(stated.edtf, get_language() or settings.MODELTRANSLATION_DEFAULT_LANGUAGE)
    if stated.rule.startswith("FREQ=YEARLY"):
        return gettext("no year is printed")
    return gettext("a repeated date")


def figure_text(figure: Figure) -> str:
    """The number and what it counts."""
    words = {
        "value": figure.value,
        "measure": StoredFigure.Measure(figure.measure.value).label,
    }
    if figure.approximate:
        return gettext("about %(value)d (%(measure)s)") % words
    return gettext("%(value)d (%(measure)s)") % words


def place_text(publisher: Publisher) -> str:
    """Where the name of a publisher stands."""
    return {
        "dateline": gettext("before the text"),
        "signature": gettext("after the text"),
        "photo": gettext("credit of a photograph"),
    }[publisher.place]


def dates_fit_text(fit: MeetingFit) -> str:
    """How the stated dates stand to the meeting's, as one sentence."""
    sentence = {
        DatesFit.AGREE: gettext("The dates agree with those of the meeting (“%(date)s”)."),
        DatesFit.YEAR_MISSING: gettext(
            "Day and month agree with those of the meeting; the year is not printed (“%(date)s”)."
        ),
        DatesFit.OTHER: gettext("The report states other dates than the meeting’s (“%(date)s”)."),
        DatesFit.NONE: gettext("No days are stated that could be compared."),
    }[fit.dates]
    return sentence % {"date": isolated(fit.stated.text) if fit.stated else ""}


def meeting_text(fit: MeetingFit) -> str:
    """The meeting and what in the report speaks for it."""
    names = {
        "meeting": str(fit.meeting),
        "name": isolated(fit.name),
        "printed": isolated(fit.printed),
    }
    if fit.line is None:
        return gettext("%(meeting)s (named as “%(name)s”)") % names
    return gettext("%(meeting)s (“%(printed)s” with “%(name)s”, line %(line)d)") % {
        **names,
        "line": fit.line,
    }


def proposed_title(report: PressReport, meeting: Meeting | None, language: str) -> str:
    """An editors' title for a new source, in `language`."""
    with translation.override(language):
        name = str(meeting.local("name", language)) if meeting else report.name
        if report.language == UNDETERMINED:
            return gettext("Press report: %(name)s") % {"name": name}
        return gettext("Press report, %(language)s: %(name)s") % {
            "language": language_name(report.language, language),
            "name": name,
        }


def report_lines(report: PressReport) -> Iterator[str]:
    """What was read, one sentence a line, in the order in which an editor asks."""
    count = len(report.paragraphs)
    yield ngettext(
        "%(file)s: %(language)s, %(count)d paragraph.",
        "%(file)s: %(language)s, %(count)d paragraphs.",
        count,
    ) % {"file": report.name, "language": language_text(report.language), "count": count}
    if report.title:
        words = {"line": report.title_line, "title": report.title}
        yield gettext("Line %(line)d: headline “%(title)s”.") % words
    for edition in report.editions:
        yield gettext("Line %(line)d: meeting number %(number)d, printed as “%(printed)s”.") % {
            "line": edition.line,
            "number": edition.number,
            "printed": edition.printed,
        }
    for date in report.dates:
        words = {"line": date.line, "date": date_text(date), "text": date.text}
        yield gettext("Line %(line)d: date “%(text)s”: %(date)s.") % words
    for figure in report.figures:
        words = {"line": figure.line, "figure": figure_text(figure), "words": figure.words}
        yield gettext("Line %(line)d: figure “%(words)s”: %(figure)s.") % words
    for publisher in report.publishers:
        words = {
            "line": publisher.line,
            "name": publisher.name,
            "place": place_text(publisher),
        }
        yield gettext("Line %(line)d: “%(name)s” may be the publisher (%(place)s).") % words
    if report.acronyms:
        names = ", ".join(acronym.text for acronym in report.acronyms)
        yield gettext("Acronyms: %(names)s.") % {"names": names}
    for one in report.left_out:
        yield gettext("Line %(line)d was left out (%(reason)s): “%(text)s”.") % {
            "line": one.line,
            "reason": reason_text(one, gettext),
            "text": shortened(one.text),
        }
    for note in report.notes:
        yield describe(note, gettext)


def proposal_lines(proposal: Proposal) -> Iterator[str]:
    """What fits the report among what is stored."""
    if len(proposal.meetings) > 1:
        yield gettext("More than one meeting fits, so none is chosen:")
    if not proposal.meetings:
        yield gettext("No stored meeting fits.")
    for fit in proposal.meetings:
        yield gettext("Meeting: %(meeting)s.") % {"meeting": meeting_text(fit)}
        yield dates_fit_text(fit)
    for relative in proposal.relatives:
        source = str(relative.text.source)
        yield from likeness_lines(relative.likeness, proposal.report.name, source)


def likeness_lines(likeness: Likeness, first: str, second: str) -> Iterator[str]:
    """The verdict on two texts and what it rests on."""
    yield likeness_text(likeness, first, second, gettext)
    yield structure_text(likeness, gettext)
    anchors = "; ".join(anchor_text(anchor, gettext) for anchor in likeness.anchors)
    yield gettext("In the same order: %(anchors)s.") % {"anchors": anchors}
    yield origin_text(likeness, first, second, gettext)


def proposal_as_json(proposal: Proposal) -> dict[str, Any]:
    """The part of the command's object that speaks of what is stored."""
    return {
        "known": proposal.is_known,
        "source": proposal.source.slug if proposal.source else None,
        "meetings": [
            {
                "slug": fit.meeting.slug,
                "name": fit.name,
                "printed": fit.printed,
                "line": fit.line,
                "dates": fit.dates.value,
            }
            for fit in proposal.meetings
        ],
        "relatives": [
            {
                "source": one.text.source.slug if one.text.source else None,
                **likeness_as_json(one.likeness),
            }
            for one in proposal.relatives
        ],
    }


def isolated(text: str) -> str:
    """`text`, kept from mixing with a sentence that runs from right to left around it."""
    return f"\u2068{text}\u2069" if get_language_bidi() else text


def shortened(text: str) -> str:
    """A quotation that fits on a line."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1].rstrip() + "…"
