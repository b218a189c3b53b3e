"""Vietnamese. "trước" is before the day; "đến", "chậm nhất" and "muộn nhất" include it."""

from .vocabulary import Words, numbers

_MONTHS = "giêng|một,hai,ba,tư|bốn,năm,sáu,bảy,tám,chín,mười,mười một,mười hai|chạp"

WORDS = Words(
    code="vi",
    months=tuple(
        rf"(?:tháng|thg) (?:0?{number}(?!\d)|{names}"
        + ("(?! một| hai)" if number == 10 else "")
        + ")"
        for number, names in enumerate(_MONTHS.split(","), start=1)
    ),
    glue="ngày|các ngày|mồng|mùng|của",
    year_word="năm",
    and_="và",
    to="đến|đến ngày|tới|tới ngày|đến hết ngày|đến hết",
    between="giữa",
    each="mỗi|hàng|hằng|các",
    month="tháng",
    week="tuần",
    weekend="cuối tuần",
    day_word="ngày",
    quarter="quý",
    half="nửa năm",
    ordinals=numbers(
        "đầu tiên|thứ nhất|đầu: 1, thứ hai: 2, thứ ba: 3, thứ tư: 4, cuối cùng|cuối: -1, "
        "i: 1, ii: 2, iii: 3, iv: 4"
    ),
    day_ordinals=False,
    cadence="hàng năm|hằng năm|mỗi năm",
    years_apart=r"(?:hai|ba|bốn|năm|\d{1,2}) năm một lần|(?:mỗi|cứ) (?:hai|ba) năm",
    by="đến|đến ngày|cho đến|cho đến ngày|tới|chậm nhất|chậm nhất là|chậm nhất là ngày"
    "|chậm nhất vào|chậm nhất vào ngày|muộn nhất vào ngày|muộn nhất vào|muộn nhất"
    "|muộn nhất là|muộn nhất là ngày|không muộn hơn|không muộn hơn ngày|hạn chót|hạn chót là"
    "|đến hết|đến hết ngày|đến cuối|cho đến hết|đến trước cuối|vào cuối",
    before="trước|trước ngày|sớm hơn",
    since="không trước|không trước ngày|không sớm hơn|không sớm hơn ngày|sớm nhất vào ngày"
    "|sớm nhất vào|từ|từ ngày|kể từ|kể từ ngày|bắt đầu từ|bắt đầu từ ngày|sau|sau ngày|từ sau",
    end_of="cuối|khi kết thúc|hết",
    since_after="trở đi",
    year_intro="năm|trong|vào|từ|đến|trước|sau|và|hoặc|mùa|hè|xuân|đông|thu|cuối|đầu|giữa|kể từ",
    then="là|với|ở|tại|và|hoặc|để|của|do|bởi|sẽ|đã|được|như|từ|đến|trong|cho|theo|phải|nhưng|khi|về",
    name_before="chương trình nghị sự|tầm nhìn|nghị quyết|quyết định|luật|nghị định|điều|khoản"
    "|thông tư|chỉ thị|trang|số|iso|văn bản|phòng|điện thoại|đt|fax|mã|phiên bản|chương",
    name_after="agenda",
    counted="người|đại biểu|thành viên|cây|đồng|euro|đô la|usd|vnd|km|ki-lô-mét|mét|kg|tấn|hecta|ha"
    "|giờ|bản|cuốn|sách|trường|công nhân|gia đình|trẻ em|phụ nữ|chữ ký|chỗ|từ|điểm|nhà|triệu|nghìn"
    "|trang|hộ",
    place="đường|phố|quảng trường|phong trào",
    cardinals=numbers(
        "năm: 5, mười: 10, mười lăm: 15, hai mươi: 20, hai mươi lăm: 25, ba mươi: 30, "
        "bốn mươi: 40, năm mươi: 50, sáu mươi: 60, bảy mươi: 70, tám mươi: 80, chín mươi: 90, "
        "một trăm: 100, trăm: 100, một trăm năm mươi: 150, hai trăm: 200"
    ),
    anniversary_ordinals=numbers("mười: 10, hai mươi: 20, năm mươi: 50, một trăm: 100"),
    anniversaries=(
        r"kỷ niệm(?: lần thứ)? {n}(?: năm)?",
        r"kỷ niệm(?: lần thứ)? {cardinal}(?: năm)?",
        r"(?:{n}|{cardinal}) năm (?:sau|kể từ|trước|ngày|kỷ niệm|ngày mất|ngày sinh)",
    ),
    jubilees={"bách niên": 100},
)
