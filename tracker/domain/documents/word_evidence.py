"""Which language a few lines are in, by their commonest words, and what their verbs announce.

The words are closed classes (articles, prepositions, pronouns, conjunctions), so that a paragraph
nearly always has several; those that many of the languages share say nothing and are left out.
Telling a block costs one look-up a word.
"""

import re
from collections import Counter
from functools import cache

_FEWEST = 2
_MARGIN = 1.6  # how often the words of the best language must outnumber those of the next

_COMMON = {
    "de": "der die das den dem des ein eine einen einem einer und oder mit auf für von zu zum zur "
    "im am ist sind wird werden wir sich nicht auch nach bei bis aus über unter ihre ihren "
    "alle als wie sie haben hat jede jeder jedes dass vom",
    "en": "the of and to in for on with by from at is are was were be been will shall their its "
    "our we this that these those which all each every or as not until than has have "
    "members between",
    "es": "el la los las un una unos unas de del en y o con por para que se su sus al es son será "
    "serán entre como más cada hasta desde nuestro nuestra todos todas lo sobre ha han",
    "fr": "le la les un une des du de en et ou avec par pour que qui se son ses leur leurs au aux "
    "est sont sera seront entre comme plus chaque dans sur nous notre tous toutes ce cette "
    "depuis",
    "id": "yang dan di ke dari untuk dengan pada dalam oleh akan adalah ini itu para tidak setiap "
    "kami kita atau sampai hingga antara semua sebagai telah lebih bagi agar anggota tahun",
    "it": "il lo la i gli le un uno una di del della dei delle degli dal dalla nel nella e o con "
    "per che si suo loro al alla ai alle è sono sarà tra come più ogni fino nostro tutti "
    "tutte sul",
    "pt": "o a os as um uma uns umas de do da dos das em no na nos nas e ou com por para que se "
    "seu sua ao à às é são será entre como mais cada até desde nosso todos todas pelo pela "
    "não",
    "tr": "ve bir bu için ile de da en her olan olarak kadar daha tüm üye sonra gibi ya veya biz "
    "bizler göre önce arasında üzere yılında ilgili tarafından ki bütün",
    "vi": "và của các những cho trong với là được một để này có không tại từ đến trên theo về năm "
    "ngày tháng khi đã sẽ mỗi hoặc chúng tôi ta bằng nhân phải",
}
_SIGNS = {
    "de": "ß",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "tr": "ığş",
    "vi": "ăđơưạảấầẩậắằẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
}
_WORD = re.compile(r"[^\W\d_]+")

# Verbs that begin what is decided, as opposed to what is recalled. Sources: the drafting usage
# of resolutions in each language.
_OPERATIVE = re.compile(
    r"\b(?:calls?|decides?|urges?|requests?|resolves?|recommends?|agrees?|invites?|encourages?|"
    r"demands?|will|shall|undertakes?|commits?|adopts?|pledges?|proclaims?|"
    r"beschlie(?:ß|ss)\w*|fordert|bittet|empfiehlt|verpflichte\w+|vereinbar\w+|ruft|ersucht|lädt|"
    r"werden|verlangt|"
    r"demande(?:nt)?|décide(?:nt)?|invite(?:nt)?|appelle(?:nt)?|recommande(?:nt)?|"
    r"exhorte(?:nt)?|prie(?:nt)?|s['’]engage(?:nt)?|"
    r"convien\w+|encourage(?:nt)?|"
    r"decid\w+|pide\w*|exhorta\w*|insta\w*|invita\w*|recomienda\w*|acuerda\w*|solicita\w*|llama\w*|"
    r"alienta\w*|compromete\w*|"
    r"pede\w*|convida\w*|recomenda\w*|apela\w*|concorda\w*|incentiva\w*|resolve\w*|"
    r"chiede|chiedono|invitano|raccomanda\w*|impegna\w*|esorta\w*|sollecita\w*|"
    r"призыва\w+|постановля\w+|реша\w+|проси\w+|рекомендуе\w+|обязу\w+|предлага\w+|настоятельно|"
    r"договарива\w+|"
    r"çağır\w+|çağrı\w*|karar\w*|ister|istiyor\w*|davet|önerir|öneriyor\w*|taahhüt\w*|"
    r"kêu gọi|quyết định|yêu cầu|khuyến nghị|mời|cam kết|"
    r"menyerukan|memutuskan|meminta|mengajak|mengundang|merekomendasikan|sepakat|mendesak|"
    r"berkomitmen)\b|"
    r"تدعو|تقرر|يقرر|يدعو|تطلب|يطلب|توصي|يوصي|تحث|يحث|تلتزم|يلتزم|نقرر|ندعو|تتفق|نتفق|"
    r"呼吁|决定|要求|建议|敦促|请|同意|承诺|号召|邀请",
    re.IGNORECASE,
)
_RECALLING = re.compile(
    r"\b(?:recalling|noting|welcoming|recogni[sz]ing|considering|reaffirming|bearing|concerned|"
    r"convinced|acknowledging|aware|having|taking|mindful|stressing|emphasi[sz]ing|expressing|"
    r"guided|underlining|whereas|deeply|alarmed|"
    r"rappelant|notant|constatant|saluant|reconnaissant|considérant|réaffirmant|convaincu\w*|"
    r"consciente?s?|soulignant|prenant|ayant|préoccupé\w*|"
    r"recordando|observando|acogiendo|reconociendo|considerando|reafirmando|convencid\w+|"
    r"teniendo|destacando|subrayando|preocupad\w+|tomando|"
    r"tendo|notando|saudando|reconhecendo|reafirmando|lembrando|"
    r"ricordando|accogliendo|riconoscendo|riaffermando|prendendo|avendo|constatando|"
    r"eingedenk|unter hinweis|in anerkennung|in anbetracht|mit dank|in der erwägung|erfreut|"
    r"besorgt|überzeugt|feststellend|"
    r"ссылаясь|отмечая|приветствуя|признавая|учитывая|подтверждая|будучи|напоминая|принимая|"
    r"hatırlatarak|not ederek|memnuniyetle|kabul ederek|dikkate alarak|anımsayarak|"
    r"nhắc lại|ghi nhận|hoan nghênh|thừa nhận|xét|"
    r"mengingat|mencatat|menyambut|mengakui|menimbang|menegaskan|"
    r"إذ|回顾|注意到|欢迎|认识到|考虑到|重申|铭记)(?:\b|(?<=[\u4e00-\u9fff]))",
    re.IGNORECASE,
)


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    """The languages that each word is common in, without the words of four languages and more."""
    found: dict[str, list[str]] = {}
    for language, words in _COMMON.items():
        for word in words.split():
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items() if len(languages) < 4}


def tell(text: str) -> str:
    """The language of a text in Latin letters, "" where its words do not settle it."""
    folded = text.casefold()
    known = _languages_of()
    scores: Counter[str] = Counter()
    for word in _WORD.findall(folded):
        languages = known.get(word, ())
        for language in languages:
            scores[language] += 6 // len(languages)
    for language, letters in () if folded.isascii() else _SIGNS.items():
        if any(letter in folded for letter in letters):
            scores[language] += 6
    ranked = scores.most_common(2)
    if not ranked or ranked[0][1] < 6 * _FEWEST:
        return ""
    if len(ranked) > 1 and ranked[0][1] < _MARGIN * ranked[1][1]:
        return ""
    return ranked[0][0]


def announces_actions(text: str) -> bool:
    """Whether a lead line has a verb of deciding or asking: "Calls upon the members to:"."""
    return bool(_OPERATIVE.search(text))


def notes(lead: str) -> bool:
    """Whether a lead line opens clauses of a preamble: "The congress, noting that:"."""
    return _last(_RECALLING, lead) > _last(_OPERATIVE, lead)


def decides(lead: str) -> bool:
    """Whether the last that a lead line announces are actions: "Noting this, decides:"."""
    return _last(_OPERATIVE, lead) > _last(_RECALLING, lead)


def _last(verbs: re.Pattern[str], lead: str) -> int:
    return max((found.start() for found in verbs.finditer(lead)), default=-1)


def recalls(text: str) -> bool:
    """Whether a clause begins as preambles do: "Recalling its decision 36/CP.7"."""
    return bool(_RECALLING.match(text))
