"""A press report and the likeness of two, for people (sentences) and for programs (JSON)."""

from collections.abc import Callable
from typing import Any

from tracker.domain.documents.report import finding_as_json
from tracker.domain.documents.stated_date import StatedDate
from tracker.domain.spans import Precision

from .boilerplate import LeftOut, Reason
from .likeness import Kind, Likeness, SharedAnchor
from .reading import PressReport

Gettext = Callable[[str], str]


def reason_text(left_out: LeftOut, gettext: Gettext) -> str:
    """Why something was left out, in a few words."""
    texts = {
        Reason.ADVERTISEMENT: gettext("mark of an advertisement"),
        Reason.SOURCE_LINK: gettext("link to the page it was taken from"),
        Reason.COMMENTS: gettext("room for comments"),
        Reason.NAVIGATION: gettext("link of the page"),
        Reason.CAPTION: gettext("caption of a photograph"),
        Reason.DATELINE: gettext("sign of an agency before the text"),
        Reason.SIGNATURE: gettext("sign of an agency after the text"),
        Reason.CLOSING: gettext("closing mark"),
    }
    if left_out.reason is Reason.REPEATED:
        return gettext("says again what line %(line)d says") % {"line": left_out.repeats}
    return texts[left_out.reason]


def anchor_text(anchor: SharedAnchor, gettext: Gettext) -> str:
    """What both reports have, with both lines."""
    sentence = {
        "number": gettext("the number %(text)s (lines %(first)d and %(second)d)"),
        "date": gettext("the date %(text)s (lines %(first)d and %(second)d)"),
        "acronym": gettext("the acronym %(text)s (lines %(first)d and %(second)d)"),
        "name": gettext("the name %(text)s (lines %(first)d and %(second)d)"),
    }[anchor.kind]
    first, second = anchor.lines
    return sentence % {"text": anchor.text, "first": first, "second": second}


def structure_text(likeness: Likeness, gettext: Gettext) -> str:
    """How the two texts are built, as one sentence."""
    return gettext(
        "Paragraphs: %(first)d and %(second)d, of which %(pairs)d stand for each other; "
        "sentences: %(sentences)d and %(others)d."
    ) % {
        "first": likeness.paragraph_counts[0],
        "second": likeness.paragraph_counts[1],
        "pairs": len(likeness.paragraphs),
        "sentences": likeness.sentence_counts[0],
        "others": likeness.sentence_counts[1],
    }


def likeness_text(likeness: Likeness, first: str, second: str, gettext: Gettext) -> str:
    """The verdict on two reports with the names `first` and `second`, as one sentence."""
    if likeness.kind is Kind.COPY:
        sentence = gettext("%(first)s and %(second)s seem to be copies (likeness %(score).2f).")
    else:
        sentence = gettext(
            "One of %(first)s and %(second)s seems to be a translation of the other "
            "(likeness %(score).2f)."
        )
    return sentence % {"first": first, "second": second, "score": likeness.score}


def origin_text(likeness: Likeness, first: str, second: str, gettext: Gettext) -> str:
    """What suggests which one came first; "" where nothing does."""
    if likeness.suggests is None:
        return gettext("Nothing in the texts suggests which one came first.")
    return gettext(
        "%(name)s has marks of a page that takes its texts from elsewhere (%(marks)s)."
    ) % {
        "name": second if likeness.suggests else first,
        "marks": ", ".join(mark.text for mark in likeness.marks),
    }


def as_json(report: PressReport, gettext: Gettext = str) -> dict[str, Any]:
    """What `import_report --json` prints of a file, and what is stored beside its bytes."""
    return {
        "file": report.name,
        "sha256": report.sha256,
        "encoding": report.encoding,
        "format": report.format,
        "language": report.language,
        "title": report.title,
        "title_line": report.title_line,
        "paragraphs": [{"line": one.line, "text": one.text} for one in report.paragraphs],
        "left_out": [
            {
                "line": one.line,
                "text": one.text,
                "reason": one.reason.value,
                "repeats": one.repeats,
            }
            for one in report.left_out
        ],
        "dates": [_date(one) for one in report.dates],
        "editions": [
            {"number": one.number, "printed": one.printed, "line": one.line}
            for one in report.editions
        ],
        "acronyms": [{"text": one.text, "lines": list(one.lines)} for one in report.acronyms],
        "figures": [
            {
                "measure": one.measure.value,
                "value": one.value,
                "words": one.words,
                "line": one.line,
                "approximate": one.approximate,
                "also": list(one.also),
            }
            for one in report.figures
        ],
        "publishers": [
            {"name": one.name, "line": one.line, "place": one.place} for one in report.publishers
        ],
        "notes": [finding_as_json(one, gettext) for one in report.notes],
    }


def likeness_as_json(likeness: Likeness) -> dict[str, Any]:
    """`suggests` is 0 or 1 for the report that seems to be taken from the other, or null."""
    return {
        "kind": likeness.kind.value,
        "score": likeness.score,
        "candidate": likeness.is_candidate,
        "anchors": [
            {"kind": one.kind, "text": one.text, "lines": list(one.lines)}
            for one in likeness.anchors
        ],
        "paragraphs": [list(pair) for pair in likeness.paragraphs],
        "suggests": likeness.suggests,
        "marks": [{"line": one.line, "text": one.text} for one in likeness.marks],
    }


def _date(date: StatedDate) -> dict[str, Any]:
    ruled = date.precision is Precision.RULE
    return {
        "text": date.text,
        "line": date.line,
        "edtf": None if ruled else date.edtf,
        "precision": date.precision.value,
        "rule": date.rule or None,
        "days": date.days,
        "sense": date.sense.value,
    }
