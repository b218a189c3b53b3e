"""The contrast figures of docs/design.md are those of the style sheet, and high enough."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STYLE = (ROOT / "tracker/static/tracker/site.css").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([\w-]+)` on `([\w-]+)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.M)
ROWS = ROW.findall((ROOT / "docs/design.md").read_text(encoding="utf-8"))
NO_TEXT = {"line-strong"}


def colours(*, dark: bool) -> dict[str, str]:
    light, _, rest = STYLE.partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", light))
    if dark:
        found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", rest.partition("*,")[0]))
    return found


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-on-{row[1]}")
def test_contrast_is_as_documented_and_enough_in_light_and_dark(row):
    text, ground, *stated = row

    computed = []
    for dark in (False, True):
        tokens = colours(dark=dark)
        value = contrast(tokens[text], tokens[ground])
        computed += [f"{tokens[text]} on {tokens[ground]}", f"{value:.1f}"]
        assert value >= (3 if text in NO_TEXT else 4.5)

    assert computed == stated


def test_every_tone_is_in_the_table():
    tones = set(re.findall(r"--(tone-[a-z]+):", STYLE))

    assert tones == {text for text, _ground, *_rest in ROWS if text.startswith("tone-")}
