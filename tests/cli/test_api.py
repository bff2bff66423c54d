from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from command import Harness

from harness.cli.api import RESOURCES
from harness.cli.main import cli


def commands() -> Iterator[tuple[str, ...]]:
    """Give every command below `harness api`, as it is typed."""
    group = cli.get_command(click.Context(cli), "api")
    assert isinstance(group, click.Group)
    for resource in RESOURCES:
        command = group.get_command(click.Context(group), resource)
        yield (resource,)
        if isinstance(command, click.Group):
            yield from ((resource, name) for name in command.commands)


@pytest.mark.parametrize("typed", list(commands()), ids=" ".join)
def test_every_command_helps_with_an_example(harness: Harness, typed: tuple[str, ...]) -> None:
    """Each explains itself and shows how it is typed."""
    said = harness("api", *typed, "--help")
    assert 0 == said.code
    assert "Example:" in said.out
    assert f"harness api {typed[0]}" in said.out


def test_every_operation_has_a_command() -> None:
    """All sixteen operations can be typed."""
    groups = {name for name in RESOURCES if name != "chat"}
    assert {" ".join(typed) for typed in commands()} - groups == {
        "chat",
        *(f"chatbots {verb}" for verb in ("list", "create", "update-data", "settings", "delete")),
        "conversations list",
        "leads list",
        *(f"contacts {verb}" for verb in ("create", "list", "get", "update", "delete")),
        *(f"attributes {verb}" for verb in ("create", "list", "update")),
    }


def test_a_misspelt_resource_is_wrong_usage(harness: Harness) -> None:
    """A typo is exit code 2, with the nearest name."""
    said = harness("api", "contcts", "list")
    assert 2 == said.code
    assert "did you mean 'contacts'?" in said.err


@pytest.mark.parametrize(
    "typed",
    [
        ("chatbots", "list"),
        ("chatbots", "delete", "--chatbot-id", "b1", "--yes"),
        ("contacts", "get", "--chatbot-id", "b1", "c1"),
    ],
)
def test_without_a_key_nothing_is_sent(harness: Harness, typed: tuple[str, ...]) -> None:
    """What is missing is named: exit code 2."""
    said = harness("api", *typed)
    assert 2 == said.code
    assert "CHATBASE_API_KEY" in said.err


def test_help_imports_nothing_heavy() -> None:
    """The overview answers at once."""
    code = (
        "import sys\n"
        "from harness.cli.main import _run\n"
        "_run(['api', '--help'])\n"
        "print('heavy:', sorted({'pydantic', 'httpx', 'rich', 'sqlalchemy'} & set(sys.modules)))\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "heavy: []" in said.stdout
