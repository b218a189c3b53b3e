from tracker.services.side_by_side import Piece, compared


def marks(pieces: list[Piece]) -> list[tuple[str, str]]:
    return [(piece.text, piece.mark) for piece in pieces if piece.mark]


def test_dates_in_the_words_of_two_languages_are_the_same_date():
    left, right = compared(
        ("Read on 9 May 2024 and on 29 November.", "en"),
        ("Leer el 9 de mayo de 2024 y el 30 de noviembre.", "es"),
    )

    assert marks(left) == [("9 May 2024", "same"), ("29 November", "differs")]
    assert marks(right) == [("9 de mayo de 2024", "same"), ("30 de noviembre", "differs")]


def test_numbers_and_acronyms_are_compared_across_scripts():
    left, right = compared(
        ("NATO and WPC, 12 towns", "en"),
        ("НАТО и 13 городов", "ru"),
    )

    assert marks(left) == [("NATO", "same"), ("WPC", "differs"), ("12", "differs")]
    assert marks(right) == [("НАТО", "same"), ("13", "differs")]


def test_pieces_are_the_whole_text():
    text = "1. Read <b>more</b> on 4–5 May 2024, in all 12 towns.\n"

    left, right = compared((text, "en"), ("", "tr"))

    assert "".join(piece.text for piece in left) == text
    assert right == []
