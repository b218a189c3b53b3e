"""What a document announces against the languages that its sections are in."""

from collections.abc import Iterator, Sequence
from itertools import islice

from . import languages, word_evidence
from .errors import Finding, Params
from .sections import Section

_FEWEST_LETTERS = 24
_LEAST_CONFIDENCE = 0.95
_FEWEST_OF_SCRIPT = 6
_SAMPLE = 2_000
_MOST_HEADINGS = 30  # a section: to identify one takes a millisecond


def remarks(
    sections: Sequence[Section],
    announced: Sequence[str],
    announcement: tuple[int, int] | None,
) -> list[Finding]:
    """Findings on the sections with items, in the order of the document.

    unknown_language, duplicate_section (with the line of the `first`, and in `first_file` the
    number of its file, from 1, where that is another one), unannounced_language, wrong_heading
    (a heading in another language than the section), missing_language. `announcement` is file
    and line of the announcing line.
    """
    found: list[Finding] = []
    first: dict[str, Section] = {}
    for section in sections:
        if not section.items:
            continue
        language, line, file = section.language, section.first_line, section.file
        if language == languages.UNDETERMINED:
            found.append(Finding("unknown_language", line, file=file))
        elif language in first:
            found.append(_duplicate(section, first[language]))
        elif announced and language not in announced:
            found.append(Finding("unannounced_language", line, {"language": language}, file))
        found.extend(_wrong_headings(section))
        first.setdefault(language, section)
    if first:
        file, at = announcement or (0, None)
        found.extend(
            Finding("missing_language", at, {"language": language}, file)
            for language in announced
            if language not in first
        )
    return found


def _duplicate(section: Section, first: Section) -> Finding:
    params: dict[str, str | int] = {"language": section.language, "first": first.first_line}
    if first.file != section.file:
        params["first_file"] = first.file + 1
    return Finding("duplicate_section", section.first_line, params, section.file)


def _wrong_headings(section: Section) -> Iterator[Finding]:
    if section.language == languages.UNDETERMINED:
        return
    headings = {section.heading_line: (section.heading, section.items[0].first_line)}
    for item in section.items:
        headings.setdefault(item.heading_line, (item.heading, item.first_line))
    script = languages.script_of(section.items[0].full_text[:_SAMPLE])
    for line, (heading, first) in islice(headings.items(), _MOST_HEADINGS):
        if line is None:
            continue
        language = _language_of(heading, script)
        if language and language != section.language:
            params: Params = {"found": language, "language": section.language, "first": first}
            yield Finding("wrong_heading", line, params, section.file)


def _language_of(heading: str, script: str | None) -> str:
    """The language that a heading is in or names, "" where it does not tell."""
    named = languages.named(heading)
    if named:
        return named
    own = languages.script_of(heading)
    if own != script and own and sum(one.isalpha() for one in heading) >= _FEWEST_OF_SCRIPT:
        return languages.detect(heading)
    if own != "latin":
        return ""
    told = word_evidence.tell(heading)
    if told or len(heading) < _FEWEST_LETTERS:
        return told
    code = languages.detect(heading, least_confidence=_LEAST_CONFIDENCE)
    return "" if code == languages.UNDETERMINED else code
