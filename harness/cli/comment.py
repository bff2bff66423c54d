"""harness comment: tell a pull request what a comparison found, in one comment that is kept up."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.errors import SettingsError

from .console import say
from .options import settings_from, store_option, strict_option

if TYPE_CHECKING:
    from harness.client.github import PullRequest
    from harness.report.view import View

__all__ = ["command"]

API = "https://api.github.com"


@click.command("comment")
@click.argument("before", default="latest~1")
@click.argument("after", default="latest")
@click.option(
    "--github", is_flag=True, required=True, expose_value=False, help="On a pull request of GitHub."
)
@click.option("--repo", metavar="OWNER/NAME", help="[default: $GITHUB_REPOSITORY]")
@click.option("--pull", type=click.IntRange(1), help="Its number [default: that of the event].")
@click.option("--link", metavar="URL", help="Where the whole report is [default: this CI run].")
@click.option(
    "--when",
    type=click.Choice(["changed", "always"]),
    default="changed",
    show_default=True,
    help="Write a first comment only if an answer changed or a rule failed, or always.",
)
@strict_option
@store_option
def command(
    before: str,
    after: str,
    repo: str | None,
    pull: int | None,
    link: str | None,
    when: str,
    store: str | None,
    *,
    strict: bool,
) -> None:
    """Comment on a pull request: what changed between the runs BEFORE and AFTER.

    One comment for a suite and bot: the next call edits it. The token comes from $GITHUB_TOKEN
    (or $GH_TOKEN) and needs 'pull-requests: write'. The verdict does not change the exit code.

    \b
    Example:
      harness comment --github before after
    """
    from harness.live.recalling import compare_kept
    from harness.report.view import build_view
    from harness.store.store import Store

    pull_request = _pull_request(repo, pull, os.environ)
    settings = settings_from(store=store)
    with Store(settings.store) as kept:
        found = compare_kept(kept, before, after, usual=settings.gate, strict=strict)
    view = build_view(*found)
    with pull_request:
        say(_tell(pull_request, view, link or _this_run(os.environ), always=when == "always"))


def _tell(pull_request: PullRequest, view: View, link: str, *, always: bool) -> str:
    from harness.report.markdown import marker_of, render_markdown

    body = render_markdown(view, link=link)
    comment = pull_request.find(marker_of(view))
    if comment is not None:
        return f"Edited: {pull_request.edit(comment, body)}"
    if not always and not _is_news(view):
        return "Nothing changed: no comment was written (--when always writes one)."
    return f"Written: {pull_request.create(body)}"


def _is_news(view: View) -> bool:
    from harness.model.comparison import Decision

    shipped = view.verdict is not None and view.verdict.decision is Decision.SHIP
    return not shipped or view.changed > 0 or bool(view.look_at)


def _pull_request(
    repo: str | None, pull: int | None, environment: Mapping[str, str]
) -> PullRequest:
    from pydantic import SecretStr

    from harness.client.github import PullRequest

    token = (environment.get("GITHUB_TOKEN") or environment.get("GH_TOKEN") or "").strip()
    if not token.isascii() or not token.isprintable() or not token or " " in token:
        raise SettingsError("no token for GitHub: set GITHUB_TOKEN in the environment")
    repository = repo or environment.get("GITHUB_REPOSITORY", "")
    if not repository:
        raise SettingsError("which repository? Give --repo OWNER/NAME")
    number = pull or _number(environment)
    if number is None:
        raise SettingsError("which pull request? Give --pull NUMBER")
    api = environment.get("GITHUB_API_URL") or API
    return PullRequest(repository, number, SecretStr(token), api=api, timeout_seconds=30)


def _number(environment: Mapping[str, str]) -> int | None:
    """Return the number of the pull request that this job runs for, if it does for one."""
    event = _event(environment.get("GITHUB_EVENT_PATH", ""))
    for found in (event.get("pull_request"), event.get("issue"), event):
        number = found.get("number") if isinstance(found, dict) else None
        if isinstance(number, int) and number > 0:
            return number
    ref = re.fullmatch(r"refs/pull/(\d+)/\w+", environment.get("GITHUB_REF", ""))
    return int(ref.group(1)) if ref else None


def _event(path: str) -> dict[str, Any]:
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8")) if path else {}
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _this_run(environment: Mapping[str, str]) -> str:
    """Return the address of the job's run on GitHub; empty elsewhere."""
    names = ("SERVER_URL", "REPOSITORY", "RUN_ID")
    parts = [environment.get(f"GITHUB_{name}", "") for name in names]
    address = "{}/{}/actions/runs/{}".format(*parts)
    return address if re.fullmatch(r"https?://[\w.:/-]+", address) and all(parts) else ""
