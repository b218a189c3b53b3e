"""What a page puts round a report: captions, signs of agencies, links, room for comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.folding import fold

from .paragraphs import Paragraph


class Reason(StrEnum):
    """Why a line is no part of what the report says."""

    ADVERTISEMENT = "advertisement"
    SOURCE_LINK = "source_link"
    COMMENTS = "comments"
    NAVIGATION = "navigation"
    CAPTION = "caption"
    REPEATED = "repeated"
    DATELINE = "dateline"
    SIGNATURE = "signature"
    CLOSING = "closing"


AGGREGATOR_MARKS = frozenset({Reason.ADVERTISEMENT, Reason.SOURCE_LINK})
"""What is printed by pages that take their texts from elsewhere."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line, or a part of one, that was left out; `repeats` is the line that it says again."""

    line: int
    text: str
    reason: Reason
    repeats: int | None = None


@dataclass(frozen=True, slots=True)
class Publisher:
    """A name that may be the publisher's, as printed; `place` is where it stands."""

    name: str
    line: int
    place: str  # "dateline" | "signature" | "photo"


# Whole lines, folded. What stands in brackets at their end, as in "Comments (0)", is cut first.
_LINES = {
    Reason.ADVERTISEMENT: (
        "advertisement|anzeige|werbung|quang cao|iklan|publicidad|publicite|реклама|reklam|اعلان"
    ),
    Reason.SOURCE_LINK: (
        "source link|link to source|quellenlink|link nguon|nguon|tautan sumber|sumber|"
        "enlace de origen|enlace a la fuente|lien source|ссылка на источник|kaynak baglantisi|"
        "رابط المصدر"
    ),
    Reason.COMMENTS: (
        "comments?|leave a comment|kommentare?|binh luan|komentar|comentarios?|commentaires?|"
        "комментарии|yorum(?:lar)?|تعليقات|التعليقات"
    ),
    Reason.NAVIGATION: (
        "others?|more|related|related (?:news|articles|stories)|read (?:also|more)|share|print|"
        "mehr(?: zum thema)?|weitere|das konnte sie auch interessieren|teilen|drucken|"
        "xem them|tin lien quan|chia se|yang lain|lainnya|baca juga|berita terkait|bagikan|"
        "lea tambien|mas noticias|compartir|lire aussi|a lire aussi|partager|"
        "читаите также|еще|поделиться|ilgili haberler|paylas|اقرا ايضا|شارك"
    ),
}
_LINE = {reason: re.compile(words) for reason, words in _LINES.items()}
_AD_MARK = re.compile(
    r"\[\s*(?:ads?|advert\w*|anzeige|quảng cáo|iklan|publicidad|publicité|реклама|reklam|إعلان)"
    r"[\s_-]*\d*\s*\]",
    re.I,
)
_COUNT = re.compile(r"\s*[\(\[]\s*\d+\s*[\)\]]\s*$")
_PHOTO_CREDIT = re.compile(
    r"\(\s*(?:photo|foto|fotos|ảnh|фото|fotoğraf|photographie|imagen|صورة|الصورة)"
    r"\s*[:/]\s*(?P<name>[^()]{1,60}?)\s*\)\s*$",
    re.I,
)
_PHOTO_NUMBER = re.compile(r"\s[-–—]\s*(?:ảnh|photo|foto|фото|صورة)\s*\d+\s*$", re.I)
_DATELINE = re.compile(
    r"(?P<place>[^().:;]{0,40}?[,.]?\s?(?:[^():;]{0,20})?)"
    r"(?:\((?P<round>[^\W\d_][\w.+& -]{1,30})\)|/(?P<slashed>[^\W\d_][\w.-]{1,20})/)"
    r"\s*[-–—.]\s+"
)
_SIGN = re.compile(r"\(?(?:[^\W\d_]{2,12}|[^\W\d_]{2,12}/[^\W\d_]{2,12})\)?")
_SIGNED_SOURCE = re.compile(
    r"\(?(?:source|quelle|nguồn|источник|sumber|fuente|kaynak|المصدر)\s*:\s*(?P<name>.{2,80}?)\)?",
    re.I,
)
_CLOSING = re.compile(r"(?<=[^\s./])\s*\.?/\.\s*$")
_WORD = re.compile(r"\w+")

_LONGEST_CAPTION = 300
_LONGEST_PAGE_LINE = 60
_FEWEST_WORDS = 8
_REPEATED_SHARE = 0.72
_MOST_COMPARED = 300


def page_line(text: str) -> Reason | None:
    """Why a whole line belongs to the page and not to the report, or None."""
    if len(text) > _LONGEST_PAGE_LINE:
        return None
    if _AD_MARK.fullmatch(text):
        return Reason.ADVERTISEMENT
    folded = fold(_COUNT.sub("", text))
    for reason, pattern in _LINE.items():
        if folded and pattern.fullmatch(folded):
            return reason
    return None


def dateline(paragraph: Paragraph) -> tuple[LeftOut, Publisher, Paragraph] | None:
    """The agency's sign before the first sentence ("(ABC) –", "Paris, 3 May (ABC) –")."""
    found = _DATELINE.match(paragraph.text)
    if not found or found.end() == len(paragraph.text):
        return None
    name = (found["round"] or found["slashed"]).strip()
    printed = found.group().strip()
    rest = paragraph.without(found.end(), len(paragraph.text))
    return (
        LeftOut(paragraph.line, printed, Reason.DATELINE),
        Publisher(name, paragraph.line, "dateline"),
        rest,
    )


def closing(paragraph: Paragraph) -> tuple[LeftOut, Paragraph] | None:
    """The "./." that some agencies end with; the sentence keeps its full stop."""
    found = _CLOSING.search(paragraph.text)
    if not found:
        return None
    kept = paragraph.without(0, found.start())
    whole = Paragraph(f"{kept.text}.", kept.lines)
    return LeftOut(paragraph.last_line, found.group().strip(), Reason.CLOSING), whole


def signature(paragraph: Paragraph) -> Publisher | None:
    """The sign of an agency as the last line: capitals alone, or "Source: …"."""
    text = paragraph.text
    found = _SIGNED_SOURCE.fullmatch(text)
    if found:
        return Publisher(found["name"].strip(), paragraph.line, "signature")
    capitals = sum(character.isupper() for character in text)
    if _SIGN.fullmatch(text) and capitals >= 2:
        return Publisher(text.strip("()"), paragraph.line, "signature")
    return None


def captions(paragraphs: list[Paragraph], title: str) -> Iterator[tuple[int, LeftOut]]:
    """Captions of photographs, by their index: credited, numbered, or saying again what another
    paragraph says at greater length."""
    credited = _credited(paragraphs)
    first_of: dict[str, int] = {fold(title): 0} if title else {}
    words = [_words(paragraph.text) for paragraph in paragraphs[:_MOST_COMPARED]]
    for index, paragraph in enumerate(paragraphs):
        before = first_of.setdefault(fold(paragraph.text), paragraph.line)
        if before != paragraph.line:
            yield index, LeftOut(paragraph.line, paragraph.text, Reason.REPEATED, before or 1)
        elif index in credited:
            yield index, LeftOut(paragraph.line, paragraph.text, Reason.CAPTION)
        else:
            fuller = _said_in(index, paragraphs, words, credited)
            if fuller is not None:
                line = paragraphs[fuller].line
                yield index, LeftOut(paragraph.line, paragraph.text, Reason.REPEATED, line)


def of_photo(text: str) -> bool:
    """Whether the line numbers a photograph or holds nothing but its credit."""
    found = _PHOTO_CREDIT.search(text)
    return bool(_PHOTO_NUMBER.search(text) or (found and not found.start()))


def _credited(paragraphs: list[Paragraph]) -> set[int]:
    """Those that a credit or a photograph's number marks, with the lines right above a credit."""
    found: set[int] = set()
    for index, paragraph in enumerate(paragraphs):
        if len(paragraph.text) > _LONGEST_CAPTION:
            continue
        if _PHOTO_CREDIT.search(paragraph.text) or _PHOTO_NUMBER.search(paragraph.text):
            found.add(index)
        if not of_photo(paragraph.text):
            continue
        for above in range(index - 1, -1, -1):
            upper, lower = paragraphs[above], paragraphs[above + 1]
            if lower.line != upper.last_line + 1 or len(upper.text) > _LONGEST_CAPTION:
                break
            found.add(above)
    return found


def photographer(text: str, line: int) -> Publisher | None:
    """Whom the credit of a photograph names."""
    found = _PHOTO_CREDIT.search(text)
    return Publisher(found["name"], line, "photo") if found else None


def _said_in(
    index: int, paragraphs: list[Paragraph], words: list[set[str]], credited: set[int]
) -> int | None:
    """The paragraph that holds most words of a short one-sentence paragraph, or None."""
    own = words[index] if index < len(words) else set()
    text = paragraphs[index].text
    if len(own) < _FEWEST_WORDS or len(text) > _LONGEST_CAPTION or _sentences(text) > 1:
        return None
    for other, theirs in enumerate(words):
        longer = other not in credited and len(theirs) > len(own)
        if other != index and longer and len(own & theirs) >= _REPEATED_SHARE * len(own):
            return other
    return None


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _sentences(text: str) -> int:
    return len(re.findall(r"[.!?…。؟](?=\s+[^\W\d_]|\s*$)", text))
