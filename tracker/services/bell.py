"""The doorbell: asks a worker to look into the outbox now instead of at its next tick.

The mail is in the database; a bell that cannot be rung delays it by a minute and loses none.
"""

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction

log = structlog.get_logger(__name__)


def ring_on_commit() -> None:
    transaction.on_commit(ring, robust=True)


def ring() -> None:
    """Ring once and quickly: a broker that is away must not keep a page waiting."""
    if not settings.REDIS_URL:
        return
    options = {
        **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        "socket_connect_timeout": 1,
        "socket_timeout": 1,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
    }
    try:
        with current_app.connection_for_write(connect_timeout=1, transport_options=options) as line:
            current_app.send_task(
                "tracker.tasks.send_reminders", connection=line, retry=False, expires=55
            )
    except Exception as error:
        # Whatever the broker's client raises: kombu's, redis' or the network's own errors.
        log.warning("bell not rung; the next tick will do", error=str(error))
