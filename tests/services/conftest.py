import pytest

from tests.outgoing import Server


@pytest.fixture
def server(settings) -> type[Server]:
    """A mail server that takes everything until it is told otherwise."""
    settings.EMAIL_BACKEND = "tests.outgoing.Server"
    Server.opening, Server.errors, Server.opened = None, [], 0
    return Server
