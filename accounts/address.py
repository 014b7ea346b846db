"""Where a request comes from. The one place that believes, or does not believe, `X-Forwarded-For`."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

IPV6_HOME = 64  # a household or a phone holds a whole /64 and may change its address at will within it


def client_address(request: HttpRequest) -> str:
    """The client's IP address, or "" where none is known (a request over a unix socket without a proxy).

    Each of our TRUSTED_PROXIES proxies appends the address that it was called from, so the client is that many
    entries from the right. Everything further left was written by the client and may be a lie; a request with
    fewer entries than proxies did not come through them, and its header is not believed at all.
    """
    peer = _clean(request.META.get("REMOTE_ADDR", ""))
    hops = settings.TRUSTED_PROXIES
    if hops < 1:
        return peer
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return (_clean(entries[-hops]) or peer) if len(entries) >= hops else peer


def address_block(address: str) -> str:
    """What limits are counted by: an IPv4 address itself, of an IPv6 address its /64."""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network((address, IPV6_HOME), strict=False))


def _clean(text: str) -> str:
    """`text` as a plain address without port, brackets or zone; "" when it is not one."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
