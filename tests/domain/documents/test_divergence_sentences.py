import ast
from pathlib import Path

import pytest

from tests.made_documents import day, made_document, year
from tracker.domain.date_reading import Sense
from tracker.domain.documents import divergence_sentences
from tracker.domain.documents.divergences import describe_divergence, propose

DOCUMENTS = Path(divergence_sentences.__file__).parent


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (
            made_document(en=[("9 May 2024", [day("9 May 2024", "2024-05-09")])], es=["a"]),
            "The date 2024-05-09 (“9 May 2024”) stands in en and not in es.",
        ),
        (
            made_document(
                en=[("2024", [year("2024")])],
                ru=[("9 мая 2024", [day("9 мая 2024", "2024-05-09")])],
            ),
            "The languages state the date 2024-05-09 more or less exactly "
            "(ru: “9 мая 2024”; en: “2024”).",
        ),
        (
            made_document(
                en=[("by 9 May 2024", [day("9 May 2024", "2024-05-09", sense=Sense.BY)])],
                fr=[("avant le 9 mai 2024", [day("9 mai 2024", "2024-05-09", sense=Sense.BEFORE)])],
            ),
            "The languages mean the date 2024-05-09 in different ways "
            "(by that date: en; before that date: fr).",
        ),
        (
            made_document(en=["2 walks, 30 talks"], es=["andar"], fr=["marcher"]),
            "Figures that stand in en and not in es, fr: 2, 30.",
        ),
        (
            made_document(en=["with NATO"], es=["con la OTAN"], ru=["с НАТО"]),
            "Acronyms: NATO in en, ru; OTAN in es.",
        ),
        (
            made_document(en=["a", "b"], es=["a"], fr=["a", "b"]),
            "Items in es: 1; in en, fr: 2.",
        ),
        (
            made_document(gaps={"es": (2,)}, en=["a", "b"], es=["a"]),
            "The item stands in en and not in es.",
        ),
    ],
)
def test_sentence_says_what_stands_where(document, sentence):
    assert [describe_divergence(one, str) for one in propose(document)] == [sentence]


def test_languages_can_be_named_and_joined_as_the_reader_does():
    document = made_document(
        en=[("9 May 2024", [day("9 May 2024", "2024-05-09")])], es=["a"], fr=["b"]
    )
    names = {"en": "English", "es": "Spanish", "fr": "French"}
    (one,) = propose(document)

    sentence = describe_divergence(
        one, str, lambda codes: " and ".join(names[code] for code in codes)
    )

    assert sentence == (
        "The date 2024-05-09 (“9 May 2024”) stands in English and not in Spanish and French."
    )


def test_percentage_is_one_sign():
    text = "Plant a row of trees along every road between the towns of the valley and water it."
    (one,) = propose(made_document(en=[text] * 6, es=[text] * 5 + [text[:40]], fr=[text] * 6))

    assert "48% of the length" in describe_divergence(one, str)


def test_every_code_has_its_sentence():
    """Codes are the strings with an underscore that the modules of divergences hand on."""
    told = {
        *divergence_sentences._dates(str),
        *divergence_sentences._tokens(str),
        *divergence_sentences._shape(str),
    }
    found = set()
    for name in ("divergences", "date_divergences", "token_divergences", "lengths"):
        tree = ast.parse((DOCUMENTS / f"{name}.py").read_text(encoding="utf-8"))
        found |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.endswith(("_missing", "_differs", "_exact", "_short", "_long"))
        }

    assert found == told
