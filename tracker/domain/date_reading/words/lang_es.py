"""Spanish. "antes del" is before the day; "hasta", "a más tardar" and "para" include it."""

from .vocabulary import Words, numbers

_ORDINALS = numbers(
    "primero|primera|primer: 1, segundo|segunda: 2, tercero|tercera|tercer: 3, "
    "cuarto|cuarta: 4, quinto|quinta: 5, sexto|sexta: 6, séptimo|séptima: 7, "
    "octavo|octava: 8, noveno|novena: 9, décimo|décima: 10"
)

WORDS = Words(
    code="es",
    months=("", "", "", "", "", "", "", "", "setiembre|set|sep", "", "", ""),
    day=r"\d{1,2}(?: ?[º°]|\.[º°]|ro|er|ero|o)?",
    glue="de|del|el|los|la|día|días|de los",
    year_word="año|años|de el año",
    inside="en",
    and_="y|e",
    to="a|al|hasta|hasta el",
    between="entre|entre el|entre los días",
    each="cada|todos los|todas las",
    month="mes|meses",
    week="semana|semanas",
    weekend="fin de semana|fines de semana",
    weekdays=("lunes", "martes", "", "", "", "sábados", "domingos"),
    day_word="día|días",
    quarter="trimestre",
    half="semestre|mitad",
    ordinals=_ORDINALS | {"último|última|últimos|últimas": -1},
    cadence="semanal(?:es|mente)?|mensual(?:es|mente)?|trimestral(?:es|mente)?|anualmente"
    "|cada año|todos los años",
    years_apart=r"cada (?:dos|tres|cuatro|cinco|\d{1,2}) años|bienal(?:mente)?|trienal(?:mente)?",
    by="hasta|hasta el|hasta el día|a más tardar|a más tardar el|a más tardar en|no más tarde del?"
    "|para|no después del?|como tarde el?|hasta finales de|para finales de|antes de que termine"
    "|de aquí a",
    before="antes del?|antes de la|antes del día|antes de el|previo al",
    since="no antes del?|nunca antes del?|no antes de el|como muy pronto el"
    "|a partir del?|a partir del día|desde|desde el|a contar del?|con efecto desde el"
    "|desde el día|después del?",
    end_of="fin de|final de|fines de|finales de|fin del|final del|término de",
    by_after="a más tardar|como máximo",
    since_after="en adelante",
    year_intro="en|de|del|desde|hasta|para|año|años|entre|y|o|e|el|a|durante|antes de|verano|otoño"
    "|invierno|primavera|fines|finales|mediados|principios|por|al|tras",
    then="como|con|en|y|o|a|para|de|del|por|que|se|será|es|son|el|la|los|las|un|una|al|contra"
    "|desde|hasta|sobre|debe|deben|cuando|pero",
    name_before="agenda|visión|horizonte|resolución|resoluciones|decisión|ley|decreto|artículo|art"
    "|directiva|reglamento|párrafo|página|pág|páginas|no|núm|número|nº|iso|documento|sala|tel"
    "|teléfono|fax|código|apartado|versión|orden|capítulo|acuerdo no|caso|expediente",
    name_after="agenda",
    counted="personas|participantes|delegados|delegadas|miembros|árboles|euros?|dólares|pesos|km"
    "|kilómetros|metros|kg|toneladas|hectáreas|horas|ejemplares|libros|escuelas|trabajadores"
    "|familias|niños|niñas|mujeres|hombres|firmas|plazas|palabras|puntos|viviendas|millones|mil",
    place="calle|plaza|avenida|movimiento|brigada|avda|paseo",
    cardinals=numbers(
        "cinco: 5, diez: 10, quince: 15, veinte: 20, veinticinco: 25, treinta: 30, "
        "cuarenta: 40, cincuenta: 50, sesenta: 60, setenta: 70, setenta y cinco: 75, "
        "ochenta: 80, noventa: 90, cien: 100, ciento cincuenta: 150, doscientos: 200"
    ),
    anniversary_ordinals=_ORDINALS
    | numbers(
        "vigésimo: 20, vigésimo quinto: 25, trigésimo: 30, cuadragésimo: 40, "
        "quincuagésimo: 50, sexagésimo: 60, septuagésimo: 70, octogésimo: 80, nonagésimo: 90, "
        "centésimo: 100"
    ),
    anniversaries=(
        r"{n}(?: ?[º°.]| ?\.[º°]|er|o)? aniversario",
        r"{ordinal} aniversario",
        r"(?:{n}|{cardinal}) años (?:después|desde|tras|más tarde|de la|del)",
        r"hace (?:{n}|{cardinal}) años",
    ),
    jubilees=numbers("centenario: 100, bicentenario: 200, cincuentenario: 50"),
)
