"""Where the API is: a base URL that a key may be sent to."""

from __future__ import annotations

from ipaddress import ip_address

import httpx

from harness.errors import SettingsError

__all__ = ["is_loopback", "read_address"]

HIGHEST_PORT = 65535


def read_address(base_url: str) -> httpx.URL:
    """Return the base URL without a slash at its end.

    Raises:
        SettingsError: It is no http(s) URL, or holds credentials, a query or a fragment. The
            message repeats nothing of a URL that may hold a secret.
    """
    try:
        url = httpx.URL(base_url.strip())
    except httpx.InvalidURL as error:
        raise SettingsError(f"the base URL is not a URL: {error}") from None
    if url.userinfo or url.query or url.fragment:
        raise SettingsError(
            "the base URL must be without user, password, '?' and '#'; the key goes into the "
            "settings as CHATBASE_API_KEY"
        )
    if url.scheme not in {"http", "https"} or not _is_host(url.raw_host):
        raise SettingsError(
            f"the base URL must be like https://www.chatbase.co/api/v1, not {base_url!r}"
        )
    if url.port is not None and not 0 < url.port <= HIGHEST_PORT:
        raise SettingsError(f"the base URL has the port {url.port}; ports are 1 to {HIGHEST_PORT}")
    return url.copy_with(raw_path=url.raw_path.rstrip(b"/") or b"/")


def is_loopback(url: httpx.URL) -> bool:
    """Tell whether the URL leads to this very machine."""
    try:
        return ip_address(url.host).is_loopback
    except ValueError:
        return url.host == "localhost"


def _is_host(raw: bytes) -> bool:
    """Tell whether name resolution can take the name: it raises foreign errors otherwise."""
    try:
        raw.decode("ascii").encode("idna")
    except UnicodeError:
        return False
    return bool(raw) and b"%" not in raw
