import logging

import redis

from tracker.services import bell


def test_bell_without_a_queue_is_silent(settings, caplog):
    settings.REDIS_URL = ""

    bell.ring()

    assert caplog.records == []


def test_bell_that_cannot_be_rung_keeps_nobody_waiting(settings, caplog, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    attempts = []

    def refuse(*_args, **_options):
        attempts.append(1)
        raise redis.exceptions.ConnectionError("refused")

    monkeypatch.setattr("celery.app.base.Celery.connection_for_write", refuse)
    with caplog.at_level(logging.WARNING):
        bell.ring()

    assert attempts == [1]
    assert "bell not rung" in caplog.text
