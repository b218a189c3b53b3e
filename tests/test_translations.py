"""Every text of the code is translated, and what is compiled is what is written.

The texts are collected anew from a copy of the sources and held against the catalogues.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings

from tests.components import program

LOCALE = settings.BASE_DIR / "tracker" / "locale"
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdf]|\{(\w*)\}")

Key = tuple[str, str]


def catalogue(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def entries(catalog: Catalog) -> dict[Key, Message]:
    """Messages by context and (singular) source text, without the header."""
    return {
        (message.context or "", _singular(message)): message for message in catalog if message.id
    }


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


@pytest.fixture(scope="module")
def in_the_code(tmp_path_factory: pytest.TempPathFactory) -> set[Key]:
    """What `makemessages` finds in the sources."""
    program("gettext (package gettext)", "xgettext")
    copy = tmp_path_factory.mktemp("sources")
    without = shutil.ignore_patterns("locale", "__pycache__")
    for name in ("tracker", "config"):
        shutil.copytree(settings.BASE_DIR / name, copy / name, ignore=without)
    shutil.copy(settings.BASE_DIR / "manage.py", copy)
    (copy / "tracker" / "locale").mkdir()
    command = [sys.executable, "manage.py", "makemessages", "-l", "es", "--no-location"]
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "only-to-collect-texts",
        "DATA_DIR": str(copy / "data"),
    }
    subprocess.run(
        command, cwd=copy, env=os.environ | environment, check=True, stdout=subprocess.DEVNULL
    )
    with (copy / "tracker/locale/es/LC_MESSAGES/django.po").open("rb") as file:
        return set(entries(read_po(file, locale="es")))


@pytest.mark.xdist_group("translations")
@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_the_texts_of_the_code_and_no_others(
    in_the_code: set[Key], language: str
) -> None:
    catalog = catalogue(language)

    assert set(entries(catalog)) == in_the_code
    assert list(catalog.obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_a_guess(language: str) -> None:
    found = entries(catalogue(language))

    assert [key for key, message in found.items() if not all(_texts(message))] == []
    assert [key for key, message in found.items() if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_every_form_of_their_language(language: str) -> None:
    catalog = catalogue(language)

    assert [
        key
        for key, message in entries(catalog).items()
        if message.pluralizable and len(_texts(message)) != catalog.num_plurals
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_has_the_placeholders_of_its_text(language: str) -> None:
    wrong = []
    for key, message in entries(catalogue(language)).items():
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        allowed = {name for text in sources for name in _placeholders(text)}
        # "One day" and the Arabic dual say the number in words.
        needed = set() if message.pluralizable else allowed
        for text in filter(None, _texts(message)):
            if not needed <= _placeholders(text) <= allowed:
                wrong.append((key, text))

    assert wrong == []


def _placeholders(text: str) -> set[str]:
    return {"".join(found) for found in PLACEHOLDER.findall(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_up_to_date(language: str) -> None:
    path = Path(LOCALE / language / "LC_MESSAGES" / "django.mo")
    with path.open("rb") as file:
        compiled = entries(read_mo(file))

    assert {key: _texts(message) for key, message in compiled.items()} == {
        key: _texts(message) for key, message in entries(catalogue(language)).items()
    }
