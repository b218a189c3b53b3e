"""How often something may be asked for: counters in the cache, for a window of time."""

import hashlib
import ipaddress

import structlog
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

log = structlog.get_logger(__name__)

TOO_MANY = _(
    "Many requests came from your network within an hour, so this one was not accepted. "
    "What you typed is still here: please send it again later."
)
"""What a form says above itself where `allow` does not."""


def allow(what: str, who: str, *, times: int, seconds: int) -> bool:
    """Whether `who` may do `what` once more; counts it. `times` in `seconds` from the first.

    A cache that is away allows everything: a page that answers is worth more than the limit.
    """
    key = f"limit:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    try:
        if cache.add(key, 1, timeout=seconds):
            return True
        return cache.incr(key) <= times
    except ValueError:
        # It expired between the two questions: a new window begins.
        return True
    except Exception as error:
        # Whatever the cache's client raises when its server is away.
        log.warning("limit not counted", what=what, error=str(error))
        return True


def network_of(remote_address: str, forwarded_for: str = "") -> str:
    """The network that a request came from: an IPv4 /24 or an IPv6 /56, as text.

    `forwarded_for` (X-Forwarded-For) is believed only where the peer is a proxy of our own, which
    is one with a private address; of what it says, the last address is the one the proxy saw.
    """
    address = _parse(remote_address)
    if address is not None and address.is_private and forwarded_for:
        address = _parse(forwarded_for.rsplit(",", 1)[-1]) or address
    if address is None:
        return "unknown"
    prefix = 24 if address.version == 4 else 56
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))


def _parse(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
