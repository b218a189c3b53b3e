"""The outbox as its operators see it: the board, previews, and the addresses of both."""
