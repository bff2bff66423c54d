from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from faults.conftest import Cluster
from faults.row import Row
from faults.world import World

pytestmark = pytest.mark.faults

SLOW = ("--requests-per-second", "60")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)  # noqa: S607 (any umount)


def test_a_full_disk(
    tmp_path: Path, small_disk: Path, world: World, proven: Callable[[Row], None]
) -> None:
    """A disk without a free byte in the middle of a run: the reserved space takes the answers."""
    with world.serving() as (ledger, url):
        attempt = world.attempt(f"sqlite:///{small_disk}/runs.db", url, ledger, *SLOW)
        env = {"env": {**attempt_environment(url), "TMPDIR": str(small_disk)}}
        with attempt.start(**env) as process:
            attempt.wait_for(10, process)
            fill(small_disk)
            _, said = process.communicate(timeout=60)
        assert process.returncode == 3, said
        assert "no space left" in said
        assert "taken in when the run is gone on with" in said
        (small_disk / "filling").unlink()
        attempt.times += 1
        attempt.look()
        attempt.complete()
        proven(attempt.finish("disk full (tmpfs)"))


def fill(disk: Path) -> None:
    """Leave no byte free."""
    with (disk / "filling").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return


def test_a_quota(tmp_path: Path, world: World, proven: Callable[[Row], None]) -> None:
    """A limit on the size of files stops the database; the smaller rescue file takes the rest."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    with world.serving() as (ledger, url):
        attempt = world.attempt(f"sqlite:///{tmp_path}/runs.db", url, ledger, *SLOW)
        with attempt.start(preexec_fn=limit) as process:
            _, said = process.communicate(timeout=60)
        assert process.returncode == 3, said
        attempt.times += 1
        attempt.look()
        attempt.complete()
        proven(attempt.finish("file size limit (quota)"))


def test_a_locked_database(tmp_path: Path, world: World, proven: Callable[[Row], None]) -> None:
    """Another program locks the file for three seconds: the run waits and goes on."""
    with world.serving() as (ledger, url):
        attempt = world.attempt(f"sqlite:///{tmp_path}/runs.db", url, ledger, *SLOW)
        with attempt.start() as process:
            attempt.wait_for(8, process)
            lock(tmp_path / "runs.db", 3)
            _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        attempt.times += 1
        proven(attempt.finish("database locked for 3 s"))


def test_a_database_locked_for_too_long(
    tmp_path: Path, world: World, proven: Callable[[Row], None]
) -> None:
    """When the lock outlasts the patience, the run ends with everything kept, and is completed."""
    with world.serving() as (ledger, url):
        store = f"sqlite:///{tmp_path}/runs.db"
        attempt = world.attempt(f"{store}?timeout=0.5", url, ledger, *SLOW)
        with attempt.start() as process:
            attempt.wait_for(8, process)
            lock(tmp_path / "runs.db", 3)
            _, said = process.communicate(timeout=60)
        assert process.returncode == 3, said
        assert "is locked by another program" in said
        attempt.times += 1
        attempt.look()
        attempt.complete()
        proven(attempt.finish("database locked for longer than the run waits"))


def lock(file: Path, seconds: float) -> None:
    """Hold the database as another program would."""
    other = sqlite3.connect(file, isolation_level=None, timeout=10)
    other.execute("BEGIN IMMEDIATE")
    time.sleep(seconds)
    other.execute("ROLLBACK")
    other.close()


def test_postgresql_restarted_in_the_middle(
    cluster: Cluster, postgresql: str, world: World, proven: Callable[[Row], None]
) -> None:
    """The server is killed and started again twice, while answers come in: nobody notices."""
    with world.serving() as (ledger, url):
        attempt = world.attempt(postgresql, url, ledger, "--requests-per-second", "10")
        with attempt.start() as process:
            for count in (8, 20):
                attempt.wait_for(count, process)
                cluster.stop()
                time.sleep(1)
                cluster.start()
                attempt.times += 1
            _, said = process.communicate(timeout=90)
        assert process.returncode == 0, said
        proven(attempt.finish("PostgreSQL restarted (immediate)"))


def test_connections_cut_all_the_time(
    cluster: Cluster, postgresql: str, world: World, proven: Callable[[Row], None]
) -> None:
    """An administrator closes all connections ten times a second: each write is made again."""
    from sqlalchemy import create_engine

    engine = create_engine(cluster.url, isolation_level="AUTOCOMMIT")
    name = postgresql.rpartition("/")[2]
    order = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
    over = threading.Event()
    with world.serving() as (ledger, url):
        attempt = world.attempt(postgresql, url, ledger, "--requests-per-second", "20")
        with attempt.start() as process:
            attempt.wait_for(3, process)
            with engine.connect() as connection:
                while process.poll() is None and ledger.answered.total() < 45:
                    attempt.times += len(connection.exec_driver_sql(order).all())
                    over.wait(0.1)
            _, said = process.communicate(timeout=90)
        assert process.returncode == 0, said
        proven(attempt.finish("PostgreSQL cuts connections"))
    engine.dispose()


def attempt_environment(url: str) -> dict[str, str]:
    """Return the environment of a process."""
    from faults.world import environment

    return dict(environment(url))
