"""Every sample through the wizard: from the upload to the public page, or to the refusal."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.domain.documents.test_samples import NAMES, expected, files
from tracker.models import ImportDraft, Plan, Wording

from .wizard import START, step

STEPS = ("document", "preview", "compare", "proposals", "confirm")
STORED = [name for name in NAMES if expected(name)["stored"] is True]
REFUSED = [name for name in NAMES if expected(name)["stored"] is not True]


def prepared(administrator, name: str) -> ImportDraft:
    """A draft with the sample's files, whose every step was looked at."""
    uploads = [SimpleUploadedFile(path.name, path.read_bytes()) for path in files(name)]
    answer = administrator.post(START, {"plan": "new", "files": uploads})
    assert answer.status_code == 302
    draft = ImportDraft.objects.latest("pk")
    for one in STEPS:
        assert administrator.get(step(draft, one)).status_code == 200
    return draft


def confirmed(administrator, draft: ImportDraft, name: str):
    answers = {
        "slug": "sample",
        "title_en": expected(name)["title"] or "Sample",
        "valid_from": expected(name)["reference"],
    }
    # What begins when decides which dates lie ahead: the wizard asks to look once more.
    administrator.post(step(draft, "confirm"), {**answers, "do": "keep"})
    page = administrator.get(step(draft, "confirm"))
    answers |= {name: page.context[name] for name in ("stamp", "summary")}
    return administrator.post(step(draft, "confirm"), {**answers, "do": "confirm"}, follow=True)


@pytest.mark.parametrize("name", STORED)
def test_sample_comes_in_through_the_wizard(administrator, client, name):
    draft = prepared(administrator, name)

    answer = confirmed(administrator, draft, name)

    assert answer.redirect_chain == [(step(draft, "done"), 302)]
    plan = Plan.objects.get()
    assert Wording.objects.filter(item__plan=plan).count() == sum(
        len(section["items"]) for section in expected(name)["sections"]
    )
    page = client.get("/en/plans/sample/")
    assert page.status_code == 200
    assert client.get("/en/plans/sample/calendar.ics").status_code == 200


@pytest.mark.parametrize("name", REFUSED)
def test_sample_that_does_not_fit_is_shown_and_not_stored(administrator, name):
    draft = prepared(administrator, name)

    confirmed(administrator, draft, name)

    assert administrator.get(step(draft, "confirm")).context["problems"]
    assert (Plan.objects.count(), Wording.objects.count()) == (0, 0)
