"""The connections to one server, each request on them signed with the key."""

from __future__ import annotations

from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
from pydantic import SecretStr

from harness import __version__
from harness.errors import SettingsError

from .address import is_loopback

__all__ = ["connect", "read_key"]

CONNECT_SECONDS = 10.0
"""A server that does not even take the connection by then will not."""


def read_key(api_key: str) -> SecretStr:
    """Return the key without blanks around it, as a value that shows itself nowhere.

    Raises:
        SettingsError: It is empty, or no header can carry it.
    """
    key = api_key.strip()
    if not key:
        raise SettingsError("the API key is missing: set CHATBASE_API_KEY")
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise SettingsError(
            "the API key holds spaces or characters that no key has: check CHATBASE_API_KEY"
        )
    return SecretStr(key)


def connect(
    address: httpx.URL,
    key: SecretStr,
    *,
    timeout_seconds: float,
    concurrency: int,
    transport: httpx.AsyncBaseTransport | None,
) -> httpx.AsyncClient:
    """Return the connections; each opens with the first request that needs it.

    Raises:
        SettingsError: The environment names a proxy or certificates that cannot be used.
    """
    try:
        return httpx.AsyncClient(
            headers={
                "Authorization": f"Bearer {key.get_secret_value()}",
                "User-Agent": f"chatbot-harness/{__version__}",
            },
            timeout=httpx.Timeout(timeout_seconds, connect=min(timeout_seconds, CONNECT_SECONDS)),
            # The pool looks through all its connections for every request: no more than needed.
            limits=httpx.Limits(max_connections=concurrency, max_keepalive_connections=concurrency),
            # A cookie would tie one question to the next.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            # A proxy cannot know the way to this very machine.
            trust_env=not is_loopback(address),
            transport=transport,
        )
    except (ValueError, ImportError, OSError, httpx.InvalidURL) as error:
        raise SettingsError(
            "the environment's network settings (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, "
            f"SSL_CERT_FILE) cannot be used: {type(error).__name__}"
        ) from None
