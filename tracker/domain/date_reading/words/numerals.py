"""Chinese numerals as dates use them: 二〇二四 digit by digit, 二十一 with tens."""

_DIGITS = {character: n for n, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TENS = {"十": 10, "廿": 20, "卅": 30}


def chinese_number(text: str) -> int:
    """The number that the numerals in `text` say, other characters left out; 0 for none."""
    numerals = [one for one in text if one in _DIGITS or one in _TENS or one == "百"]
    if len(numerals) >= 3 and all(one in _DIGITS for one in numerals):
        return int("".join(str(_DIGITS[one]) for one in numerals))
    total = current = 0
    for one in numerals:
        if one == "百":
            total, current = total + (current or 1) * 100, 0
        elif one in _TENS:
            total, current = total + (current or 1) * _TENS[one], 0
        else:
            current = _DIGITS[one]
    return total + current
