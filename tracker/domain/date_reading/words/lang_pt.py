"""Portuguese. "antes de" is before the day; "até" and "o mais tardar" include it."""

from .vocabulary import Words, numbers

_ORDINALS = numbers(
    "primeiro|primeira: 1, segundo|segunda: 2, terceiro|terceira: 3, quarto|quarta: 4, "
    "quinto|quinta: 5, sexto|sexta: 6, sétimo|sétima: 7, oitavo|oitava: 8, nono|nona: 9, "
    "décimo|décima: 10"
)

WORDS = Words(
    code="pt",
    day=r"\d{1,2}(?:[. ]?[º°]|\.?o)?",
    glue="de|do|da|o|a|os|as|dia|dias|no",
    year_word="ano|anos",
    and_="e",
    to="a|ao|até|até ao|até o|à",
    between="entre|entre os dias|entre o dia|entre o",
    each="cada|todo|toda|toda a|todos os|todas as|todo o",
    month="mês|meses",
    week="semana|semanas",
    weekend="fim de semana|fim-de-semana|fins de semana|final de semana|finais de semana",
    weekdays=(
        "segundas-feiras",
        "terças-feiras",
        "quartas-feiras",
        "quintas-feiras",
        "sextas-feiras",
        "sábados",
        "domingos",
    ),
    day_word="dia|dias",
    quarter="trimestre",
    half="semestre|metade",
    ordinals=_ORDINALS | {"último|última|últimos|últimas": -1},
    cadence="seman(?:al|ais|almente)|mens(?:al|ais|almente)|trimestr(?:al|ais|almente)|anualmente"
    "|cada ano|todos os anos|todo ano",
    years_apart=r"a cada (?:dois|três|quatro|cinco|\d{1,2}) anos|cada (?:dois|três) anos"
    "|bienalmente",
    by="até|até o|até ao|até a|até à|até o dia|até ao dia|até o final|até ao final|até ao fim"
    "|até o fim|o mais tardar|o mais tardar até|o mais tardar em|no mais tardar até|não depois de"
    "|no máximo até|até meados|até finais|até fins",
    before="antes de|antes do|antes do dia|anterior a",
    since="não antes de|não antes do|nunca antes de|não antes do dia"
    "|a partir de|a partir do|a partir do dia|desde|desde o|desde o dia|a contar de|após"
    "|após o|depois de|depois do",
    end_of="final|fim|o final|o fim|final de|fim de|finais de|término",
    by_after="o mais tardar|no máximo",
    since_after="em diante",
    year_intro="em|de|do|desde|até|para|ano|anos|entre|e|ou|verão|outono|inverno|primavera|final"
    "|fim|início|meados|a|o|durante|no|ao|após|antes de",
    then="como|com|em|no|na|e|ou|a|à|ao|para|de|do|da|dos|das|por|que|se|será|serão|é|são|foi|o|os"
    "|as|um|uma|contra|sobre|deve|devem|mas|quando|pelo|pela",
    name_before="agenda|visão|horizonte|resolução|resoluções|decisão|decisões|lei|decreto|artigo|art"
    "|diretiva|regulamento|parágrafo|página|páginas|pág|número|no|nº|núm|iso|documento|sala|tel"
    "|telefone|fax|código|cep|versão|modelo|capítulo|portaria|processo",
    name_after="agenda",
    counted="pessoas|participantes|delegados|membros|árvores|euros?|dólares|reais|km|quilômetros"
    "|quilómetros|metros|kg|toneladas|hectares|horas|exemplares|livros|escolas|trabalhadores"
    "|famílias|crianças|mulheres|homens|assinaturas|lugares|palavras|pontos|casas|milhões|mil",
    place="rua|praça|avenida|movimento|largo|travessa",
    cardinals=numbers(
        "cinco: 5, dez: 10, quinze: 15, vinte: 20, vinte e cinco: 25, trinta: 30, quarenta: 40, "
        "cinquenta: 50, sessenta: 60, setenta: 70, setenta e cinco: 75, oitenta: 80, noventa: 90, "
        "cem: 100, cento e cinquenta: 150, duzentos: 200"
    ),
    anniversary_ordinals=_ORDINALS
    | numbers(
        "vigésimo: 20, vigésimo quinto: 25, trigésimo: 30, quadragésimo: 40, quinquagésimo: 50, "
        "sexagésimo: 60, septuagésimo: 70, octogésimo: 80, nonagésimo: 90, centésimo: 100"
    ),
    anniversaries=(
        r"{n} ?(?:[º°]|o)? aniversário",
        r"{ordinal} aniversário",
        r"(?:{n}|{cardinal}) anos (?:depois|após|desde|mais tarde|atrás|da|do)",
        r"há (?:{n}|{cardinal}) anos",
    ),
    jubilees={"centenário": 100, "bicentenário": 200, "cinquentenário": 50},
)
