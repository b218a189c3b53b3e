import io

import pytest
from django.core.management import call_command

from tests.builders import make_item
from tracker.models import SearchEntry

pytestmark = pytest.mark.django_db


def test_rebuilding_fills_texts_that_an_upgrade_left_empty() -> None:
    make_item(title="Readings", title_es="Lecturas")
    SearchEntry.objects.update(text="")
    output = io.StringIO()

    call_command("rebuild_search", stdout=output)

    assert output.getvalue() == "Search: 2 texts indexed.\n"
    texts = SearchEntry.objects.order_by("language").values_list("text", flat=True)
    assert [text.split("\n")[0] for text in texts] == ["Readings", "Lecturas"]
