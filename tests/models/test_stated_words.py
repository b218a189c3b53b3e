"""The plain words that the domain uses are those that the models store."""

from tracker.domain.documents import date_groups, proposed_divergence
from tracker.models import DateStatement, Divergence


def test_what_a_language_states_is_a_value_of_the_models():
    words = {
        date_groups.DATE,
        date_groups.DAY,
        date_groups.YEAR,
        date_groups.DIFFERS,
        date_groups.ABSENT,
    }

    assert words <= set(DateStatement.Stated.values)


def test_kinds_and_severities_of_divergences_are_values_of_the_models():
    kinds = {
        proposed_divergence.OMISSION,
        proposed_divergence.ADDITION,
        proposed_divergence.SHIFT,
        proposed_divergence.NAME,
    }
    severities = {
        proposed_divergence.TRACKED,
        proposed_divergence.MEANING,
        proposed_divergence.FORM,
    }

    assert kinds <= set(Divergence.Kind.values)
    assert severities == set(Divergence.Severity.values)
