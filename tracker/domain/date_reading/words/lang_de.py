"""German. "bis" and "spätestens" include the day, "vor dem" does not."""

from .vocabulary import Words, numbers


def _ordinal(stem: str) -> str:
    return f"{stem}(?:e|en|er|es|em)"


_ORDINALS = {
    _ordinal(stem): number
    for stem, number in numbers(
        "erst: 1, zweit: 2, dritt: 3, viert: 4, fünft: 5, sechst: 6, siebt: 7, siebent: 7, "
        "acht: 8, neunt: 9, zehnt: 10"
    ).items()
}

WORDS = Words(
    code="de",
    months=("", "", "mrz", "", "", "", "", "", "", "", "", ""),
    day=r"\d{1,2}\.?",
    glue="des|der|den|dem|am|vom|eines",
    year_word="jahr|jahre|jahres|jahren",
    inside="im",
    and_="und|u",
    to="bis|bis zum|bis am|-",
    between="zwischen|zwischen dem",
    each="jede(?:r|s|n|m)?|jeweils am",
    month="monat|monats|monate|monaten",
    week="woche|wochen",
    weekend="wochenende|wochenenden|wochenendes",
    weekdays=(
        "montags",
        "dienstags",
        "mittwochs",
        "donnerstags",
        "freitags",
        "samstags|sonnabend|sonnabends",
        "sonntags",
    ),
    day_word="tag|tages|tage",
    quarter="quartal|quartals|vierteljahr|vierteljahres",
    half="halbjahr|halbjahres|jahreshälfte|hälfte",
    ordinals=_ORDINALS | {"letzte(?:r|s|n|m)?": -1},
    cadence="(?:wöchentlich|monatlich|vierteljährlich)(?:e|en|er|es|em)?|quartalsweise"
    "|jedes jahr|alljährlich",
    years_apart=r"alle (?:zwei|drei|vier|fünf|\d{1,2}) jahre|jedes (?:zweite|dritte) jahr"
    "|zweijährlich",
    by="bis|bis zum|bis zu|bis spätestens|spätestens|spätestens am|spätestens bis"
    "|spätestens bis zum|bis ende|bis einschließlich|bis anfang|bis mitte"
    "|nicht später als|bis zum ende",
    before="vor|vor dem|noch vor|noch vor dem|früher als",
    since="nicht vor|nicht vor dem|frühestens am|frühestens"
    "|ab|ab dem|seit|seit dem|von|vom|beginnend am|beginnend mit dem|nach|nach dem"
    "|mit wirkung vom",
    end_of="ende|ablauf|dem ende|schluss|ablauf des",
    since_after="an|und danach|und später",
    year_intro="in|im|bis|ab|seit|von|vom|vor|nach|für|während|jahr|jahre|jahres|sommer|winter"
    "|frühjahr|frühling|herbst|ende|anfang|mitte|und|oder|zwischen|des|den|um|um das|gegen|zu|über",
    then="als|mit|in|im|am|und|oder|zu|zum|zur|für|von|vom|bei|wird|werden|ist|sind|war|waren|hat"
    "|haben|der|die|das|den|dem|ein|eine|einen|gegen|unter|bis|soll|sollen|findet|finden|statt|an"
    "|auf|aus|durch|sowie|aber|wurde|wurden|stattfindet|stattfinden|stattfand",
    name_before="agenda|vision|horizont|resolution(?:en)?|beschluss|beschlüsse|gesetz|artikel|art"
    "|richtlinie|verordnung|absatz|seite|seiten|s|nummer|nr|iso|din|en|dokument|raum|zimmer|tel"
    "|telefon|fax|code|postfach|plz|version|kapitel|paragraf|paragraph|modell|az|aktenzeichen",
    name_after="agenda",
    counted="menschen|personen|teilnehmer|teilnehmende|delegierte|delegierten|mitglieder|bäume|euro"
    "|franken|dollar|km|kilometer|meter|kg|tonnen|hektar|stunden|exemplare|bücher|schulen|arbeiter"
    "|familien|kinder|frauen|männer|unterschriften|plätze|wörter|punkte|wohnungen|mitgliedern"
    "|seiten|einwohner|prozent|mio|mrd|tsd|millionen|stück",
    place="straße|strasse|platz|allee|bewegung|straße des|platz des",
    cardinals=numbers(
        "fünf: 5, zehn: 10, fünfzehn: 15, zwanzig: 20, fünfundzwanzig: 25, dreißig: 30, "
        "vierzig: 40, fünfzig: 50, sechzig: 60, siebzig: 70, fünfundsiebzig: 75, achtzig: 80, "
        "neunzig: 90, hundert|einhundert: 100, hundertfünfzig: 150, zweihundert: 200"
    ),
    anniversary_ordinals=_ORDINALS
    | {
        _ordinal(stem): number
        for stem, number in numbers(
            "fünfzehnt: 15, zwanzigst: 20, fünfundzwanzigst: 25, dreißigst: 30, vierzigst: 40, "
            "fünfzigst: 50, sechzigst: 60, siebzigst: 70, fünfundsiebzigst: 75, achtzigst: 80, "
            "neunzigst: 90, hundertst: 100, zweihundertst: 200"
        ).items()
    },
    anniversaries=(
        r"{n}\.? (?:jahrestag|todestag|geburtstag|jubiläum|gründungstag)(?:e?s)?",
        r"{ordinal} (?:jahrestag|todestag|geburtstag|jubiläum|gründungstag)(?:e?s)?",
        r"(?:{n}|{cardinal}) jahre (?:nach|seit|danach|später)",
        r"vor (?:{n}|{cardinal}) jahren",
        r"{n}-?jährig(?:e|en|er|es|em) (?:bestehen|bestehens|jubiläum|jubiläums)",
    ),
    jubilees={"hundertjahrfeier": 100, "zweihundertjahrfeier": 200, "fünfzigjahrfeier": 50},
)
