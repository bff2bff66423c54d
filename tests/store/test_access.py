from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from harness.errors import StoreError
from harness.model.run import Run, Trial
from harness.store import access
from harness.store.store import Store

KILL_ME = "SELECT pg_terminate_backend(pg_backend_pid())"


@pytest.fixture
def server(store: Store, make_run: Callable[..., Run]) -> Store:
    """Return a store on a server, with a run."""
    if store._access.url.get_backend_name() == "sqlite":
        pytest.skip("a file does not hang up")
    store.begin_run(make_run())
    return store


def test_a_lost_connection_comes_back(server: Store) -> None:
    """The server hangs up in the middle of a change: it is made again, whole."""
    tries: list[int] = []

    def change(connection: Connection) -> str:
        connection.exec_driver_sql("UPDATE runs SET label = label || 'x'")
        tries.append(len(tries))
        if len(tries) == 1:
            connection.exec_driver_sql(KILL_ME)
        return "made"

    assert server._access.write(change) == "made"
    assert server.load_run("run-1").label == "x"
    assert tries == [0, 1]


def test_a_connection_that_stays_away_is_an_error(
    server: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its patience the store says what is wrong."""
    monkeypatch.setattr(access, "FIRST_WAIT_SECONDS", 0.01)
    server._access.patience_seconds = 0.05
    with pytest.raises(StoreError, match="is being shut down"):
        server._access.write(lambda connection: connection.exec_driver_sql(KILL_ME))


def test_pooled_connections_may_all_be_gone(
    server: Store, url: str, make_trial: Callable[..., Trial]
) -> None:
    """After a restart of the server the next trial is kept as if nothing had been."""
    server.add("run-1", make_trial(repeat=0))
    with server._access.reading() as connection:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with Store(url) as other, other._access.writing() as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
    server.add("run-1", make_trial(repeat=1))
    assert len(server.done("run-1")) == 2


def test_a_refusal_is_not_tried_again(store: Store) -> None:
    """What no waiting mends is an error at once."""
    tries: list[int] = []

    def change(connection: Connection) -> None:
        tries.append(1)
        connection.exec_driver_sql("SELECT nothing FROM nowhere")

    with pytest.raises(StoreError):
        store._access.write(change)
    assert tries == [1]
