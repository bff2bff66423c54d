"""The fault matrix: its world, a PostgreSQL that can be stopped, and the table in the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults.row import Row, write_table
from faults.world import World

ROWS: list[Row] = []
PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"


def pytest_sessionfinish() -> None:
    """Write the table where that is asked for."""
    if ROWS and os.environ.get("HARNESS_WRITE_FIGURES"):
        write_table(PAGE, ROWS)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return the world; it is made once."""
    return World(tmp_path_factory.mktemp("world"))


@pytest.fixture
def proven() -> Callable[[Row], None]:
    """Return a function that holds a row against the promise, and keeps it for the table."""

    def check(row: Row) -> None:
        ROWS.append(row)
        assert (row.lost, row.twice, row.equal) == (0, 0, True), row

    return check


@dataclass
class Cluster:
    """A PostgreSQL server of our own."""

    tools: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Return the address of a store in it."""
        return f"postgresql+psycopg://harness:secret@127.0.0.1:{self.port}/postgres"

    def call(self, tool: str, *arguments: str) -> None:
        """Run a tool of the server, as a user that it accepts."""
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        data = ["-D", str(self.folder / "data")]
        command = [*user, str(self.tools / tool), *data, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=60)

    def start(self) -> None:
        """Start the server and wait for it."""
        where = f"-p {self.port} -h 127.0.0.1 -k {self.folder}"
        self.call("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", where, "start")

    def stop(self) -> None:
        """Stop the server as a power cut would."""
        self.call("pg_ctl", "-w", "-m", "immediate", "stop")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Return a running PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("no PostgreSQL server is installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="harness-faults-"))
    password = folder / "password"
    password.write_text("secret")
    if os.geteuid() == 0:
        for path in (password, folder):
            shutil.chown(path, "postgres", "postgres")
    server = Cluster(found[-1].parent, folder, port)
    server.call("initdb", "-U", "harness", "-A", "scram-sha-256", f"--pwfile={password}")
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql(cluster: Cluster) -> str:
    """Return the address of an empty store on the server."""
    from sqlalchemy import create_engine

    name = f"store_{os.urandom(4).hex()}"
    engine = create_engine(cluster.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return cluster.url.removesuffix("postgres") + name
