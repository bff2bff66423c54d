"""The connections to one server, each request on them signed with the key."""

from __future__ import annotations

import json
from urllib.request import getproxies, proxy_bypass

import httpx
from pydantic import SecretStr

from harness import __version__
from harness.errors import SettingsError

from .address import is_loopback
from .call import Call

__all__ = ["Connections", "carrier_to", "read_key"]

KNOWN_PATHS = 100
"""Paths whose addresses are remembered; those with ids in them have no end."""
BODILESS = {"GET", "HEAD", "DELETE"}
"""The methods whose requests do not tell of the length of a body that is not there."""
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


class Connections:
    """Sends calls below one address; httpx's client is left out, which costs as much again."""

    def __init__(
        self,
        address: httpx.URL,
        key: SecretStr,
        carrier: httpx.AsyncBaseTransport,
        timeout_seconds: float,
    ) -> None:
        """Open nothing yet."""
        connect = min(timeout_seconds, CONNECT_SECONDS)
        self._timeout = httpx.Timeout(timeout_seconds, connect=connect).as_dict()
        self._address = address
        self._carrier = carrier
        self._headers = httpx.Headers(
            {
                "Host": address.netloc.decode("ascii"),
                "Accept-Encoding": "gzip, deflate",
                "Authorization": f"Bearer {key.get_secret_value()}",
                "User-Agent": f"chatbot-harness/{__version__}",
            }
        )
        self._encode = json.JSONEncoder(
            ensure_ascii=False, separators=(",", ":"), allow_nan=False
        ).encode
        self._urls: dict[str, httpx.URL] = {}

    async def send(self, call: Call) -> httpx.Response:
        """Send a call once; return the reply when its head is there, for the caller to close.

        Raises:
            httpx.HTTPError: there is no reply.
            UnicodeEncodeError: the call holds half a character.
        """
        request = self._request(call)
        response = await self._carrier.handle_async_request(request)
        response.request = request
        return response

    async def close(self) -> None:
        """Close all of them."""
        await self._carrier.aclose()

    def _request(self, call: Call) -> httpx.Request:
        content = b"" if call.body is None else self._encode(call.body).encode()
        request = httpx.Request(
            call.method,
            self._url(call.path),
            params=call.query or None,
            headers=self._headers,
            # Given as a stream, httpx adds no headers of its own, which costs most of a request.
            stream=httpx.ByteStream(content),
            extensions={"timeout": self._timeout},
        )
        request.headers["Accept"] = call.accept
        if call.body is not None:
            request.headers["Content-Type"] = "application/json"
        if content or call.method not in BODILESS:
            request.headers["Content-Length"] = str(len(content))
        return request

    def _url(self, path: str) -> httpx.URL:
        url = self._urls.get(path)
        if url is None:
            raw = self._address.raw_path.rstrip(b"/") + path.encode("ascii")
            url = self._address.copy_with(raw_path=raw)
            if len(self._urls) < KNOWN_PATHS:
                self._urls[path] = url
        return url


def carrier_to(
    address: httpx.URL, *, timeout_seconds: float, concurrency: int
) -> httpx.AsyncBaseTransport:
    """Return what carries requests to an address; a proxy is asked by httpx's own transport.

    Raises:
        SettingsError: The environment names a proxy or certificates that cannot be used.
    """
    try:
        # A proxy cannot know the way to this very machine.
        proxy = None if is_loopback(address) else _proxy(address)
        secure = address.scheme == "https"
        context = httpx.create_ssl_context() if secure or proxy else None
        if proxy is not None:
            limits = httpx.Limits(
                max_connections=concurrency, max_keepalive_connections=concurrency
            )
            return httpx.AsyncHTTPTransport(verify=context or True, limits=limits, proxy=proxy)
    except (ValueError, ImportError, OSError, httpx.InvalidURL) as error:
        raise SettingsError(
            "the environment's network settings (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, "
            f"SSL_CERT_FILE) cannot be used: {type(error).__name__}"
        ) from None
    from .carrier import AiohttpCarrier

    return AiohttpCarrier(
        concurrency=concurrency,
        connect_seconds=min(timeout_seconds, CONNECT_SECONDS),
        silence_seconds=timeout_seconds,
        context=context,
    )


def _proxy(address: httpx.URL) -> httpx.Proxy | None:
    """Return the proxy that the environment names for an address."""
    proxies = getproxies()
    named = proxies.get(address.scheme) or proxies.get("all")
    if not named or proxy_bypass(address.host):
        return None
    return httpx.Proxy(named if "://" in named else f"http://{named}")
