"""What reading a document costs as it grows: processor time per doubling, memory per byte.

`python -m tests.bench.documents [largest kilobytes] [shape …]` (default 1000 and all shapes; 5000
is the most that is read). Each shape is read at a quarter, a half and all of that size; a ratio of
2 per doubling is linear, 4 is quadratic. A shape that reaches the parser's limits is refused in the
end, which must be as cheap. Memory is the peak of Python's own, traced in a second run at a quarter
of the size. The last line is one JSON object.
"""

import json
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import count, pairwise

from tracker.domain.documents import DocumentRefused, SourceFile, read_documents

SENTENCE = "The members will report to the assembly by 31 March 2025 on what was done. "
ROUNDS = 2

Maker = Callable[[int], bytes]


def repeated(*parts: str, before: str = "", after: str = "") -> Maker:
    """Documents made of `parts` again and again; "{n}" in a part is a running number."""

    def make(size: int) -> bytes:
        made, left = [before], size
        for part in _running(parts):
            if left <= 0:
                break
            made.append(part)
            left -= len(part.encode())
        return ("".join(made) + after).encode()

    return make


def _running(parts: tuple[str, ...]) -> Iterator[str]:
    for number in count(1):
        for part in parts:
            yield part.replace("{n}", str(number))


LONG = SENTENCE * 120
LANGUAGES = ("Заседание состоится 4 мая 2024 года. ", "Toplantı 4 Mayıs 2024'te yapılır. ")

SHAPES: dict[str, tuple[str, Maker]] = {
    "plain list": ("a.txt", repeated("{n}. " + LONG[:8000] + "\n")),
    "list of one number": ("a.txt", repeated("1. Task {n}. " + LONG[:8000] + "\n")),
    "hard-wrapped list": ("a.txt", repeated("{n}. " + (SENTENCE[:60] + "\n   ") * 140 + "end.\n")),
    "long paragraphs": ("a.txt", repeated(LONG + "\n\n")),
    "one paragraph": ("a.txt", repeated(SENTENCE + "\n")),
    "short lines": ("a.txt", repeated("word word word word word word word word word wo\n")),
    "short items": ("a.txt", repeated("{n}. " + "word " * 9 + "\n")),
    "bullets": ("a.txt", repeated("{n}. Lead line, members will:\n", "- " + SENTENCE + "\n" * 2)),
    "codes": ("a.txt", repeated("CAP{n}.PA.LA03 " + LONG[:8000] + "\n")),
    "headings": ("a.txt", repeated("Theme {n}\n\n", "{n}. " + LONG[:8000] + "\n\n")),
    "languages in turn": ("a.txt", repeated(*(line * 200 + "\n\n" for line in LANGUAGES))),
    "dates only": ("a.txt", repeated("4-5 May 2024, 31 March, in 2025, each 17th, ")),
    "dates, wrapped": ("a.txt", repeated("4-5 May 2024, 31 March, in 2025, each 17th\n")),
    "figures": ("a.txt", repeated("1 2 3 4 5 6 7 8 9 ", "10.11.12 " * 60 + "\n")),
    "hyphens": (
        "a.txt",
        repeated("words that are hyphen-\nated at the end of a line and so\n"),
    ),
    "html list": ("a.html", repeated(f"<li>{LONG[:8000]}</li>\n", before="<html><ol>\n")),
    "html, one line": ("a.html", repeated("<p>" + SENTENCE + "</p>", before="<html>")),
    "html table": ("a.html", repeated(f"<tr><td>{{n}}<td>{LONG[:8000]}\n", before="<table>")),
    "html open tags": ("a.html", repeated("<b>", before="<html>")),
    "html stray ends": ("a.html", repeated("x</i></p></td>\n" * 5, before="<html>")),
    "html entities": ("a.html", repeated("&amp;&nbsp;&#8217;x \n" * 4, before="<html><p>")),
    "markdown list": ("a.md", repeated("{n}. " + LONG[:8000] + "\n")),
    "markdown marks": ("a.md", repeated("*a **b _c `d ~~e !![f](g \n" * 4)),
    "markdown brackets": ("a.md", repeated("[" * 60 + "\n")),
    "markdown quotes": ("a.md", repeated("> " * 30 + "x\n")),
    "markdown table": ("a.md", repeated(f"| {{n}} | {SENTENCE} |\n", before="| n | t |\n|-|-|\n")),
    "rst list": ("a.rst", repeated("{n}. " + LONG[:8000] + "\n\n")),
    "rst paragraphs": ("a.rst", repeated(LONG[:800] + "\n\n")),
    "rst marks": ("a.rst", repeated("*a `b |c **d x_ \n" * 4 + "\n")),
    "combining marks": ("a.txt", repeated("a\u0301\u0323" * 25 + "\n")),
    "invisible": ("a.txt", repeated("{n}. wo\u00adrd\u200b " * 12 + "\n")),
}


def seconds(name: str, data: bytes) -> tuple[float, str]:
    """The best of some readings, and how they ended."""
    best, ended = float("inf"), "read"
    for _ in range(ROUNDS):
        start = time.process_time()
        try:
            read_documents([SourceFile(name, data)])
        except DocumentRefused as refused:
            ended = refused.errors[0].code
        best = min(best, time.process_time() - start)
        if best > 5:
            break
    return best, ended


def peak(name: str, data: bytes) -> int:
    """Bytes of memory at the highest, the document itself not counted."""
    tracemalloc.start()
    try:
        read_documents([SourceFile(name, data)])
    except DocumentRefused:
        pass
    finally:
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return highest


def main() -> None:
    kilobytes = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    chosen = sys.argv[2:] or list(SHAPES)
    sizes = [kilobytes * 1000 // part - 2000 for part in (4, 2, 1)]
    print(f"{'shape':<20}{'seconds':>24}{'ratio per doubling':>20}{'memory':>9}  ended")
    read_documents([SourceFile("a.txt", b"1. " + SENTENCE.encode() * 3)])
    rows = {}
    for shape in chosen:
        name, make = SHAPES[shape]
        times, ended = [], ""
        for size in sizes:
            taken, ended = seconds(name, make(size))
            times.append(taken)
        ratios = [after / before for before, after in pairwise(times)]
        data = make(sizes[0])
        memory = peak(name, data) / len(data)
        rows[shape] = {
            "seconds": [round(one, 3) for one in times],
            "ratios": [round(one, 2) for one in ratios],
            "memory": round(memory, 1),
            "ended": ended,
        }
        print(
            f"{shape:<20}" + "".join(f"{one:>8.3f}" for one in times)
            + "".join(f"{one:>10.2f}" for one in ratios) + f"{memory:>8.1f}x  {ended}",
            flush=True,
        )  # fmt: skip
    print(json.dumps({"bytes": sizes, "shapes": rows}))


if __name__ == "__main__":
    main()
