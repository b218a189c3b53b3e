"""French. "avant le" is before the day; "jusqu'au", "d'ici" and "au plus tard" include it."""

from .vocabulary import Words, numbers

_ORDINALS = numbers(
    "premier|première: 1, deuxième|second|seconde: 2, troisième: 3, quatrième: 4, cinquième: 5, "
    "sixième: 6, septième: 7, huitième: 8, neuvième: 9, dixième: 10"
)

WORDS = Words(
    code="fr",
    months=("", "", "", "", "", "", "", "", "", "", "", ""),
    day=r"\d{1,2}(?: ?er| ?e)?",
    glue="de|du|des|le|la|les|de la|jour|jours",
    year_word="année|années|an|l'année|l'an",
    inside="en",
    and_="et",
    to="au|à|jusqu'au|jusqu'à",
    between="entre|entre le",
    each="chaque|tous les|toutes les",
    month="mois",
    week="semaine|semaines",
    weekend="week-end|week-ends|weekend|fin de semaine|weekends",
    weekdays=("lundis", "mardis", "mercredis", "jeudis", "vendredis", "samedis", "dimanches"),
    day_word="jour|jours",
    quarter="trimestre",
    half="semestre|moitié",
    ordinals=_ORDINALS | {"dernier|dernière|derniers|dernières": -1},
    cadence="chaque année|tous les ans|hebdomadaires?|hebdomadairement"
    "|mensuels?|mensuelles?|mensuellement|trimestriels?|trimestrielles?|trimestriellement",
    years_apart=r"tous les (?:deux|trois|quatre|cinq|\d{1,2}) ans|toutes les (?:deux|trois"
    r"|quatre|cinq|\d{1,2}) années|une année sur deux",
    by="jusqu'au|jusqu'à|jusqu'en|d'ici|d'ici à|d'ici le|d'ici au|d'ici fin|d'ici la fin"
    "|au plus tard|au plus tard le|au plus tard en|au plus tard à|pas plus tard que le|jusque"
    "|d'ici à la fin|au plus tard à la fin|jusqu'à la fin|d'ici l'an|d'ici à l'an"
    "|d'ici l'horizon|à l'horizon",
    before="avant|avant le|préalablement au",
    since="pas avant|pas avant le|au plus tôt le|au plus tôt en"
    "|à partir du?|à partir de|à compter du?|à compter de|dès|dès le|depuis|depuis le"
    "|après|après le|à dater du",
    end_of="fin|la fin|la fin de|la fin du|fin de|l'échéance",
    by_after="au plus tard|inclus",
    since_after="et au-delà",
    year_intro="en|de|du|depuis|dès|jusqu'en|avant|après|pour|année|années|an|entre|et|ou|été|hiver"
    "|automne|printemps|fin|début|mi|mi-|à|au|vers|d'ici|l'an|durant|pendant|horizon|le|les|la",
    then="comme|avec|en|dans|et|ou|à|au|aux|pour|de|du|des|par|qui|que|sera|seront|est|sont|était"
    "|le|la|les|un|une|contre|sous|sur|dont|afin|mais|doit|doivent|se|a|ont|lors",
    name_before="agenda|vision|horizon|résolutions?|décisions?|loi|décret|article|art|directive"
    "|règlement|paragraphe|alinéa|page|pages|p|numéro|no|n|nº|n°|iso|document|doc|salle|tél|tel"
    "|téléphone|fax|code|bp|version|modèle|chapitre|ordonnance|arrêté",
    name_after="agenda",
    counted="personnes|participants|participantes|délégués|membres|arbres|euros?|dollars|francs|km"
    "|kilomètres|mètres|kg|tonnes|hectares|heures|exemplaires|livres|écoles|travailleurs|familles"
    "|enfants|femmes|hommes|signatures|places|mots|points|logements|pages|habitants|millions",
    place="rue|place|avenue|boulevard|mouvement|quai|cours",
    cardinals=numbers(
        "cinq: 5, dix: 10, quinze: 15, vingt: 20, vingt-cinq: 25, trente: 30, quarante: 40, "
        "cinquante: 50, soixante: 60, soixante-dix: 70, soixante-quinze: 75, quatre-vingts?: 80, "
        "quatre-vingt-dix: 90, cent: 100, cent cinquante: 150, deux cents: 200"
    ),
    anniversary_ordinals=_ORDINALS
    | numbers(
        "quinzième: 15, vingtième: 20, vingt-cinquième: 25, trentième: 30, quarantième: 40, "
        "cinquantième: 50, soixantième: 60, soixante-dixième: 70, quatre-vingtième: 80, "
        "quatre-vingt-dixième: 90, centième: 100, deux centième: 200"
    ),
    anniversaries=(
        r"{n} ?(?:er|e|ème|eme|º|°)? anniversaire",
        r"{ordinal} anniversaire",
        r"(?:{n}|{cardinal}) ans (?:après|depuis|plus tard|de la|du)",
        r"il y a (?:{n}|{cardinal}) ans",
    ),
    jubilees={"centenaire": 100, "bicentenaire": 200, "cinquantenaire": 50, "tricentenaire": 300},
)
