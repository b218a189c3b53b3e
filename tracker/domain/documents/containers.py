"""Files that are no text although their name may say so: told by their first bytes."""

_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"%!PS", "PostScript"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh91AY&SY", "BZIP2"),
    (b"\xfd7zXZ\x00", "XZ"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x28\xb5\x2f\xfd", "ZSTD"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"OggS\x00", "OGG"),
)
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_ZIP = (
    (b"word/document", "DOCX"),
    (b"xl/workbook", "XLSX"),
    (b"ppt/presentation", "PPTX"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "ODT"),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "ODS"),
    (b"mimetypeapplication/epub+zip", "EPUB"),
)
_IN_OLE = (
    ("WordDocument".encode("utf-16-le"), "DOC"),
    ("Workbook".encode("utf-16-le"), "XLS"),
    ("PowerPoint Document".encode("utf-16-le"), "PPT"),
)
_LEADING_SPACE = 1_024


def kind_of(data: bytes) -> str:
    """The short name of the format that `data` is in ("PDF", "DOCX", "ZIP"), "" for none known.

    Office files name their parts inside the container, uncompressed.
    """
    if data.startswith(_ZIPS):
        return next((name for part, name in _IN_ZIP if part in data), "ZIP")
    if data.startswith(_OLE):
        return next((name for part, name in _IN_OLE if part in data), "DOC, XLS, PPT")
    if data.startswith(b"RIFF") and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return data[8:12].decode("ascii").strip()
    if data.startswith(b"\x00") and data[4:8] == b"ftyp":
        return "MP4, HEIC"
    head = data[:_LEADING_SPACE].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, name in _MAGIC:
        if data.startswith(magic) or (name in ("PDF", "RTF") and head.startswith(magic)):
            return name
    return ""
