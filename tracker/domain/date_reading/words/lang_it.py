"""Italian. "prima del" is before the day; "entro" and "fino al" include it."""

from .vocabulary import Words, numbers

_ORDINALS = numbers(
    "primo|prima: 1, secondo|seconda: 2, terzo|terza: 3, quarto|quarta: 4, quinto|quinta: 5, "
    "sesto|sesta: 6, settimo|settima: 7, ottavo|ottava: 8, nono|nona: 9, decimo|decima: 10"
)

WORDS = Words(
    code="it",
    day=r"\d{1,2}(?: ?[º°])?",
    glue="di|del|dello|della|dei|il|l|lo|la|i|gli|giorno|giorni|le",
    year_word="anno|anni|dell'anno|nell'anno|l'anno",
    and_="e|ed",
    to="al|all|a|fino al|sino al|fino all",
    between="tra|fra|tra il|fra il",
    each="ogni|ciascun|ciascuno|tutti i|tutte le",
    month="mese|mesi",
    week="settimana|settimane",
    weekend="fine settimana|weekend|week-end",
    weekdays=("", "", "", "", "", "sabati", "domeniche"),
    day_word="giorno|giorni",
    quarter="trimestre",
    half="semestre|metà",
    ordinals=_ORDINALS | {"ultimo|ultima|ultimi|ultime": -1},
    cadence="settimanal(?:e|i|mente)|mensil(?:e|i|mente)|trimestral(?:e|i|mente)|annualmente"
    "|ogni anno",
    years_apart=r"ogni (?:due|tre|quattro|cinque|\d{1,2}) anni",
    by="entro|entro il|entro l'|entro la|entro e non oltre|entro e non oltre il|fino al|fino all'"
    "|fino a|sino al|al più tardi|al più tardi il|non oltre il|non più tardi del|entro fine"
    "|entro la fine del|entro la fine di|entro il mese di",
    before="prima del|prima della|prima|prima dell'|prima di|anteriormente al",
    since="non prima del|non prima dell'|non prima di|mai prima del"
    "|a partire dal|a partire dall'|a partire da|dal|dall'|da|a decorrere dal"
    "|a decorrere dall'|a far data dal|dopo il|dopo l'|dopo",
    end_of="fine|della fine|la fine|fine del|la fine del|la fine di|fine di|termine|scadenza",
    by_after="al più tardi|compreso",
    since_after="in poi",
    year_intro="nel|del|dal|al|entro il|entro|anno|anni|tra|fra|e|o|estate|inverno|autunno"
    "|primavera|fine|inizio|metà|il|per il|di|fino al|dopo il|prima del|durante il|in|della",
    then="come|con|in|e|o|a|per|di|del|della|dei|da|dal|che|sarà|saranno|è|sono|era|il|la|lo|i|le|un"
    "|una|contro|sotto|su|nel|nella|deve|devono|si|ma|quando|ha|hanno|al|alla",
    name_before="agenda|visione|orizzonte|risoluzion(?:e|i)|decision(?:e|i)|legge|decreto|articolo"
    "|art|direttiva|regolamento|paragrafo|comma|pagina|pagine|pag|pp?|numero|n|nr|iso|documento"
    "|stanza|tel|telefono|fax|codice|cap|versione|modello|capitolo|ordinanza",
    name_after="agenda",
    counted="persone|partecipanti|delegati|membri|alberi|euro|dollari|lire|km|chilometri|metri|kg"
    "|tonnellate|ettari|ore|copie|libri|scuole|lavoratori|famiglie|bambini|donne|uomini|firme|posti"
    "|parole|punti|alloggi|case|milioni|mila|pagine|abitanti",
    place="via|piazza|viale|corso|movimento|largo|piazzale",
    cardinals=numbers(
        "cinque: 5, dieci: 10, quindici: 15, venti|vent: 20, venticinque: 25, trenta|trent: 30, "
        "quaranta|quarant: 40, cinquanta|cinquant: 50, sessanta|sessant: 60, "
        "settanta|settant: 70, ottanta|ottant: 80, novanta|novant: 90, cento|cent: 100, "
        "centocinquanta: 150, duecento: 200"
    ),
    anniversary_ordinals=_ORDINALS
    | numbers(
        "quindicesimo: 15, ventesimo: 20, venticinquesimo: 25, trentesimo: 30, quarantesimo: 40, "
        "cinquantesimo: 50, sessantesimo: 60, settantesimo: 70, ottantesimo: 80, "
        "novantesimo: 90, centesimo: 100, duecentesimo: 200"
    ),
    anniversaries=(
        r"{n} ?[º°^]? anniversario",
        r"{ordinal} anniversario",
        r"(?:{n}|{cardinal})[ '](?:anni|anni dalla) (?:dopo|dalla|dal|dallo|fa|più tardi)",
        r"(?:{n}|{cardinal})[ ']anni (?:dopo|dalla|dal|dallo|fa|più tardi)",
    ),
    jubilees={"centenario": 100, "bicentenario": 200, "cinquantenario": 50},
)
