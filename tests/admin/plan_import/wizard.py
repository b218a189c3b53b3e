"""Going through the import wizard as a browser would."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tracker.models import ImportDraft

START = "/admin/tracker/importdraft/start/"
LIST = "/admin/tracker/importdraft/"
TWO_LANGUAGES = """Joint Programme of the Libraries

The member libraries agree to work together on the following points:

1. Opening every reading room to visitors from other towns on 9 May 2031.
2. Lending at least 40 maps from the collections of the libraries.
3. Reading aloud for children, and publishing the list of 25 books.

Las bibliotecas miembros acuerdan trabajar juntas en los puntos siguientes:

1. Abrir las salas de lectura a los visitantes de otras ciudades el 9 de mayo de 2031.
2. Prestar al menos 40 mapas de las colecciones de las bibliotecas.
3. Leer en voz alta para los niños y publicar la lista de 25 libros.
"""
COUNTS_DIFFER = TWO_LANGUAGES.replace(
    "2. Prestar al menos 40 mapas de las colecciones de las bibliotecas.\n3.", "2."
)
NO_MARKS = """Gardens of the town

The neighbours of the gardens met and agreed on this.

We open the gardens to every school of the town from spring on.

We plant two hundred trees along the river before 2032.

We tell the town council what became of it.
"""


def upload(text: str | bytes, name: str = "plan.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def started(client: Client, text: str | bytes, plan: object = "new") -> ImportDraft:
    answer = client.post(START, {"plan": plan, "files": [upload(text)]})
    assert answer.status_code == 302, answer.context["form"].errors
    return ImportDraft.objects.latest("pk")


def step(draft: ImportDraft, name: str) -> str:
    return f"/admin/tracker/importdraft/{draft.pk}/{name}/"


def do(client: Client, draft: ImportDraft, doing: str, **fields):
    """Press a button of the side by side as the page shows it now."""
    stamp = client.get(step(draft, "compare")).context["stamp"]
    return client.post(step(draft, "compare"), {"do": doing, "stamp": stamp} | fields, follow=True)


def told(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def shown_items(client: Client, draft: ImportDraft) -> list[list[str | None]]:
    """The first two words of every cell, row by row."""
    rows = client.get(step(draft, "compare")).context["table"].rows
    return [
        [
            " ".join(cell.item.full_text.split()[:2]) if cell and cell.item else None
            for cell in row.cells
        ]
        for row in rows
    ]


def plan_answers(client: Client, draft: ImportDraft, **fields) -> dict:
    page = client.get(step(draft, "confirm"))
    return {
        "stamp": page.context["stamp"],
        "summary": page.context["summary"],
        "slug": "programme",
        "title_en": "Programme of the libraries",
        "valid_from": "2030-01-01",
        "do": "confirm",
    } | fields
