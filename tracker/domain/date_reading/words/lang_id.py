"""Indonesian. "sebelum" is before the day; "hingga", "sampai" and "paling lambat" include it."""

from .vocabulary import Words, numbers

WORDS = Words(
    code="id",
    months=("", "", "", "", "", "", "", "agt", "", "", "", ""),
    glue="tanggal|tgl|hari|di",
    year_word="tahun|th",
    and_="dan",
    to="sampai|sampai dengan|hingga|sampai tanggal|s/d|sd|ke",
    between="antara",
    each="setiap|tiap|tiap-tiap|masing-masing",
    month="bulan",
    week="minggu|pekan",
    weekend="akhir pekan|akhir minggu",
    weekdays=("", "", "", "", "jum'at", "", "ahad"),
    day_word="hari",
    quarter="kuartal|triwulan",
    half="semester|paruh",
    ordinals=numbers(
        "pertama|ke-1: 1, kedua|ke-2: 2, ketiga|ke-3: 3, keempat|ke-4: 4, kelima|ke-5: 5, "
        "terakhir: -1, i: 1, ii: 2, iii: 3, iv: 4"
    ),
    day_ordinals=False,
    cadence="mingguan|bulanan|triwulanan|setiap tahun|tiap tahun",
    years_apart=r"(?:setiap|tiap) (?:dua|tiga|empat|lima|\d{1,2}) tahun(?: sekali)?|(?:dua|tiga"
    "|empat|lima) tahun sekali",
    by="paling lambat|paling lambat pada|selambat-lambatnya|selambatnya|hingga|sampai|sampai dengan"
    "|pada akhir|menjelang|tidak lebih dari|hingga akhir|sampai akhir|paling lambat akhir",
    before="sebelum",
    since="tidak sebelum|paling cepat|paling awal"
    "|mulai|sejak|dari|terhitung|terhitung mulai|terhitung sejak|mulai dari|setelah|per",
    end_of="akhir",
    since_after="dan seterusnya|dan sesudahnya",
    year_intro="pada|tahun|di|dalam|sejak|sampai|hingga|dari|sebelum|setelah|antara|dan|atau|untuk"
    "|akhir|awal|pertengahan|menjelang",
    then="sebagai|dengan|di|dan|atau|untuk|dari|oleh|yang|akan|adalah|telah|ini|itu|pada|dalam|ke"
    "|melawan|harus|dapat|tetapi|ketika",
    name_before="agenda|visi|resolusi|keputusan|undang-undang|uu|pasal|peraturan|ayat|halaman|hal"
    "|nomor|no|iso|dokumen|ruang|telp|tel|telepon|faks|kode|versi|bab|model|putusan",
    name_after="agenda",
    counted="orang|peserta|delegasi|utusan|anggota|pohon|rupiah|dolar|euro|km|kilometer|meter|kg|ton"
    "|hektare?|jam|eksemplar|buku|sekolah|pekerja|keluarga|anak|perempuan|laki-laki|tanda tangan"
    "|kursi|kata|poin|rumah|juta|ribu|halaman|unit",
    place="jalan|jl|lapangan|gerakan|taman",
    cardinals=numbers(
        "lima: 5, sepuluh: 10, lima belas: 15, dua puluh: 20, dua puluh lima: 25, "
        "tiga puluh: 30, empat puluh: 40, lima puluh: 50, enam puluh: 60, tujuh puluh: 70, "
        "tujuh puluh lima: 75, delapan puluh: 80, sembilan puluh: 90, seratus: 100, "
        "seratus lima puluh: 150, dua ratus: 200"
    ),
    anniversary_ordinals=numbers(
        "kelima: 5, kesepuluh: 10, kelima belas: 15, kedua puluh: 20, kedua puluh lima: 25, "
        "ketiga puluh: 30, keempat puluh: 40, kelima puluh: 50, keenam puluh: 60, "
        "ketujuh puluh: 70, kedelapan puluh: 80, kesembilan puluh: 90, keseratus: 100"
    ),
    anniversaries=(
        r"(?:peringatan|ulang tahun|hut)(?: yang)? ke-? ?{n}",
        r"(?:peringatan|ulang tahun|hut)(?: yang)? {ordinal}",
        r"(?:peringatan|ulang tahun) (?:{n}|{cardinal}) tahun",
        r"(?:{n}|{cardinal}) tahun (?:setelah|sesudah|sejak|kemudian|yang lalu|lalu|pasca)",
    ),
    jubilees={"seabad": 100, "satu abad": 100},
)
