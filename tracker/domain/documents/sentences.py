"""Findings as sentences for people."""

from collections.abc import Callable

from .errors import Finding


def describe(finding: Finding, gettext: Callable[[str], str]) -> str:
    """The finding as one sentence, in the language of `gettext`."""
    sentence = (
        _reading(gettext)
        | _structure(gettext)
        | _sections(gettext)
        | _placing(gettext)
        | _deciding(gettext)
    )
    params = {"line": finding.line, **finding.params}
    code = finding.code
    if code == "duplicate_section" and "first_file" in params:
        code = "duplicate_section_elsewhere"
    return sentence[code] % params


def _reading(gettext: Callable[[str], str]) -> dict[str, str]:
    """What `reading` says of the file."""
    return {
        "empty": gettext("The document is empty."),
        "too_large": gettext("The file is too large (limit in bytes: %(limit)d)."),
        "other_format": gettext(
            "The file is no plain text (%(format)s). Save it as text in UTF-8 first."
        ),
        "other_encoding": gettext("The file is in %(encoding)s. Save it as text in UTF-8 first."),
        "nul": gettext(
            "Line %(line)d: a NUL character at byte %(offset)d, so the file is no plain text."
        ),
        "not_utf8": gettext(
            "Line %(line)d: the byte %(byte)s at position %(offset)d is not valid in UTF-8."
        ),
        "surrogate": gettext(
            "Line %(line)d: half of a surrogate pair at position %(offset)d, "
            "which no text may hold."
        ),
        "too_many_lines": gettext("The file is too long (lines: %(lines)d, limit: %(limit)d)."),
        "line_too_long": gettext(
            "Line %(line)d is too long (characters: %(length)d, limit: %(limit)d)."
        ),
        "control": gettext(
            "Line %(line)d: the control character %(character)s in column %(column)d."
        ),
        "bidi_override": gettext(
            "Line %(line)d: %(character)s in column %(column)d changes the direction of writing "
            "unseen."
        ),
        "bidi_isolate": gettext(
            "Line %(line)d: the direction mark %(character)s in column %(column)d, "
            "without any right-to-left text in that line."
        ),
        "combining_run": gettext(
            "Line %(line)d: too many combining marks on one letter (limit: %(limit)d)."
        ),
        "byte_order_mark": gettext("A byte order mark at the start of the file was left out."),
        "composed": gettext("Letters written as base letter and mark were composed (Unicode NFC)."),
        "invisible": gettext(
            "Line %(line)d: an invisible character, %(character)s, in column %(column)d."
        ),
    } | _encoding(gettext)


def _encoding(gettext: Callable[[str], str]) -> dict[str, str]:
    """What `encodings`, `formats` and `hygiene` say of the file."""
    return {
        "binary": gettext("The file is no text: it is full of control characters."),
        "utf16_without_mark": gettext(
            "The file looks like UTF-16 without its byte order mark. Choose UTF-16 as its encoding "
            "or save it as text in UTF-8."
        ),
        "unknown_encoding": gettext("The encoding “%(encoding)s” is not known here."),
        "unknown_format": gettext("The format “%(format)s” is not known here."),
        "mark_contradicts": gettext(
            "The file begins with the mark of %(marked)s, but %(encoding)s was chosen."
        ),
        "mixed_encodings": gettext(
            "Line %(line)d: the byte %(byte)s at position %(offset)d is not valid in UTF-8, "
            "while other lines are in UTF-8. The file mixes encodings."
        ),
        "not_in_encoding": gettext(
            "Line %(line)d: the byte %(byte)s at position %(offset)d is not valid in %(encoding)s."
        ),
        "encoding_chosen": gettext("The file was read as %(encoding)s, as was chosen."),
        "looks_like_utf8": gettext(
            "The file was read as %(encoding)s, as was chosen, but all of it is valid in UTF-8."
        ),
        "noncharacter": gettext(
            "Line %(line)d: %(character)s in column %(column)d, which is no character."
        ),
        "replacement": gettext(
            "Line %(line)d: %(character)s in column %(column)d, the mark of a character that was "
            "lost before."
        ),
        "private_use": gettext(
            "Line %(line)d: %(character)s in column %(column)d, which has a meaning in one font "
            "only."
        ),
        "mixed_scripts": gettext(
            "Line %(line)d: the word “%(word)s” mixes letters of two scripts: %(characters)s."
        ),
        "format_reduced": gettext("The file was read as %(format)s and reduced to plain text."),
        "left_out": gettext(
            "Line %(line)d: navigation, a comment or hidden text was left out "
            "(characters: %(characters)d)."
        ),
        "tags_in_text": gettext(
            "Line %(line)d: there are HTML tags in the text (in lines: %(lines)d). If the file is "
            "HTML, choose that format."
        ),
        "escapes_in_text": gettext(
            "Line %(line)d: there are Markdown's backslashes in the text (in lines: %(lines)d). "
            "If the file is Markdown, choose that format."
        ),
        "nested_too_deeply": gettext("The file's markup is nested too deeply."),
        "markup_unreadable": gettext("The file could not be read as %(format)s."),
        "expands_too_much": gettext(
            "Line %(line)d: the text's substitutions make it too long (limit: %(limit)d)."
        ),
    }


def _structure(gettext: Callable[[str], str]) -> dict[str, str]:
    """What the other steps say of the text."""
    return {
        "stamp_unclear": gettext(
            "Line %(line)d: the time stamp “%(stamp)s” cannot be read without guessing."
        ),
        "no_items": gettext("No numbered items were found in the document."),
        "too_many_files": gettext("Too many files (%(files)d, limit: %(limit)d)."),
        "too_many_sections": gettext(
            "The text falls apart into too many sections (%(sections)d, limit: %(limit)d)."
        ),
        "too_many_items": gettext(
            "Line %(line)d: the section that starts here has too many items (%(items)d, "
            "limit: %(limit)d)."
        ),
        "printed_numbers": gettext(
            "Line %(line)d: number %(printed)s stands where %(expected)d was expected "
            "(language: %(language)s)."
        ),
        "number_repeated": gettext(
            "Line %(line)d: number %(printed)s stands in line %(first)d already "
            "(language: %(language)s)."
        ),
        "number_missing": gettext(
            "Line %(line)d: number %(printed)s follows line %(before)d, so %(missing)s is missing "
            "between them (language: %(language)s)."
        ),
        "items_inside_paragraph": gettext(
            "Line %(line)d: items that begin inside the paragraph were taken apart (%(items)d)."
        ),
        "ordinal_as_text": gettext(
            "Line %(line)d begins with %(printed)s, which was read as part of the text, "
            "not as the number of an item."
        ),
        "hyphen_at_line_end": gettext(
            "Line %(line)d ends in a hyphen inside a word; the hyphen was kept."
        ),
        "bullets_before_items": gettext(
            "Line %(line)d: bullet lines before the first item were left out."
        ),
        "trailing_text": gettext(
            "Line %(line)d: the text after the last item, up to line %(last_line)d, "
            "belongs to no section (language: %(language)s)."
        ),
        "clauses_before_actions": gettext(
            "Line %(line)d: the marked lines up to line %(last_line)d stand before the actions; "
            "they were read as clauses of the preamble, not as items."
        ),
        "children_unclear": gettext(
            "Line %(line)d ends in a colon; the marked lines under it were read as items of their "
            "own, but may belong to it."
        ),
        "heading_unclear": gettext(
            "Line %(line)d was read as the end of the item above it; it may be a heading."
        ),
        "prose_between_items": gettext(
            "Line %(line)d: text between the items, up to line %(last_line)d, "
            "was not made part of any item."
        ),
        "page_lines": gettext(
            "Line %(line)d: page numbers and the lines that come again beside them were left out "
            "(lines: %(lines)d)."
        ),
        "year_out_of_range": gettext(
            "Line %(line)d: “%(text)s” has a year that no calendar here knows."
        ),
        "impossible_date": gettext(
            "Line %(line)d: “%(text)s” is a day that does not exist; it was not taken for a date."
        ),
        "more_findings": gettext(
            "Line %(line)d: further remarks like the one on this line were left out (%(more)d)."
        ),
        "navigation_line": gettext("Line %(line)d was read as a page's navigation and left out."),
    }


def _sections(gettext: Callable[[str], str]) -> dict[str, str]:
    """What is said of the languages and of how their sections fit."""
    return {
        "alternating_languages": gettext(
            "The languages take turns from line %(line)d on (%(languages)s); each was put together."
        ),
        "section_without_items": gettext(
            "Line %(line)d: the text that starts here, in the language %(language)s, has no items."
        ),
        "wrong_heading": gettext(
            "Line %(line)d: the heading is in the language %(found)s, but the items from "
            "line %(first)d on are in the language %(language)s."
        ),
        "unknown_language": gettext(
            "Line %(line)d: the language of the section that starts here could not be told."
        ),
        "duplicate_section": gettext(
            "Line %(line)d: a second section in the language %(language)s; "
            "the first starts in line %(first)d."
        ),
        "duplicate_section_elsewhere": gettext(
            "Line %(line)d: a second section in the language %(language)s; "
            "the first starts in line %(first)d of file %(first_file)d."
        ),
        "unannounced_language": gettext(
            "Line %(line)d: a section in the language %(language)s, "
            "which the document does not announce."
        ),
        "missing_language": gettext(
            "Line %(line)d announces the language %(language)s, "
            "but the document has no section in it."
        ),
        "counts_differ": gettext(
            "The languages differ in their number of items (%(counts)s), "
            "so the items cannot be put side by side."
        ),
        "anchors_shifted": gettext(
            "Line %(line)d: the numbers, dates and acronyms in the items in %(language)s fit the "
            "neighbouring items in %(reference)s better; an item may be missing or split."
        ),
    }


def _placing(gettext: Callable[[str], str]) -> dict[str, str]:
    """What stands against attaching the document's items to those of a plan."""
    return {
        "unknown_item": gettext(
            "Line %(line)d: item %(position)d in the language %(language)s has no counterpart "
            "in the plan, whose last item is %(last)d."
        ),
        "items_missing": gettext(
            "Number of items: %(found)d in the document, %(expected)d in the plan; "
            "they cannot be matched by position."
        ),
    }


def _deciding(gettext: Callable[[str], str]) -> dict[str, str]:
    """What stands against the decisions of an editor, or against making a new plan."""
    return {
        "decisions_do_not_fit": gettext(
            "The decisions made so far do not fit the document any more (%(reason)s)."
        ),
        "bad_kind": gettext("Item %(position)d: there is no kind of commitment “%(kind)s”."),
        "title_too_long": gettext(
            "Item %(position)d: the title is too long (limit: %(limit)d characters)."
        ),
        "name_too_long": gettext(
            "Key date %(slug)s: the name is too long (limit: %(limit)d characters)."
        ),
        "bad_slug": gettext(
            "“%(slug)s” is no short name: use letters, digits, hyphens and underscores, 50 at most."
        ),
        "slug_taken": gettext("The short name %(slug)s is taken by another key date."),
        "no_key_date": gettext("There is no key date with the short name %(slug)s."),
        "no_plan": gettext("There is no plan “%(slug)s”."),
        "plan_slug": gettext(
            "The plan needs a short name of letters, digits, hyphens and underscores, 50 at most."
        ),
        "plan_slug_taken": gettext("There is a plan with the short name %(slug)s already."),
        "plan_title": gettext("The plan needs a title of %(limit)d characters at most."),
        "plan_start": gettext("The plan needs the day after which it is in force, as YYYY-MM-DD."),
        "plan_end": gettext(
            "The day on which the plan is no longer in force is none, or not after its beginning."
        ),
        "plan_adopted": gettext(
            "The day of adoption is no date such as 2024, 2024-05 or 2024-05-04."
        ),
        "plan_meeting": gettext("The meeting that was chosen for the plan does not exist."),
        "database_not_ready": gettext(
            "The database is not ready (%(reason)s). Run “manage.py migrate” first."
        ),
        "cannot_read": gettext("%(file)s cannot be read: %(reason)s."),
        "languages_and_files": gettext(
            "Give --language once for each file, or not at all (files: %(files)d)."
        ),
    }
