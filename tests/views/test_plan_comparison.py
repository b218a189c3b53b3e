import pytest

from tests.builders import make_commitment, make_item, make_plan, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def plans():
    """Two plans that share a theme; one commitment of the first is continued in the second."""
    first, second = make_plan(slug="first"), make_plan(slug="second")
    shared, own = make_theme(name="Reading"), make_theme(name="Lending")
    old, new = make_item(plan=first, title="Read"), make_item(plan=second, title="Read more")
    for item in (old, new):
        item.themes.add(shared)
    make_item(plan=first, title="Lend").themes.add(own)
    make_item(plan=second, title="Paint")
    after = make_commitment(item=new, title="Evenings every week")
    make_commitment(item=old, title="Evenings", continued_by=after)


def test_comparison_shows_what_carried_over_and_what_each_says_of_a_theme(client, plans):
    context = client.get("/en/plans/first/compare/second/").context

    assert [(one.title, one.continued_by.title) for one in context["carried"]] == [
        ("Evenings", "Evenings every week")
    ]
    assert [
        (str(row.theme), [i.title for i in row.left], [i.title for i in row.right])
        for row in context["rows"]
    ] == [
        ("Reading", ["Read"], ["Read more"]),
        ("Lending", ["Lend"], []),
        ("None", [], ["Paint"]),
    ]


def test_form_on_the_plan_leads_to_the_comparison(client, plans):
    assert 'action="/en/plans/first/compare/"' in client.get("/en/plans/first/").content.decode()
    response = client.get("/en/plans/first/compare/?with=second")
    assert response["Location"] == "/en/plans/first/compare/second/"


@pytest.mark.parametrize(
    "path", ["first/compare/first/", "first/compare/nowhere/", "first/compare/?with=nowhere"]
)
def test_plan_is_compared_with_another_that_exists(client, plans, path):
    assert client.get(f"/en/plans/{path}").status_code == 404
