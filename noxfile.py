"""Every check and test: `nox` runs them all.

The tests run against the built wheel, so that a file forgotten in the package is noticed.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nox

nox.options.error_on_missing_interpreters = True
nox.options.reuse_venv = "yes"
nox.options.default_venv_backend = "uv|venv"
nox.options.sessions = [
    "lint",
    "types",
    "tests",
    "contract",
    "browser",
    "lighthouse",
    "postgres",
    "faults",
]

PASSWORD = "never-to-be-shown"
"""Of the PostgreSQL that lives as long as its session; tests look for it in messages."""

PYPROJECT = nox.project.load_toml("pyproject.toml")


def _works(python: str) -> bool:
    """Tell whether this interpreter is here and starts: a version manager's stub may not."""
    path = shutil.which(python)
    if path is None:
        return False
    return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0


def _find(version: str) -> bool:
    """Tell whether this Python is on the machine; one that only pyenv knows is put on the path."""
    python = f"python{version}"
    if _works(python):
        return True
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for found in sorted(pyenv.glob(f"versions/{version}.*/bin/{python}")):
        os.environ["PATH"] = f"{found.parent}{os.pathsep}{os.environ['PATH']}"
        return True
    return False


VERSIONS = nox.project.python_versions(PYPROJECT)
PYTHONS = [version for version in VERSIONS if _find(version)]


def _group(name: str) -> list[str]:
    return list(nox.project.dependency_groups(PYPROJECT, name))


def _wheel(session: nox.Session) -> str:
    """Build the wheel and return its path."""
    folder = Path(session.virtualenv.location) / "dist"
    shutil.rmtree(folder, ignore_errors=True)
    session.install("build")
    session.run("python", "-m", "build", "--wheel", "--outdir", str(folder), silent=True)
    return str(next(folder.glob("*.whl")))


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format, spelling and the layers."""
    session.install(*_group("lint"), ".")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("codespell")
    session.run("lint-imports")
    session.run("python", "tests/measures.py")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types, strictly."""
    session.install(*_group("types"), ".")
    session.run("mypy")


@nox.session(python=PYTHONS or None)
def tests(session: nox.Session) -> None:
    """Run the tests on the built wheel."""
    session.install(_wheel(session), *_group("tests"))
    apart = (
        "-m",
        "not browser",
        "--ignore=tests/contract",
        "--ignore=tests/faults",
    )  # these have sessions of their own
    session.run("pytest", "-n", "2", *apart, *session.posargs)


@nox.session
def contract(session: nox.Session) -> None:
    """Hold what the emulator accepts and replies against the OpenAPI documents."""
    session.install(_wheel(session), *_group("contract"))
    session.run("pytest", "-n", "2", "tests/contract", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Look at the report in headless Chromium."""
    _need_chromium(session)
    session.install(_wheel(session), *_group("browser"))
    session.run("pytest", "tests/browser", *session.posargs)


@nox.session
def example(session: nox.Session) -> None:
    """Make the example report and the README's pictures; `-- anew` asks the demo's bot too."""
    _need_chromium(session)
    session.install(*_group("browser"), ".")
    folder = Path("reports/example")
    runs = [str(folder / f"{name}.jsonl.gz") for name in ("before", "after")]
    if "anew" in session.posargs:
        store = f"sqlite:///{Path(session.create_tmp()).resolve()}/runs.db"
        session.run("harness", "demo", "--store", store, "-o", str(folder / "report.html"))
        for name, file in zip(("before", "after"), runs, strict=True):
            session.run("harness", "export", name, "--store", store, "-o", file)
    forms = [f"-o{folder / name}" for name in ("report.html", "summary.md", "report.junit.xml")]
    # An empty store: the page must not show the trend of whoever makes it.
    empty = f"sqlite:///{Path(session.create_tmp()).resolve()}/none.db"
    session.run("harness", "report", *runs, *forms, "--store", empty)
    session.run("python", "docs/pictures.py")


@nox.session
def lighthouse(session: nox.Session) -> None:
    """Let Lighthouse judge the example report (npm fetches it into the session's folder)."""
    _need_chromium(session)
    if not shutil.which("npm"):
        _apt_install(session, "npm")
    folder = Path(session.create_tmp()).resolve()
    session.run(
        "npm", "install", "--silent", "--prefix", str(folder), "lighthouse@12", external=True
    )
    tool = folder / "node_modules" / ".bin" / "lighthouse"
    session.run("python", "benchmarks/lighthouse.py", str(tool), *session.posargs)


@nox.session
def postgres(session: nox.Session) -> None:
    """Run the store's tests against a real PostgreSQL, started for this session alone."""
    session.install(_wheel(session), *_group("tests"), "psycopg[binary]")
    with _cluster(session) as url:
        session.env["HARNESS_TEST_POSTGRES"] = url
        session.run("pytest", "tests/store", *session.posargs)


@nox.session
def faults(session: nox.Session) -> None:
    """Kill, fill, lock and cut real processes; `-- --figures` writes the table in the docs."""
    _postgres_tools(session)
    session.install(_wheel(session), *_group("tests"), "psycopg[binary]")
    write = "--figures" in session.posargs
    arguments = [each for each in session.posargs if each != "--figures"]
    session.env["HARNESS_WRITE_FIGURES"] = "1" if write else ""
    session.run("pytest", "tests/faults", *arguments)


@contextmanager
def _cluster(session: nox.Session) -> Iterator[str]:
    """Start a PostgreSQL that keeps nothing, on a free loopback port; yield its URL."""
    tools = _postgres_tools(session)
    folder = Path(tempfile.mkdtemp(prefix="harness-pg-"))
    password = folder / "password"
    password.write_text(PASSWORD)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # The server refuses to run as root, so root hands it to the user of the package.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        for path in (password, folder):
            shutil.chown(path, "postgres", "postgres")

    def call(tool: str, *arguments: str) -> None:
        command = [*user, str(tools / tool), "-D", str(folder / "data"), *arguments]
        session.run(*command, external=True, silent=True)

    call("initdb", "-U", "harness", "-A", "scram-sha-256", f"--pwfile={password}", "--no-sync")
    where = f"-p {port} -h 127.0.0.1 -k {folder} -F"
    call("pg_ctl", "-w", "-l", str(folder / "log"), "-o", where, "start")
    try:
        yield f"postgresql+psycopg://harness:{PASSWORD}@127.0.0.1:{port}/postgres"
    finally:
        call("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _postgres_tools(session: nox.Session) -> Path:
    """Return the folder of the server's programs; install them where that is possible."""
    packaged = Path("/usr/lib/postgresql")
    if not any(packaged.glob("*/bin/initdb")) and not shutil.which("initdb"):
        _apt_install(session, "postgresql")
    found = [*sorted(packaged.glob("*/bin/initdb")), shutil.which("initdb")]
    return Path(next(str(path) for path in reversed(found) if path)).parent


def _need_chromium(session: nox.Session) -> None:
    names = ("chromium", "chromium-browser", "google-chrome")
    if "CHROMIUM" not in os.environ and not any(shutil.which(name) for name in names):
        _apt_install(session, "chromium")


def _apt_install(session: nox.Session, package: str) -> None:
    """Install a package of the system as root; elsewhere say what is missing, loudly in CI."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        session.run("apt-get", "update", "-q", external=True, silent=True)
        session.run("apt-get", "install", "-y", "-q", package, external=True, silent=True)
    elif os.environ.get("CI"):
        session.error(f"this session needs {package}: install it")
    else:
        session.skip(f"this session needs {package}: install it")
