"""What carries requests over the network: aiohttp, behind httpx's seam for transports.

httpx's own pool looks through all its connections for every request (encode/httpx#3215); with
hundreds at once it takes most of the time. `docs/pace.md` has the measurements.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import lru_cache

import aiohttp
import httpx
from yarl import URL

__all__ = ["AiohttpCarrier"]

KEPT_SECONDS = 4.0
"""An idle connection is closed by then: many servers hang up at 5 s, and a request that meets
that moment would be lost."""


class AiohttpCarrier(httpx.AsyncBaseTransport):
    """Carries requests to one server, directly; every failure comes out as httpx's own."""

    def __init__(
        self,
        *,
        concurrency: int,
        connect_seconds: float,
        silence_seconds: float,
        context: ssl.SSLContext | None,
    ) -> None:
        """Open nothing yet.

        Args:
            concurrency: how many connections there may be.
            connect_seconds: how long to wait until one is there.
            silence_seconds: how long to wait for the next piece of a reply.
            context: the certificates to trust; None for an address without TLS.
        """
        self._concurrency = concurrency
        self._timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=connect_seconds, sock_read=silence_seconds
        )
        self._context = context
        self._open: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request whose body is read; return when the head of the reply is there."""
        with _translated(request):
            reply = await self._session().request(
                request.method,
                _address(str(request.url)),
                data=request.read() or None,
                headers={
                    name.decode("ascii"): value.decode("latin-1")
                    for name, value in request.headers.raw
                },
                allow_redirects=False,
            )
        return httpx.Response(
            reply.status,
            headers=reply.raw_headers,
            stream=_Pieces(reply, request),
            extensions={"http_version": b"HTTP/1.1"},
        )

    async def aclose(self) -> None:
        """Close all connections."""
        if self._open is not None:
            await self._open.close()
            self._open = None

    def _session(self) -> aiohttp.ClientSession:
        if self._open is None:
            self._open = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._concurrency,
                    keepalive_timeout=KEPT_SECONDS,
                    ssl=self._context or False,
                ),
                # A cookie would tie one question to the next.
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=self._timeout,
                # httpx decodes, so that a broken encoding is told apart from a cut reply.
                auto_decompress=False,
            )
        return self._open


class _Pieces(httpx.AsyncByteStream):
    """The body of a reply, as it arrives."""

    def __init__(self, reply: aiohttp.ClientResponse, request: httpx.Request) -> None:
        self._reply = reply
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _translated(self._request):
            async for piece in self._reply.content.iter_any():
                yield piece

    async def aclose(self) -> None:
        # A reply that was not read to its end closes its connection, any other one frees it.
        self._reply.close()


@lru_cache(maxsize=64)
def _address(url: str) -> URL:
    return URL(url, encoded=True)


@contextmanager
def _translated(request: httpx.Request) -> Iterator[None]:
    """Raise httpx's exception for each of aiohttp's."""
    try:
        yield
    except aiohttp.ConnectionTimeoutError as error:
        raise httpx.ConnectTimeout("it took too long", request=request) from error
    except aiohttp.ServerTimeoutError as error:
        raise httpx.ReadTimeout("it took too long", request=request) from error
    except aiohttp.ClientConnectorError as error:
        raise httpx.ConnectError(_reason(error.os_error), request=request) from error
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError) as error:
        raise httpx.RemoteProtocolError("the server hung up", request=request) from error
    except aiohttp.ClientOSError as error:
        raise httpx.ReadError(_reason(error), request=request) from error
    except aiohttp.ClientResponseError as error:
        raise httpx.RemoteProtocolError("it does not speak HTTP", request=request) from error
    except aiohttp.InvalidURL as error:
        raise httpx.UnsupportedProtocol("this is no address", request=request) from error
    except aiohttp.ClientError as error:
        raise httpx.NetworkError(str(error), request=request) from error


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
