"""The addresses of the outbox under `/admin/mail/`."""

from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from . import board, operations, previews
from .access import for_editors, for_operators


def patterns() -> list[URLPattern]:
    return [
        path("mail/board/", for_editors(require_safe(board.show)), name="mail_board"),
        path("mail/planned/", for_operators(require_safe(board.planned)), name="mail_planned"),
        path("mail/hold/", for_operators(operations.hold_all), name="mail_hold_all"),
        path("mail/release/", for_operators(operations.release_all), name="mail_release_all"),
        path("mail/try/", for_operators(require_POST(operations.try_now)), name="mail_try_now"),
        path("mail/dates/<int:pk>/hold/", for_operators(operations.hold), name="mail_hold"),
        path(
            "mail/dates/<int:pk>/release/", for_operators(operations.release), name="mail_release"
        ),
        path("mail/retry/", for_operators(require_POST(operations.retry)), name="mail_retry"),
        path(
            "mail/suppressed/<int:pk>/release/",
            for_operators(operations.write_again),
            name="mail_write_again",
        ),
        path("mail/preview/", for_editors(require_safe(previews.show)), name="mail_preview"),
        path(
            "mail/preview/html/", for_editors(require_safe(previews.html)), name="mail_preview_html"
        ),
        path("mail/preview/send/", for_editors(require_POST(previews.send)), name="mail_test"),
    ]
