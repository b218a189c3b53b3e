"""Draws a `Card` as PNG, with nothing from the system: fonts and renderer come with the site.

The picture is written as SVG with every line where it belongs: HarfBuzz measures the words, resvg
shapes and draws them (Arabic joined and from right to left). What is too long is set smaller, and
in the end cut with an ellipsis.
"""

from html import escape

import resvg_py
from django.utils.translation import gettext, override

from tracker.models import Status
from tracker.services.cards import Card
from tracker.services.typesetting import FAMILIES, clean, font_file, width_of, wrapped

WIDTH, HEIGHT = 1200, 630
EDGE = 72
INNER = WIDTH - 2 * EDGE
TITLE_SIZES = (68, 60, 54, 48, 42, 36)
SMALL = 30
CHIP_SIZES = (27, 24, 21, 18)
CHIP_GAP, CHIP_ROWS = 14, 2

PAPER, INK, SOFT, ACCENT = "#fbfaf8", "#1d2328", "#525b63", "#1d5470"
_PLAIN, _SAID, _SURE = ("#525b63", "#eeece7"), ("#1a5276", "#e2edf4"), ("#1c5c3a", "#e0efe5")
_OTHER, _OFF = ("#7a4a06", "#f8ecd6"), ("#5d4766", "#efe8f2")
TONES = {
    Status.REPORTED: _SAID,
    Status.CONFIRMED: _SURE,
    Status.CHANGED: _OTHER,
    Status.POSTPONED: _OTHER,
    Status.CANCELLED: _OFF,
    Status.CARRIED_OVER: _OFF,
    Status.SUPERSEDED: _OFF,
    Status.MERGED: _OFF,
}
"""As in the site's style: ink and ground of a status; *plain* for those not named."""

_RING = '<circle r="10" class="line"/>'
SHAPES = {
    Status.NOT_DUE: '<path d="M0-12 12 0 0 12-12 0z" class="line"/>',
    Status.DATE_UNKNOWN: '<path d="M-6-6a6 6 0 1 1 8 6q-2 1-2 4M0 10v2" class="line"/>',
    Status.AWAITING: _RING,
    Status.REPORTED: f'{_RING}<path d="M0-10a10 10 0 0 0 0 20z"/>',
    Status.CONFIRMED: '<circle r="11.5"/>',
    Status.CHANGED: '<path d="M0-13 13 0 0 13-13 0z"/>',
    Status.POSTPONED: '<path d="M0-11 12 10H-12z" class="line"/>',
    Status.CANCELLED: '<path d="M-9-9 9 9M9-9-9 9" class="line"/>',
    Status.QUIET: f'{_RING}<path d="M0 0V-10a10 10 0 0 1 10 10z"/>',
    Status.LAPSED: '<path d="M-10-10H10V10H-10z" class="line"/>',
    Status.CARRIED_OVER: '<path d="M-9-9 0 0-9 9M2-9 11 0 2 9" class="line"/>',
    Status.SUPERSEDED: '<path d="M-11-5H10M4-11 10-5 4 1M11 6H-10M-4 0-10 6-4 12" class="line"/>',
    Status.MERGED: '<path d="M0-11V11M-11 0H11" class="line"/>',
    Status.POSITION: '<path d="M-10 0H10" class="line"/>',
}
"""The shapes of the badges round their middle: fonts do not have all of them."""

STYLE = ".line { fill: none; stroke-width: 3.2; }"

RIGHT_TO_LEFT = (
    "\u2067{}\u2069"  # a line is isolated as right-to-left: resvg has no other base direction
)


def png_of(card: Card) -> bytes:
    return resvg_py.svg_to_bytes(
        svg_string=svg_of(card),
        skip_system_fonts=True,
        font_files=[font_file(family) for family in FAMILIES],
        style_sheet=STYLE,
    )


def svg_of(card: Card) -> str:
    """The picture with its words still as words."""
    line = 1.5 if card.is_rtl else 1.26
    with override(card.language):
        site = gettext("Commitment tracker")
    drawn = [_head(site, card)]
    at = 186.0
    for text in wrapped(card.overline, SMALL, width=INNER, most=2):
        drawn.append(_text(text, at, SMALL, card, SOFT))
        at += SMALL * line
    chips, bottom = _chips(card)
    sentence = wrapped(
        card.sentence, SMALL, width=INNER, most=3 if not card.statuses else 2, weight=600
    )
    below = bottom - (len(sentence) - 1) * SMALL * line
    for number, text in enumerate(sentence):
        drawn.append(_text(text, below + number * SMALL * line, SMALL, card, INK, weight=600))
    top = at - SMALL * 0.6 if card.overline else 150.0
    room = below - SMALL * (1.6 if sentence else 0.2) - top
    size, title = _fitting(card.title, room, line)
    for number, text in enumerate(title):
        drawn.append(_text(text, top + size * (1.05 + number * line), size, card, INK, weight=700))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{", ".join(FAMILIES)}" xml:lang="{card.language}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>{"".join(drawn)}{chips}</svg>'
    )


def _fitting(text: str, room: float, line: float) -> tuple[int, list[str]]:
    """The largest size at which the whole title fits, or the smallest and what fits of it."""
    for size in TITLE_SIZES:
        most = max(1, int(room / (size * line)))
        lines = wrapped(text, size, width=INNER, most=most + 1, weight=700)
        if len(lines) <= most:
            return size, lines
    return size, wrapped(text, size, width=INNER, most=most, weight=700)


def _head(site: str, card: Card) -> str:
    """The band on which the site's mark and name stand."""
    mark = WIDTH - EDGE - 19 if card.is_rtl else EDGE + 19
    name = _text(site, 68, 32, card, "#ffffff", weight=600, indent=58)
    return (
        f'<rect width="{WIDTH}" height="112" fill="{ACCENT}"/>'
        f'<g transform="translate({mark} 57)" fill="#ffffff" stroke="#ffffff" stroke-width="5">'
        '<circle r="17" fill="none"/><path d="M0-17a17 17 0 0 0 0 34z" stroke="none"/></g>' + name
    )


def _chips(card: Card) -> tuple[str, float]:
    """The statuses in rows at the foot, and the baseline of what stands above them."""
    if not card.statuses:
        return "", HEIGHT - EDGE
    for size in CHIP_SIZES:
        rows = _chip_rows(card, size)
        if len(rows) <= CHIP_ROWS:
            break
    step = size * 2.5
    top = HEIGHT - 44 - len(rows) * step
    drawn = []
    for number, row in enumerate(rows):
        at = float(EDGE)
        for status, text, width in row:
            drawn.append(_chip(Status(status), text, at, top + number * step, width, size, card))
            at += width + CHIP_GAP
    return "".join(drawn), top - 30


def _chip_rows(card: Card, size: int) -> list[list[tuple[str, str, float]]]:
    rows: list[list[tuple[str, str, float]]] = [[]]
    used = 0.0
    for status, words, number in card.statuses:
        text = f"{words} · {number}"
        width = width_of(text, size, 600) + size * 3
        if used and used + width > INNER:
            rows.append([])
            used = 0.0
        rows[-1].append((status, text, width))
        used += width + CHIP_GAP
    return rows


def _chip(
    status: Status, text: str, at: float, y: float, width: float, size: int, card: Card
) -> str:
    ink, ground = TONES.get(status, _PLAIN)
    x = WIDTH - at - width if card.is_rtl else at
    shape = x + width - size * 1.2 if card.is_rtl else x + size * 1.2
    words = _text(text, y + size * 1.36, size, card, ink, weight=600, indent=at - EDGE + size * 2.1)
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{size * 2}" rx="12" '
        f'fill="{ground}"/><g fill="{ink}" stroke="{ink}" stroke-width="0" transform="'
        f'translate({shape:.1f} {y + size:.1f}) scale({size / 27:.2f})">{SHAPES[status]}</g>{words}'
    )


def _text(
    text: str,
    y: float,
    size: float,
    card: Card,
    colour: str,
    *,
    weight: int = 400,
    indent: float = 0,
) -> str:
    """One line from the edge at which reading begins."""
    x = WIDTH - EDGE - indent if card.is_rtl else EDGE + indent
    anchor = "end" if card.is_rtl else "start"
    words = escape(RIGHT_TO_LEFT.format(clean(text)) if card.is_rtl else clean(text))
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{colour}">{words}</text>'
    )
