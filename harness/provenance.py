"""Where a run comes from: versions, platform and the revision of the suite's repository."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from harness import __version__

__all__ = ["provenance", "text_provenance"]

SCORING_PACKAGES = ("rapidfuzz", "PyStemmer", "stop-words")
"""Packages whose version can change a score."""


def provenance(suite_file: Path | None = None) -> dict[str, str]:
    """Return what the scores of a run depend on, as text by name."""
    found = {
        "harness": __version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "scoring packages": ", ".join(f"{name} {_version(name)}" for name in SCORING_PACKAGES),
    }
    if suite_file is not None:
        found["suite file"] = str(suite_file)
        if revision := _git_revision(suite_file.resolve().parent):
            found["git revision"] = revision
    return found


def text_provenance(text: str, name: str) -> dict[str, str]:
    """Return what tells one training text from another: name, size and digest."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return {"training text": f"{name}, {len(text):,} characters, sha256 {digest}…"}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _git_revision(folder: Path) -> str:
    """Return the short commit, with a + when files differ from it; empty outside a checkout."""
    try:
        answer = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--exclude=*"],  # noqa: S607 (any git)
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip()
