"""Turkish. "31 Mart'a kadar" is by that day, "31 Mart'tan önce" before it."""

from .vocabulary import Words, numbers

_ORDINALS = numbers(
    "ilk|birinci: 1, ikinci: 2, üçüncü: 3, dördüncü: 4, beşinci: 5, altıncı: 6, "
    "yedinci: 7, sekizinci: 8, dokuzuncu: 9, onuncu: 10"
)
_WHEN = r"(?: (?:tarihi|günü|ayı|yılı|yıl|sonu|ayı sonu|yılı sonu|yılının sonu))?"
_TO = r"(?:'?(?:y|n)?[ae])?"
_FROM = r"(?:'?n?[dt][ae]n)?"
_WEEKDAY = "(?:nın|nin|ın|in|sı|si|ları|leri|ya|ye|yı|yi|lar|ler)?"

WORDS = Words(
    code="tr",
    day=r"\d{1,2}\.?",
    suffix="[a-z]+",
    glue="günü|gününde|günleri|tarih",
    year_word="yıl|yılı|yılında|yılının|yılın|yılına|yılları|yıllarında|yılından|senesi|senesinde",
    and_="ve|ile",
    to="-|ila",
    between_after="(?:tarihleri |günleri |yılları )?arasında",
    each="her",
    month="ay|ayın|ayı|ayının|ayında|ayda|aylar",
    week="hafta|haftası|haftasında|haftanın|haftasının|haftada",
    weekend="hafta sonu|hafta sonunda|hafta sonları|haftasonu|haftasonunda|hafta sonunu"
    "|hafta sonunun",
    weekdays=tuple(
        f"{name}{_WEEKDAY}"
        for name in ("pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar")
    ),
    day_word="gün|günü|gününde|günleri",
    quarter="çeyrek|çeyreği|çeyreğinde|çeyreğinin",
    half="yarı|yarısı|yarısında|yarısının",
    ordinals=_ORDINALS | {"son": -1},
    cadence="haftalık|aylık|üç aylık|her yıl",
    years_apart=r"(?:her )?(?:iki|üç|dört|beş|\d{1,2}) yılda bir",
    by="en geç",
    before="",
    since="",
    by_after=rf"{_WHEN}{_TO} (?:kadar|dek|değin)|{_WHEN}n[ae] (?:kadar|dek|değin)",
    before_after=rf"{_WHEN}{_FROM} (?:önce|evvel)|{_WHEN}n?[dt][ae]n (?:önce|evvel)",
    since_after=rf"{_WHEN}{_FROM} (?:önce olma(?:mak|dan|yacak)|itibaren|beri|bu yana|sonra)"
    rf"|{_WHEN}{_FROM} başlayarak|{_WHEN}n?[dt][ae]n (?:itibaren|beri|bu yana|sonra|başlayarak)",
    year_intro="ve|veya|yılı|yaz|kış|bahar|ilkbahar|sonbahar|haziran|yılında|en geç",
    then="ve|veya|ile|için|olarak|gibi|kadar|itibaren|sonra|önce|boyunca|sonuna|sonunda|başında"
    "|yılı|yılında|arasında|tarihinde|içinde|da|de|bir|bu|her",
    name_before="gündemi?|vizyonu?|ufuk|karar(?:ı|lar)?|yasa(?:sı)?|kanun(?:u)?|madde(?:si)?"
    "|direktif(?:i)?|tüzük|paragraf|sayfa|no|numara|sayılı|iso|belge|oda|tel|telefon|faks|kod"
    "|sürüm|genelge",
    name_after="gündemi|sayılı|vizyonu",
    counted="kişi|katılımcı|delege|üye|ağaç|avro|euro|dolar|lira|tl|km|kilometre|metre|kg|ton"
    "|hektar|saat|nüsha|kitap|okul|işçi|aile|çocuk|kadın|erkek|imza|yer|kelime|puan|konut|bin"
    "|milyon|adet|ev",
    place="sokak|sokağı|caddesi|cad|meydanı|mahallesi|hareketi|bulvarı|stadı",
    cardinals=numbers(
        "beş: 5, on: 10, on beş: 15, yirmi: 20, yirmi beş: 25, otuz: 30, kırk: 40, elli: 50, "
        "altmış: 60, yetmiş: 70, yetmiş beş: 75, seksen: 80, doksan: 90, yüz: 100, "
        "yüz elli: 150, iki yüz: 200"
    ),
    anniversary_ordinals=_ORDINALS
    | numbers(
        "on beşinci: 15, yirminci: 20, yirmi beşinci: 25, otuzuncu: 30, kırkıncı: 40, "
        "ellinci: 50, altmışıncı: 60, yetmişinci: 70, sekseninci: 80, doksanıncı: 90, "
        "yüzüncü: 100, iki yüzüncü: 200"
    ),
    anniversaries=(
        r"{n}(?:\.|'?[ıiuü]?nc[ıiuü])? (?:yıl ?dönümü|yaş günü)[a-z]*",
        r"{ordinal} (?:yıl ?dönümü|yılı|yaş günü)[a-z]*",
        r"{n}\. yılı(?:nda|nı|nın)?",
        r"(?:{n}|{cardinal}) yıl (?:sonra|önce|ardından)",
    ),
    jubilees={},
    year_first=True,
)
