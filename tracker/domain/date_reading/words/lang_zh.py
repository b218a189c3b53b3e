"""Chinese. "前" and "之前" are before the day; "截至", "不迟于" and "为止" include it."""

from .vocabulary import Words, numbers

_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "[日天]")
_NUMERAL = "[一二三四五六七八九十百两〇零]{1,5}"

WORDS = Words(
    code="zh",
    months=tuple(
        f"(?:0?{number}|{name})[ ]?月(?:份)?" for number, name in enumerate(_MONTHS, start=1)
    ),
    day=r"(?:\d{1,2}[ ]?[日号]?|[一二三四五六七八九十廿卅]{1,3}[日号])",
    year=r"(?:\d{4}|[〇零一二三四五六七八九]{4})[ ]?年(?!代)",
    glue="的",
    and_="和|与|及|以及|、",
    to="至|到|直到",
    between_after="之间|间",
    each="每|每个|每一个",
    month="个月|月",
    week="个星期|星期|周",
    weekend="周末",
    weekdays=tuple(f"(?:个)?(?:星期|周|礼拜){name}" for name in _WEEKDAYS),
    day_word="日|天",
    quarter="季度|季",
    half="半年",
    ordinals=numbers(
        "第一个|第一|首个|上: 1, 第二个|第二|下: 2, 第三个|第三: 3, 第四个|第四: 4, "
        "最后一个|最后|最末: -1"
    ),
    day_ordinals=False,
    cadence="每年",
    years_apart="每(?:隔)?[两二三四五]年",
    by="截至|截止|截止到|不迟于|不晚于|最迟|最晚|最迟于|最晚于|至|到|直到",
    before="早于",
    since="不早于|最早于|自|从|自从|始于",
    by_after="为止|止|年底前|底前|底之前|末前|末之前|以内|底以前",
    before_after="之前|以前|前",
    since_after="起|开始|以来|以后|之后|后",
    year_intro="于|在|到|至|自|从",
    name_before="议程|愿景|决议|号|第",
    name_after="议程|年议程|年可持续发展议程|可持续发展议程",
    counted="人|名|棵|元|公里|米|公斤|吨|公顷|小时|册|本|个",
    place="路|街|广场|大道|运动",
    anniversaries=(rf"(?:{{n}}|{_NUMERAL})周年", rf"(?:{{n}}|{_NUMERAL})年(?:后|之后|以后)"),
    jubilees={"百年(?:诞辰|纪念|华诞)": 100},
    month_first=True,
    year_first=True,
    spaced=False,
)
