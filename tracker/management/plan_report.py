"""What `import_plan` tells in sentences: what was found, what is proposed, what changes."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext

from tracker.domain.date_reading import Sense
from tracker.domain.documents import Document, Finding, ParsedItem, Section, describe
from tracker.domain.documents.decisions import Take
from tracker.domain.documents.divergences import ProposedDivergence, describe_divergence
from tracker.domain.documents.encodings import Preview
from tracker.domain.documents.key_dates import ProposedKeyDate
from tracker.domain.documents.stated_date import StatedDate
from tracker.domain.recurrence import Rule, UnsupportedRule
from tracker.domain.rule_words import in_words
from tracker.domain.spans import Precision
from tracker.models import DateStatement
from tracker.services.date_texts import edtf_text, language_name, stated_text, text_list
from tracker.services.importing import Change, DateProposal, Imported

MOST_PREVIEWS = 6
_Stated = DateStatement.Stated
_HOW: dict[str, str] = {
    _Stated.DAY: "exact",
    _Stated.DATE: "exact",
    _Stated.YEAR: "less",
    _Stated.NAMED_DAY: "less",
    _Stated.EDITION: "less",
    _Stated.DIFFERS: "other",
}
_ANY_DAY = date(2000, 1, 1)  # the words of a rule do not say when it begins


def report(done: Imported) -> Iterator[str]:
    """The sentences on what was found and, or would be, stored. Warnings are told apart."""
    for section in done.document.sections:
        yield from _section(section, done.document)
    for proposal in done.proposals.key_dates:
        yield _key_date(proposal)
    for divergence in done.proposals.divergences:
        yield _divergence(divergence.proposed, divergence.is_taken)
    for change in (*done.preambles, *done.changes):
        if change.before is not None:
            yield _change(change)
    if done.new_items:
        sentence = ngettext(
            "%(count)d item is new, with a proposed title.",
            "%(count)d items are new, with proposed titles.",
            done.new_items,
        )
        yield sentence % {"count": done.new_items}
    if done.commitments:
        sentence = ngettext(
            "%(count)d commitment is proposed.",
            "%(count)d commitments are proposed.",
            len(done.commitments),
        )
        yield sentence % {"count": len(done.commitments)}


def outcome(done: Imported) -> Iterator[str]:
    """The last sentences: what became of the wordings."""
    if done.is_change:
        yield gettext(
            "Wordings: %(added)d added, %(replaced)d replaced, %(unchanged)d unchanged."
        ) % {"added": done.added, "replaced": done.replaced, "unchanged": done.unchanged}
    elif done.known:
        yield gettext("This document was imported before; nothing to change.")
    else:
        yield gettext("The wordings are the same; nothing to change.")
    if done.dry_run:
        yield gettext("Nothing was stored, because this was a dry run.")


def findings(found: Iterable[Finding], names: list[str]) -> Iterator[str]:
    """A sentence each, with the file's name where there are several."""
    for finding in found:
        sentence = describe(finding, gettext)
        if len(names) > 1 and finding.line is not None:
            yield gettext("%(file)s: %(sentence)s") % {
                "file": names[finding.file],
                "sentence": sentence,
            }
        else:
            yield sentence


def encodings(shown: Iterable[Preview]) -> Iterator[str]:
    """What a file that is not UTF-8 would be in other encodings: a line of it for each."""
    told = list(shown)[:MOST_PREVIEWS]
    if told:
        yield gettext("If it is in another encoding, name it with --encoding. It would read:")
    for preview in told:
        line, text = preview.lines[0]
        yield gettext("  %(encoding)s, line %(line)d: %(text)s") % {
            "encoding": preview.encoding,
            "line": line,
            "text": text,
        }


def _section(section: Section, document: Document) -> Iterator[str]:
    params = {"language": section.language, "items": len(section.items)}
    params |= {"line": section.first_line, "file": document.files[section.file].name}
    if len(document.files) > 1:
        sentence = ngettext(
            "%(language)s: %(items)d item, from line %(line)d of %(file)s.",
            "%(language)s: %(items)d items, from line %(line)d of %(file)s.",
            len(section.items),
        )
    else:
        sentence = ngettext(
            "%(language)s: %(items)d item, from line %(line)d.",
            "%(language)s: %(items)d items, from line %(line)d.",
            len(section.items),
        )
    yield sentence % params
    for item in section.items:
        for stated in _dates(item):
            yield _date(stated, item.position)


def _dates(item: ParsedItem) -> Iterator[StatedDate]:
    yield from item.dates
    for child in item.children:
        yield from _dates(child)


def _date(stated: StatedDate, position: int) -> str:
    sentence = {
        Sense.ON: gettext("  Line %(line)d, item %(item)d: “%(words)s”, %(date)s"),
        Sense.BY: gettext("  Line %(line)d, item %(item)d: “%(words)s”, by %(date)s"),
        Sense.BEFORE: gettext("  Line %(line)d, item %(item)d: “%(words)s”, before %(date)s"),
        Sense.FROM: gettext("  Line %(line)d, item %(item)d: “%(words)s”, from %(date)s on"),
        Sense.HISTORICAL: gettext(
            "  Line %(line)d, item %(item)d: “%(words)s”, %(date)s, of the past"
        ),
    }[stated.sense]
    return sentence % {
        "line": stated.line,
        "item": position,
        "words": stated.text,
        "date": _in_words(stated.edtf, stated.rule, stated.days),
    }


def _key_date(proposal: DateProposal) -> str:
    one, choice = proposal.proposed, proposal.choice
    slug, take = choice.slug, choice.take
    if take is Take.LEAVE and proposal.existing:
        slug, take = proposal.existing[0].slug, Take.EXISTING
    sentence = {
        Take.NEW: gettext("Key date %(slug)s: %(date)s (items: %(items)s; %(statements)s)"),
        Take.EXISTING: gettext(
            "Key date %(slug)s is there already: %(date)s (items: %(items)s; %(statements)s)"
        ),
        Take.LEAVE: gettext("No key date is added for %(date)s (items: %(items)s; %(statements)s)"),
    }[take]
    return sentence % {
        "slug": slug,
        "date": _in_words(one.edtf, one.rule, one.days),
        "items": text_list([str(position) for position in one.positions], _language()),
        "statements": _statements(one),
    }


def _statements(one: ProposedKeyDate) -> str:
    """Which languages state the date as it is, less exactly, or otherwise."""
    by_how: dict[str, list[str]] = {"exact": [], "less": [], "other": []}
    for statement in one.statements:
        how = _HOW.get(statement.stated)
        if how == "less" and one.precision is Precision.YEAR:
            how = "exact"  # of a year that is all there is to state
        if how is not None:
            by_how[how].append(statement.language)
    exact, less, other = (text_list(languages, _language()) for languages in by_how.values())
    if less and other:
        sentence = gettext("stated in: %(exact)s; less exactly: %(less)s; otherwise: %(other)s")
    elif less:
        sentence = gettext("stated in: %(exact)s; less exactly: %(less)s")
    elif other:
        sentence = gettext("stated in: %(exact)s; otherwise: %(other)s")
    else:
        sentence = gettext("stated in: %(exact)s")
    return sentence % {"exact": exact, "less": less, "other": other}


def _divergence(one: ProposedDivergence, is_taken: bool) -> str:
    """A difference with its place; position 0 is what stands before the items."""
    if one.position and is_taken:
        sentence = gettext("Difference in item %(item)d, line %(line)d: %(difference)s")
    elif one.position:
        sentence = gettext("Difference in item %(item)d, line %(line)d, not stored: %(difference)s")
    elif is_taken:
        sentence = gettext("Difference before the items, line %(line)d: %(difference)s")
    else:
        sentence = gettext("Difference before the items, line %(line)d, not stored: %(difference)s")
    return sentence % {
        "item": one.position,
        "line": one.line,
        "difference": describe_divergence(
            one, gettext, date_text=lambda text: stated_text(text, _language())
        ),
    }


def _change(change: Change) -> str:
    words = "".join(
        {"equal": "%s", "delete": "[-%s-]", "insert": "{+%s+}"}[tag] % text
        for tag, text in change.diff
    )
    params = {
        "item": change.position,
        "language": language_name(change.language, _language()),
        "words": words,
    }
    if change.position == 0:
        return gettext("Preamble, %(language)s: %(words)s") % params
    return gettext("Item %(item)d, %(language)s: %(words)s") % params


def _in_words(edtf: str, rule: str, days: int) -> str:
    """The date in the reader's language; "?" for what no rule says."""
    if edtf:
        return edtf_text(edtf, _language())
    try:
        parsed = Rule.parse(rule, days, start=_ANY_DAY)
    except UnsupportedRule:
        return rule or "?"
    return in_words(parsed, locale=_language(), gettext=gettext, ngettext=ngettext)


def _language() -> str:
    return get_language() or settings.MODELTRANSLATION_DEFAULT_LANGUAGE
