from __future__ import annotations

from pathlib import Path

from command import Harness


def test_the_first_suite_is_accepted(harness: Harness) -> None:
    """What `init` writes, `check` takes."""
    assert 0 == harness("init").code

    said = harness("check", "suites/first.suite.yaml")

    assert 0 == said.code
    assert "3 cases" in said.out


def test_init_overwrites_nothing(harness: Harness) -> None:
    """A suite that exists is left as it is."""
    Path("mine.suite.yaml").write_text("mine")

    assert 2 == harness("init", "mine.suite.yaml").code
    assert "mine" == Path("mine.suite.yaml").read_text()


def test_every_problem_of_every_file_is_named(harness: Harness) -> None:
    """An unknown key and a case without expectation: file, line and column of both."""
    Path("a.suite.yaml").write_text("cases:\n  - id: x\n    promt: hi\n    expect: hello\n")
    Path("b.suite.yaml").write_text("cases:\n  - id: y\n    prompt: hi\n")

    said = harness("check", "a.suite.yaml", "b.suite.yaml")

    assert 2 == said.code
    assert "a.suite.yaml:3:5: " in said.err
    assert "did you mean 'prompt'?" in said.err
    assert "b.suite.yaml:2:5: " in said.err


def test_an_empty_suite_is_wrong(harness: Harness) -> None:
    """No cases, or nothing at all: exit code 2."""
    Path("a.suite.yaml").write_text("cases: []\n")
    Path("b.suite.yaml").write_text("")

    assert 2 == harness("check", "a.suite.yaml").code
    assert 2 == harness("check", "b.suite.yaml").code


def test_a_missing_file_is_named(harness: Harness) -> None:
    """The message names the file."""
    said = harness("check", "none.suite.yaml")

    assert 2 == said.code
    assert "none.suite.yaml" in said.err


def test_the_demo_suite_is_in_order(harness: Harness, demo: Path) -> None:
    """The suite that ships passes the check."""
    assert 0 == harness("check", demo / "shop.suite.yaml").code
