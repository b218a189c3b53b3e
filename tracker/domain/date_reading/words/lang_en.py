"""English."""

from .vocabulary import Words, numbers

_ORDINALS = numbers(
    "first: 1, second: 2, third: 3, fourth: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8, "
    "ninth: 9, tenth: 10, eleventh: 11, twelfth: 12, thirteenth: 13, fourteenth: 14, "
    "fifteenth: 15, sixteenth: 16, seventeenth: 17, eighteenth: 18, nineteenth: 19, "
    "twentieth: 20, thirtieth: 30"
)

WORDS = Words(
    code="en",
    months=("", "", "", "", "", "", "", "", "sept", "", "", ""),
    day=r"\d{1,2}(?:st|nd|rd|th)?",
    glue="of|the",
    year_word="year|years|in the year",
    inside="in",
    and_="and",
    weekdays=("mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"),
    to="to|through|thru|until|till",
    between="between",
    each="each|every",
    month="month|months",
    week="week|weeks",
    weekend="weekend|weekends|week-end",
    day_word="days?",
    quarter="quarter",
    half="half",
    ordinals=_ORDINALS | {"last|final": -1},
    day_ordinals=False,
    cadence="weekly|monthly|quarterly|annually|every year|each year",
    years_apart=r"(?:every|each) (?:two|three|four|five|\d{1,2}) years|every (?:second|third"
    "|fourth|fifth|other|2nd|3rd) year|biennial(?:ly)?|triennial(?:ly)?",
    by="by|by no later than|no later than|not later than|at the latest by|until|till|up to|by end"
    "|due|due by|due on",
    before="before|prior to|ahead of|earlier than",
    since="not before|not earlier than|no earlier than|never before"
    "|from|since|starting|starting from|starting on|beginning|beginning on|as of|as from"
    "|effective|with effect from|after|from on",
    end_of="the end of|end of|the close of|mid|early|late|the start of|the beginning of|end|spring"
    "|summer|autumn|the spring of|the summer of|the autumn of|the winter of",
    by_after="at the latest",
    since_after="onwards?|and after|and later|or later",
    year_intro="in|by|of|since|until|till|from|to|before|after|during|for|through|throughout"
    "|year|years|mid|early|late|spring|summer|autumn|winter|fall|end|and|or|between|the|around"
    "|circa|beyond|towards|calendar|fiscal|on",
    then="as|with|in|on|at|and|or|to|for|of|by|will|shall|is|are|was|were|has|have|had|the|a|an"
    "|from|until|against|under|which|that|who|when|where|but|through|should|must|may|can",
    name_before="agenda|vision|horizon|resolutions?|decisions?|law|act|article|art|directive"
    "|regulation|paragraphs?|para|section|page|pages|pp?|no|nos|nr|number|iso|din|en|document|doc"
    "|room|tel|phone|telephone|fax|code|po box|box|version|model|flight|postcode|zip|order|decree"
    "|chapter|bill|convention no|protocol no|line|id|ref|case",
    name_after="agenda|sustainable development|development agenda|vision",
    counted="people|persons|participants|delegates|members|trees|euros?|dollars?|pounds|usd|eur"
    "|francs|km|kilomet(?:er|re)s|met(?:er|re)s|miles|kg|tonnes|tons|hectares|hours|copies|units"
    "|books|schools|workers|houses|homes|families|children|signatures|tickets|seats|places|words"
    "|children|women|men|soldiers|victims|points|pages|cases|bicycles|items|calories|litres|watts"
    "|percent|per cent|million|billion|thousand",
    place="street|square|avenue|road|movement|brigade|boulevard",
    cardinals={
        "five": 5,
        "ten": 10,
        "fifteen": 15,
        "twenty": 20,
        "twenty[- ]five": 25,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
        "sixty": 60,
        "seventy": 70,
        "seventy[- ]five": 75,
        "eighty": 80,
        "ninety": 90,
        "(?:a|one) hundred": 100,
        "(?:a|one) hundred and fifty": 150,
        "two hundred": 200,
    },
    anniversary_ordinals=_ORDINALS
    | {
        "twenty[- ]fifth": 25,
        "thirtieth": 30,
        "fortieth": 40,
        "fiftieth": 50,
        "sixtieth": 60,
        "seventieth": 70,
        "seventy[- ]fifth": 75,
        "eightieth": 80,
        "ninetieth": 90,
        "(?:one[- ])?hundredth": 100,
        "two[- ]hundredth": 200,
    },
    anniversaries=(
        r"{n}(?:st|nd|rd|th) (?:anniversary|birthday|jubilee)",
        r"{ordinal} (?:anniversary|birthday|jubilee)",
        r"(?:{n}|{cardinal}) years (?:after|since|ago|on from|have passed since|later|following)",
        r"(?:{n}|{cardinal})[- ]years? anniversary",
    ),
    jubilees={
        "(?:centenary|centennial)": 100,
        "(?:bicentenary|bicentennial)": 200,
        "(?:tercentenary|tricentennial)": 300,
        "(?:sesquicentenary|sesquicentennial)": 150,
    },
    month_first=True,
)
