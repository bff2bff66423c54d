"""Where cases are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.report.places import Place, place_of, repository_root

from .builders import make_case

CASE = make_case("a", "Why?")


def written(file: str) -> Place | None:
    """Return the place of a case in a file, from the current folder's parent."""
    case = CASE.model_copy(update={"file": file, "line": 3})
    return place_of(case, Path.cwd().parent)


def test_a_path_is_that_from_the_root_of_the_repository() -> None:
    """Also when a job runs in a folder below it, and when the file was named in full."""
    here = Path.cwd()
    for file in ("suites/x.yaml", "./suites/x.yaml", str(here / "suites/x.yaml")):
        assert Place(f"{here.name}/suites/x.yaml", 3) == written(file)
    assert Place("x.yaml", 3) == written("../x.yaml")


def test_a_file_outside_of_the_repository_keeps_its_name() -> None:
    """No server can show it; its name is still worth reading."""
    assert Place("/elsewhere/x.yaml", 3) == written("/elsewhere/x.yaml")


def test_a_case_that_no_file_holds_has_no_place() -> None:
    """Nothing is made up."""
    assert written("") is None


@pytest.mark.parametrize("name", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_the_ci_server_names_the_root(name: str) -> None:
    """Otherwise it is the current folder."""
    assert Path("/w") == repository_root({name: "/w"})
    assert Path.cwd() == repository_root({})
