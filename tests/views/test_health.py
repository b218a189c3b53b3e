import pytest
from django.db import OperationalError

from tracker.views import health


@pytest.mark.django_db
def test_health_says_that_the_database_answers(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert (response.json()["status"], response.json()["database"]) == ("ok", "ok")
    assert not response.cookies


def test_health_fails_while_the_database_does_not_answer(client, monkeypatch):
    class Gone:
        def cursor(self):
            raise OperationalError("server closed the connection")

    monkeypatch.setattr(health, "connection", Gone())

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["status"] == "failing"
