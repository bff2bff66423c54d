"""The site: three pages, made anew for each request, for browsers on this machine only."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from harness.errors import HarnessError, UnknownRun
from harness.history import past_of, past_runs
from harness.live.recalling import compare_kept
from harness.model.suite import Gate
from harness.report.html import render_html
from harness.report.runs_page import KeptRun, build_groups, render_problem, render_runs
from harness.report.view import build_run_view, build_view
from harness.store.store import Store

__all__ = ["make_site"]

HOME = "/"
RUNS = 500
"""So many runs, the newest, are listed."""
TRENDS = 20
"""So many suites get a chart."""
HOSTS = ("127.0.0.1", "localhost")
"""What a browser on this machine calls us. Another name means that a page out in the web has
pointed its own name here, to read the answers."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def make_site(store: Store, usual: Gate | None = None) -> Starlette:
    """Return the application that shows what a store holds; it changes nothing.

    Args:
        store: the kept runs.
        usual: the project's release rules, where a suite has none of its own.
    """

    def runs(_: Request) -> str:
        return _runs(store)

    def run(request: Request) -> str:
        found = store.load_run(_id(store, request, "id"))
        return render_html(build_run_view(found, past_runs(store, found)), home=HOME)

    def compare(request: Request) -> str:
        names = [_id(store, request, name) for name in ("before", "after")]
        comparison, verdict = compare_kept(store, names[0], names[1], usual=usual)
        history = past_runs(store, comparison.after)
        return render_html(build_view(comparison, verdict, history), home=HOME)

    return Starlette(
        routes=[
            Route(HOME, _page(runs)),
            Route("/run", _page(run)),
            Route("/compare", _page(compare)),
            Route("/favicon.ico", _no_icon),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False),
        ],
    )


async def _no_icon(_: Request) -> Response:
    """Say that there is no icon, which every browser asks for, without an error."""
    return Response(status_code=204, headers=_HEADERS)


def _page(make: Callable[[Request], str]) -> Callable[[Request], object]:
    """Return an endpoint that makes its page in a thread, and says in a page what is wrong."""

    async def endpoint(request: Request) -> Response:
        try:
            return HTMLResponse(await run_in_threadpool(make, request), headers=_HEADERS)
        except UnknownRun as error:
            return HTMLResponse(render_problem(str(error)), status_code=404, headers=_HEADERS)
        except HarnessError as error:
            return HTMLResponse(render_problem(str(error)), status_code=500, headers=_HEADERS)

    return endpoint


def _runs(store: Store) -> str:
    kept = [
        KeptRun(
            run.id,
            run.label,
            run.suite_name,
            run.chatbot_id,
            run.status.value,
            run.started_at,
            run.planned,
            run.passed,
            run.failed,
            run.errored,
        )
        for run in store.runs(limit=RUNS)
    ]
    suites = list(dict.fromkeys(run.suite for run in kept))[:TRENDS]
    past = {run.id: run for suite in suites for run in past_of(store, suite)}
    return render_runs(build_groups(kept, past))


def _id(store: Store, request: Request, name: str) -> str:
    """Return the id of the run that the address names; a file's name is none here."""
    wanted = request.query_params.get(name, "")
    known = {run.id for run in store.runs()}
    if wanted not in known:
        raise UnknownRun(f"no kept run has the id '{wanted}'")
    return wanted
