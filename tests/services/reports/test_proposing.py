import pytest

from tests.builders import make_figure, make_source
from tracker.services.reports import Choices, keep, propose, store

pytestmark = pytest.mark.django_db


def test_meeting_and_figures_are_proposed_with_what_others_say(library_meeting, report):
    same = make_figure(library_meeting, measure="delegates", value=85)
    other = make_figure(library_meeting, measure="countries", value=13)

    proposal = propose(report("library-meeting-es.txt"))

    assert proposal.meeting == library_meeting
    assert [(one.key, one.agreeing, one.differing) for one in proposal.claims] == [
        ("delegates-85", (same,), ()),
        ("countries-12", (), (other,)),
    ]


def test_original_of_a_translation_is_a_candidate_and_other_reports_are_not(file, report):
    for name in ("library-meeting-es.txt", "library-meeting-ru.txt", "coast-meeting-vi.txt"):
        store(keep(file(name)), Choices(make_source(slug=name.partition(".")[0])))

    proposal = propose(report("library-meeting-tr.txt"))

    assert [one.text.source.slug for one in proposal.relatives] == ["library-meeting-es"]
    assert proposal.relatives[0].likeness.suggests == 0


def test_text_that_waits_for_a_source_is_no_candidate(file, report):
    keep(file("library-meeting-es.txt"))

    assert propose(report("library-meeting-tr.txt")).relatives == ()


def test_source_with_the_same_bytes_is_proposed(file, report):
    sample = report("library-meeting-es.txt")
    source = make_source(sha256=sample.sha256)

    proposal = propose(sample)

    assert (proposal.source, proposal.text, proposal.is_known) == (source, None, False)


def test_bytes_that_are_stored_are_known(file, report):
    source = make_source()
    store(keep(file("library-meeting-es.txt")), Choices(source))

    proposal = propose(report("library-meeting-es.txt"))

    assert (proposal.source, proposal.is_known) == (source, True)
