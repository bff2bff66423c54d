"""One comment on a pull request of GitHub, found again by its marker and edited in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self

import httpx
from pydantic import SecretStr

from harness import __version__
from harness.errors import HarnessError, SettingsError

__all__ = ["PullRequest"]

PAGE = 100
PAGES = 100
"""So many comments a page, and so many pages, are looked through."""
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
_TRUSTED = {"OWNER", "MEMBER", "COLLABORATOR"}
_LONGEST = 200


class PullRequest:
    """The comments on one pull request."""

    def __init__(
        self, repository: str, number: int, token: SecretStr, *, api: str, timeout_seconds: float
    ) -> None:
        """Open nothing yet.

        Args:
            repository: `owner/name`.
            number: of the pull request.
            token: may read and write its comments; is never shown.
            api: address of the API, `https://api.github.com` or that of an own server.
            timeout_seconds: for each request.

        Raises:
            SettingsError: the repository or the address is none.
        """
        if not _REPOSITORY.fullmatch(repository):
            raise SettingsError(f"a repository is OWNER/NAME, not '{repository}'")
        if not re.match(r"https?://[^/]", api):
            raise SettingsError("the address of GitHub's API begins with https://")
        self._token = token
        self._repository, self._number = repository, number
        self._client = httpx.Client(
            base_url=api.rstrip("/"),
            timeout=timeout_seconds,
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {token.get_secret_value()}",
                "User-Agent": f"chatbot-harness/{__version__}",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def find(self, marker: str) -> int | None:
        """Return the id of the comment that begins with a marker; None where there is none.

        Strangers may write the marker too: only comments of bots and of people of the repository
        count.

        Raises:
            HarnessError: GitHub cannot be asked, or refuses.
        """
        for comment in self._comments():
            user = comment.get("user") or {}
            ours = user.get("type") == "Bot" or comment.get("author_association") in _TRUSTED
            if ours and str(comment.get("body") or "").startswith(marker):
                return int(comment["id"])
        return None

    def create(self, body: str) -> str:
        """Write a new comment and return its address.

        Raises:
            HarnessError: GitHub cannot be asked, or refuses.
        """
        return _address(self._send("POST", f"{self._issue}/comments", {"body": body}))

    def edit(self, comment: int, body: str) -> str:
        """Replace the text of a comment and return its address.

        Raises:
            HarnessError: GitHub cannot be asked, or refuses.
        """
        path = f"/repos/{self._repository}/issues/comments/{comment}"
        return _address(self._send("PATCH", path, {"body": body}))

    @property
    def _issue(self) -> str:
        return f"/repos/{self._repository}/issues/{self._number}"

    def _comments(self) -> Iterator[Mapping[str, Any]]:
        for page in range(1, PAGES + 1):
            path = f"{self._issue}/comments?per_page={PAGE}&page={page}"
            found = self._send("GET", path)
            if not isinstance(found, list):
                raise HarnessError("GitHub answered with something else than a list of comments")
            yield from (one for one in found if isinstance(one, dict))
            if len(found) < PAGE:
                return

    def _send(self, method: str, path: str, body: Mapping[str, str] | None = None) -> Any:
        """Send a request once: a second try could write a second comment."""
        try:
            response = self._client.request(method, path, json=body)
            if response.is_success:
                return response.json()
        except httpx.HTTPError as error:
            raise HarnessError(
                f"GitHub cannot be asked: {self._safe(str(error) or type(error).__name__)}"
            ) from None
        except ValueError:
            message = "GitHub's answer is no JSON: is that the address of its API?"
            raise HarnessError(message) from None
        raise self._refusal(response)

    def _refusal(self, response: httpx.Response) -> HarnessError:
        code = response.status_code
        said = self._safe(_message(response))
        if code in {401, 403, 404}:
            return SettingsError(
                f"GitHub refused ({code}{said}): may the token write comments on pull request "
                f"{self._number} of {self._repository}? (permissions: pull-requests: write)"
            )
        return HarnessError(f"GitHub refused ({code}{said})")

    def _safe(self, text: str) -> str:
        """Take the token out of what a server or a library says."""
        return text.replace(self._token.get_secret_value(), "…")[:_LONGEST]


def _message(response: httpx.Response) -> str:
    try:
        said = response.json().get("message")
    except (ValueError, AttributeError):
        return ""
    return f": {said}" if isinstance(said, str) else ""


def _address(comment: Any) -> str:
    found = comment.get("html_url") if isinstance(comment, dict) else None
    return found if isinstance(found, str) else ""
