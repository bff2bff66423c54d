from __future__ import annotations

from collections.abc import Iterator

import pytest
from github import TOKEN, GitHub, github
from pydantic import SecretStr

from harness.client.github import PullRequest
from harness.errors import HarnessError, SettingsError

MARKER = "<!-- harness:diff:shop:bot -->"


@pytest.fixture
def server() -> Iterator[GitHub]:
    """Serve the stand-in."""
    with github() as state:
        yield state


@pytest.fixture
def pull(server: GitHub) -> Iterator[PullRequest]:
    """Return the pull request of the stand-in."""
    with open_at(server.url) as found:
        yield found


def open_at(url: str, token: str = TOKEN) -> PullRequest:
    """Open pull request 7 at an address."""
    return PullRequest("ada/shop", 7, SecretStr(token), api=url, timeout_seconds=5)


def test_a_comment_is_found_again_by_its_marker_and_edited(
    server: GitHub, pull: PullRequest
) -> None:
    """Among others, on a later page, and only where it stands at the beginning."""
    for number in range(130):
        server.add(f"comment {number} {MARKER}")
    assert pull.find(MARKER) is None
    assert pull.create(f"{MARKER}\none").endswith("#131")
    found = pull.find(MARKER)
    assert found == 131
    assert pull.edit(found, f"{MARKER}\ntwo").endswith("#131")
    assert server.comments[-1]["body"] == f"{MARKER}\ntwo"
    assert 131 == len(server.comments)


def test_a_strangers_marker_is_not_ours(server: GitHub, pull: PullRequest) -> None:
    """Anybody may comment on a public pull request; nobody's words are overwritten."""
    server.add(f"{MARKER}\nmine", kind="User")
    assert pull.find(MARKER) is None
    server.add(f"{MARKER}\nours", kind="User", association="MEMBER")
    assert pull.find(MARKER) == 2


@pytest.mark.parametrize("status", [401, 403, 404, 422, 500])
def test_a_refusal_says_what_to_check_and_never_the_token(
    server: GitHub, pull: PullRequest, status: int
) -> None:
    """Even where the server repeats it; nothing is sent twice."""
    server.fail_with = status
    with pytest.raises(HarnessError, match=f"GitHub refused .{status}: Bad cred") as caught:
        pull.create("x")
    assert TOKEN not in str(caught.value)
    assert isinstance(caught.value, SettingsError) is (status in {401, 403, 404})
    assert 1 == len(server.asked)


def test_a_server_that_is_not_there_is_an_error_without_the_token() -> None:
    """The port is closed."""
    with open_at("http://127.0.0.1:9") as pull, pytest.raises(HarnessError) as caught:
        pull.find(MARKER)
    assert "GitHub cannot be asked" in str(caught.value)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("repository", ["shop", "ada/shop/x", "../x", "ada/sh op", ""])
def test_a_repository_that_is_none_is_refused(repository: str) -> None:
    """No address is made of it."""
    with pytest.raises(SettingsError, match="OWNER/NAME"):
        PullRequest(repository, 7, SecretStr(TOKEN), api="https://x.example", timeout_seconds=5)
