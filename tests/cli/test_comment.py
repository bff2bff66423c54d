from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import Harness
from github import TOKEN, GitHub, github
from report.states import STATES

from harness.cli.comment import _is_news

from .kept import keep_two_runs

NAMES = (
    "GITHUB_TOKEN", "GH_TOKEN", "GITHUB_REPOSITORY", "GITHUB_API_URL", "GITHUB_REF",
    "GITHUB_EVENT_PATH", "GITHUB_SERVER_URL", "GITHUB_RUN_ID",
)  # fmt: skip


@pytest.fixture
def server(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """Serve the stand-in, with two kept runs and an environment as in a job for pull request 7."""
    keep_two_runs()
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    with github() as state:
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        monkeypatch.setenv("GITHUB_REPOSITORY", "ada/shop")
        monkeypatch.setenv("GITHUB_API_URL", state.url)
        monkeypatch.setenv("GITHUB_REF", "refs/pull/7/merge")
        yield state


def test_there_is_one_comment_however_often(harness: Harness, server: GitHub) -> None:
    """The second call edits it; other comments stay as they are."""
    server.add("hello", kind="User")
    first = harness("comment", "--github", "before", "after", "--link", "https://ci.example/r.html")
    second = harness("comment", "--github", "after", "before")
    assert (0, 0) == (first.code, second.code), first.err + second.err
    assert first.out.startswith("Written: https://github.example/")
    assert second.out.startswith("Edited: https://github.example/")
    assert 2 == len(server.comments)
    assert server.comments[1]["body"].startswith("<!-- harness:diff:Shop:bot-7 -->\n### ")
    assert TOKEN not in first.out + first.err + str(server.comments)


def test_it_links_to_the_run_of_the_job(
    harness: Harness, server: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no other address was given."""
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.example")
    monkeypatch.setenv("GITHUB_RUN_ID", "12")
    harness("comment", "--github", "before", "after")
    link = "[Whole report](https://github.example/ada/shop/actions/runs/12)"
    assert link in server.comments[0]["body"]


def test_the_number_is_that_of_the_event(
    harness: Harness, server: GitHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A job for a pull request is told of it in a file."""
    monkeypatch.delenv("GITHUB_REF")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7}}), encoding="utf-8")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    assert 0 == harness("comment", "--github", "before", "after").code
    event.write_text("no json", encoding="utf-8")
    said = harness("comment", "--github", "before", "after")
    assert (2, True) == (said.code, "--pull NUMBER" in said.err)


@pytest.mark.parametrize(
    ("name", "why"), [("GITHUB_TOKEN", "GITHUB_TOKEN"), ("GITHUB_REPOSITORY", "--repo")]
)
def test_what_is_missing_is_said_before_anything_is_asked(
    harness: Harness, server: GitHub, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    """Token and repository come from the environment, or there is no comment."""
    monkeypatch.delenv(name)
    said = harness("comment", "--github", "before", "after")
    assert (2, True) == (said.code, why in said.err)
    assert [] == server.asked


def test_nothing_new_begins_no_comment() -> None:
    """A comment on every push is noise; a failed rule or a changed answer is news."""
    news = {state for state, make in STATES.items() if _is_news(make())}
    assert news == set(STATES) - {"exactly_as_before"}
