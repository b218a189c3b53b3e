"""Short titles proposed for items: the first words of the text, cut where a reader can stop.

A proposal only shortens. It adds no word, and editors replace it.
"""

import re
import unicodedata

MAX_TITLE = 60
_ELLIPSIS = "…"
_SHORTEST_CLAUSE = 20
_SHORTEST_UNSPACED = 8
_LONGEST_WHEN = 30
_COMMAS = frozenset(",،，、")
_SEEN = 2_000  # No title needs to know more of a text.

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
# Direction marks, isolates and overrides, which a cut would leave open, and what shows nothing.
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SENTENCE = re.compile(r"[.!?…؟](?=\s)|[。！？]")
_CLAUSE = re.compile(r"[;:؛](?=\s)|[；：]|\s[–—](?=\s)")
_COMMA = re.compile(r"[,،](?=\s)|[，、]")
_TRAILING = " \t.,;:!?…،؛؟。，、；：！？–—-·•/&"
_LEADING = " \t.,;:!?…¿¡–—-·•*،؛؟。，、；：！？"
_CLOSES = {
    "“": "”", "„": "“”", "«": "»", "»": "«", "(": ")", "[": "]", "「": "」", "『": "』",
    "《": "》", "（": "）", "【": "】", '"': '"', "‹": "›",
}  # fmt: skip
_ALL_CLOSING = frozenset("".join(_CLOSES.values()))

# Words after which a phrase cannot end: articles, prepositions, conjunctions. Chinese ones are
# compared with the last character.
_HANGING = {
    "ar": "في من إلى على عن مع أو و ثم أن بين حول ضد حتى بعد قبل خلال عند منذ لدى التي الذي",
    "de": "der die das den dem des ein eine einen einem einer eines und oder aber in im an am auf "
    "aus bei beim bis durch für gegen mit nach ohne seit um unter über von vom vor zu zum zur "
    "zwischen als wie dass sowie",
    "en": "a an the and or but nor of in on at by for from to with without against about into "
    "over under between through during towards toward as than that which who whose its their his "
    "her this these all any",
    "es": "el la los las un una unos unas lo y e o u ni de del a al en con sin por para contra "
    "entre hasta desde hacia sobre según como que su sus cada",
    "fr": "le la les l un une des du de d et ou ni à au aux en dans par pour avec sans sous sur "
    "contre entre vers chez comme que qui dont leur leurs ses son sa ce ces",
    "id": "dan atau di ke dari pada untuk dengan tanpa bagi oleh dalam antara terhadap atas yang "
    "sebagai serta para sebuah",
    "it": "il lo la i gli le l un uno una e ed o di del dello della dei degli delle a al allo alla "
    "ai agli alle da dal dalla in nel nella nei con su sul sulla per tra fra contro senza come che",
    "pt": "o a os as um uma uns umas e ou de do da dos das em no na nos nas ao aos à às por pelo "
    "pela pelos pelas para com sem contra entre até desde sobre como que seu sua",
    "ru": "и или но а в во на с со к ко о об от до для из за по под над при без через между против "
    "у не ни как что чтобы который которые также",
    "tr": "ve veya ya ile için bir bu şu o her de da ki gibi kadar göre karşı olarak olan en",
    "vi": "và hoặc hay của ở trong tại cho với từ đến về theo vì để các những một mỗi do bởi trên "
    "dưới giữa",
    "zh": "的 和 与 及 在 为 向 对 从 或 将 是 了 于 以 由 把 被",
}  # fmt: skip
_HANGING_WORDS = {language: frozenset(words.split()) for language, words in _HANGING.items()}


def propose_title(text: str, language: str) -> str:
    """A title of at most 60 characters for an item that reads `text`.

    The first clause where it fits, else as many words as fit, with "…", ending in none that
    leaves the reader hanging (known for the languages of `languages.IDENTIFIED`). Never inside
    a quotation or a bracket, without punctuation at its end, and empty only for blank text.
    """
    whole = _line(text)
    if not whole:
        return ""
    depths = _depths(whole)
    clause = _first_clause(whole, depths)
    title = _trimmed(clause) if clause else _first_words(whole, depths, language)
    return title or _hard_cut(whole)


def _line(text: str) -> str:
    """The first line with letters in it, without what shows nothing; else all of the text."""
    plain = _UNSEEN.sub("", text[:_SEEN])
    lines = [" ".join(line.split()) for line in plain.splitlines()]
    for line in lines:
        if any(character.isalnum() for character in line):
            return line.lstrip(_LEADING)
    return " ".join(line for line in lines if line)


def _depths(text: str) -> list[int]:
    """For each character the number of quotations and brackets open before it."""
    depths = []
    open_marks: list[str] = []
    for character in text:
        if open_marks and character in open_marks[-1]:
            open_marks.pop()
            depths.append(len(open_marks))
        else:
            depths.append(len(open_marks))
            if character in _CLOSES:
                open_marks.append(_CLOSES[character])
    return depths


def _first_clause(text: str, depths: list[int]) -> str:
    """The text up to its first end of a clause that makes a title, or "" where none does."""
    shortest = _SHORTEST_UNSPACED if _UNSPACED.search(text[:MAX_TITLE]) else _SHORTEST_CLAUSE
    for pattern, least in ((_SENTENCE, shortest // 2), (_CLAUSE, shortest), (_COMMA, shortest)):
        for mark in pattern.finditer(text, 0, MAX_TITLE + 2):
            end = mark.start()
            if end > MAX_TITLE:
                break
            if end >= least and not depths[end] and _ends_clause(text, mark):
                return text[:end]
    return text if len(_trimmed(text)) <= MAX_TITLE else ""


def _ends_clause(text: str, mark: re.Match[str]) -> bool:
    """Whether the mark ends a clause that says something.

    Not in an ordinal ("24. …"), an abbreviation ("т. н.") or a date ("June 14, 2025"), and not
    after a few words that only say when ("By 31 March 2026, …").
    """
    if mark[0] in _COMMAS:
        clause = text[: mark.start()]
        when = len(clause) < _LONGEST_WHEN and any(map(str.isdecimal, clause))
        return not when and not text[mark.end() :].lstrip()[:1].isdecimal()
    if mark[0] != ".":
        return True
    word = text[: mark.start()].rpartition(" ")[2].strip("".join(_CLOSES))
    following = text[mark.end() :].lstrip()[:1]
    return not (word.isdecimal() or len(word) < 3 or "." in word or following.islower())


def _first_words(text: str, depths: list[int], language: str) -> str:
    """As many words as fit before "…", up to a place that is no quotation."""
    limit = MAX_TITLE - len(_ELLIPSIS)
    ends = [end for end in range(limit, 0, -1) if _can_break(text, end)]
    outside = [end for end in ends if not depths[end]] if any(depths) else ends
    for end in [*outside, *ends]:
        title = _without_hanging(_trimmed(_balanced(text[:end])), language)
        if len(title) >= _SHORTEST_UNSPACED:
            return title + _ELLIPSIS
    return ""


def _can_break(text: str, end: int) -> bool:
    """Whether a cut before the character at `end` parts no word, number or letter with marks."""
    before, after = text[end - 1], text[end]
    if before == " " or after == " ":
        return after == " "
    if _belongs_to_the_last(text, end):
        return False
    return bool(_UNSPACED.match(before) or _UNSPACED.match(after))


def _belongs_to_the_last(text: str, index: int) -> bool:
    """Whether the character at `index` is a mark on, or joined to, the one before it."""
    joined = "\u200d" in text[index - 1 : index + 1]
    return joined or unicodedata.category(text[index]) in ("Mn", "Me", "Mc")


def _without_hanging(title: str, language: str) -> str:
    hanging = _HANGING_WORDS.get(language, frozenset())
    if language == "zh":
        while len(title) > 1 and title[-1] in hanging:
            title = _trimmed(title[:-1])
        return title
    while " " in title:
        rest, _, last = title.rpartition(" ")
        if last.casefold() not in hanging and title[-1] not in "'’":
            break
        title = _trimmed(rest)
    return title


def _trimmed(title: str) -> str:
    """Without punctuation at either end; a closing mark stays where what it closes is there."""
    title = title.strip(_TRAILING)
    while title and title[-1] in _ALL_CLOSING and not _is_balanced(title):
        title = title[:-1].rstrip(_TRAILING)
    return title.lstrip(_LEADING)


def _is_balanced(title: str) -> bool:
    depths = _depths(title)
    return depths[-1] == 0 and (len(depths) < 2 or depths[-2] > 0)


def _balanced(title: str) -> str:
    """The words of a quotation that is too long to be kept whole, without its opening mark."""
    open_marks: list[int] = []
    expected: list[str] = []
    for index, character in enumerate(title):
        if expected and character in expected[-1]:
            expected.pop()
            open_marks.pop()
        elif character in _CLOSES:
            expected.append(_CLOSES[character])
            open_marks.append(index)
    return "".join(one for index, one in enumerate(title) if index not in open_marks)


def _hard_cut(text: str) -> str:
    """The first characters of a text without a place to cut at, as an address is."""
    if len(text) <= MAX_TITLE:
        return text
    end = MAX_TITLE - len(_ELLIPSIS)
    while end > 1 and _belongs_to_the_last(text, end):
        end -= 1
    return (_trimmed(_balanced(text[:end])) or text[:end]) + _ELLIPSIS
