"""A stand-in for the three endpoints of GitHub that comments need, on a loopback port."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

__all__ = ["TOKEN", "GitHub", "github"]

TOKEN = "ghs_secretsecretsecret"


@dataclass
class GitHub:
    """The comments on pull request 7 of `ada/shop`, and what was asked."""

    url: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    fail_with: int = 0
    """Answer everything with this status."""

    def add(self, body: str, *, kind: str = "Bot", association: str = "NONE") -> dict[str, Any]:
        """Put a comment there."""
        number = len(self.comments) + 1
        comment = {
            "id": number,
            "body": body,
            "user": {"type": kind},
            "author_association": association,
            "html_url": f"https://github.example/ada/shop/pull/7#{number}",
        }
        self.comments.append(comment)
        return comment

    def answer(self, method: str, target: str, body: Any) -> tuple[int, Any]:
        """Return status and JSON for a request, as the API does."""
        parts = urlsplit(target)
        if self.fail_with:
            return self.fail_with, {"message": f"Bad credentials {TOKEN}"}
        if parts.path == "/repos/ada/shop/issues/7/comments":
            if method == "POST":
                return 201, self.add(body["body"])
            page = int(parse_qs(parts.query)["page"][0])
            size = int(parse_qs(parts.query)["per_page"][0])
            return 200, self.comments[(page - 1) * size : page * size]
        found = re.fullmatch(r"/repos/ada/shop/issues/comments/(\d+)", parts.path)
        if found and method == "PATCH":
            comment = self.comments[int(found.group(1)) - 1]
            comment["body"] = body["body"]
            return 200, comment
        return 404, {"message": "Not Found"}


@contextmanager
def github() -> Iterator[GitHub]:
    """Serve the stand-in."""
    state = GitHub()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(size)) if size else None
            state.asked.append(f"{self.command} {urlsplit(self.path).path}")
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                status, found = 401, {"message": "Bad credentials"}
            else:
                status, found = state.answer(self.command, self.path, body)
            data = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = _answer  # noqa: N815 (the names that the server looks for)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
