"""Every check and test: `nox` runs them all.

The tests run against the built wheel, so that a file forgotten in the package is noticed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import nox

nox.options.error_on_missing_interpreters = True
nox.options.reuse_venv = "yes"
nox.options.default_venv_backend = "venv"
nox.options.sessions = ["lint", "types", "tests", "browser"]

PYPROJECT = nox.project.load_toml("pyproject.toml")


def _works(python: str) -> bool:
    """Tell whether this interpreter is here and starts: a version manager's stub may not."""
    path = shutil.which(python)
    if path is None:
        return False
    return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0


VERSIONS = nox.project.python_versions(PYPROJECT)
PYTHONS = [version for version in VERSIONS if _works(f"python{version}")]


def _group(name: str) -> list[str]:
    return list(nox.project.dependency_groups(PYPROJECT, name))


def _wheel(session: nox.Session) -> str:
    """Build the wheel and return its path."""
    folder = Path(session.create_tmp()) / "dist"
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
    session.run("pytest", "-m", "not browser", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Look at the report in headless Chromium."""
    _need_chromium(session)
    session.install(_wheel(session), *_group("browser"))
    session.run("pytest", "-m", "browser", *session.posargs)


@nox.session
def postgres(session: nox.Session) -> None:
    """Run the store's tests against the PostgreSQL that HARNESS_TEST_POSTGRES names."""
    if "HARNESS_TEST_POSTGRES" not in os.environ:
        session.error("set HARNESS_TEST_POSTGRES to a postgresql+psycopg:// URL")
    session.install(_wheel(session), *_group("tests"), "psycopg[binary]")
    session.run("pytest", "tests/store", *session.posargs)


def _need_chromium(session: nox.Session) -> None:
    names = ("chromium", "chromium-browser", "google-chrome")
    if any(shutil.which(name) for name in names) or "CHROMIUM" in os.environ:
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        session.run("apt-get", "update", "-q", external=True, silent=True)
        session.run("apt-get", "install", "-y", "-q", "chromium", external=True, silent=True)
    elif os.environ.get("CI"):
        session.error("the browser tests need Chromium: install it, or set CHROMIUM to its path")
    else:
        session.skip("no Chromium here: install it, or set CHROMIUM to its path")
