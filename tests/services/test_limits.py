import pytest
from django.core.cache import cache

from tracker.services import limits


def test_limit_allows_so_many_times_and_tells_them_apart():
    asked = [limits.allow("form", "81.2.69.0/24", times=2, seconds=60) for _ in range(4)]

    assert asked == [True, True, False, False]
    assert limits.allow("form", "84.5.7.0/24", times=2, seconds=60)
    assert limits.allow("other", "81.2.69.0/24", times=2, seconds=60)


@pytest.mark.parametrize("error", [ValueError, ConnectionError])
def test_limit_allows_when_the_cache_cannot_tell(monkeypatch, error):
    def fail(*_args, **_options):
        raise error

    limits.allow("form", "network", times=1, seconds=60)
    monkeypatch.setattr(cache, "incr", fail)

    assert limits.allow("form", "network", times=1, seconds=60)


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("81.2.69.7", "", "81.2.69.0/24"),
        ("81.2.69.7", "84.5.7.9", "81.2.69.0/24"),
        ("10.0.0.5", "84.5.7.9, 81.2.69.7", "81.2.69.0/24"),
        ("127.0.0.1", "", "127.0.0.0/24"),
        ("127.0.0.1", "nonsense", "127.0.0.0/24"),
        ("::ffff:81.2.69.7", "", "81.2.69.0/24"),
        ("2a00:1450:4001:82a::200e", "", "2a00:1450:4001:800::/56"),
        ("", "", "unknown"),
    ],
)
def test_network_is_that_of_the_peer_or_of_whom_our_proxy_saw(peer, forwarded, expected):
    assert limits.network_of(peer, forwarded) == expected
