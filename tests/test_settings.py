from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import SettingsError
from harness.settings import VENDOR_URL, load_settings

SECRET = "sk-very-secret"


def test_the_vendor_is_the_default(tmp_path: Path) -> None:
    """Without any setting the vendor's address is asked."""
    assert VENDOR_URL == load_settings(environment={}, project=tmp_path / "none").base_url


def test_options_beat_environment_beats_env_file_beats_project(tmp_path: Path) -> None:
    """The nearer a setting stands to the command, the more it counts."""
    project = tmp_path / "pyproject.toml"
    project.write_text("[tool.harness]\nconcurrency = 1\nattempts = 1\ntimeout_seconds = 1\n")
    env_file = tmp_path / ".env"
    env_file.write_text("HARNESS_CONCURRENCY=2\nHARNESS_ATTEMPTS=2\nHARNESS_STORE=sqlite:///x\n")

    found = load_settings(
        {"concurrency": 4, "store": None},
        env_file=env_file,
        environment={"HARNESS_CONCURRENCY": "3", "HARNESS_ATTEMPTS": "3"},
        project=project,
    )

    assert (4, 3, 1, "sqlite:///x") == (
        found.concurrency,
        found.attempts,
        found.timeout_seconds,
        found.store,
    )


def test_an_unknown_name_in_the_project_is_an_error(tmp_path: Path) -> None:
    """A misspelt setting is named, with the one that was meant."""
    project = tmp_path / "pyproject.toml"
    project.write_text("[tool.harness]\nconcurency = 1\n")

    with pytest.raises(SettingsError, match="did you mean 'concurrency'"):
        load_settings(environment={}, project=project)


def test_a_key_in_the_project_is_refused(tmp_path: Path) -> None:
    """A file that is shared is no place for a key, and the message does not repeat it."""
    project = tmp_path / "pyproject.toml"
    project.write_text(f'[tool.harness]\napi_key = "{SECRET}"\n')

    with pytest.raises(SettingsError) as caught:
        load_settings(environment={}, project=project)
    assert SECRET not in str(caught.value)


def test_the_key_shows_nowhere() -> None:
    """Neither repr nor str of the settings shows the key."""
    found = load_settings(environment={"CHATBASE_API_KEY": SECRET})

    assert SECRET == found.key()
    assert SECRET not in repr(found) + str(found) + found.model_dump_json()


def test_a_missing_key_says_where_to_put_it() -> None:
    """Without a key the message names the variable."""
    with pytest.raises(SettingsError, match="CHATBASE_API_KEY"):
        load_settings(environment={"CHATBASE_API_KEY": " "}).key()


@pytest.mark.parametrize("value", ["0", "many", "1001"])
def test_a_value_that_cannot_be_is_named(value: str) -> None:
    """The message names the setting."""
    with pytest.raises(SettingsError, match="concurrency"):
        load_settings(environment={"HARNESS_CONCURRENCY": value})


def test_a_missing_env_file_is_an_error(tmp_path: Path) -> None:
    """An env file that was asked for must be there."""
    with pytest.raises(SettingsError, match="no env file"):
        load_settings(env_file=tmp_path / "none", environment={})


def test_the_rules_of_a_project_stand_in_its_pyproject(tmp_path: Path) -> None:
    """[tool.harness.gate] is read as a suite's gate is, and a wrong rule is named."""
    project = tmp_path / "pyproject.toml"
    project.write_text("[tool.harness.gate]\nmax_drop = 0.1\ntags.billing.min_pass_rate = 0.9\n")

    gate = load_settings(environment={}, project=project).gate

    assert (0.1, 0.9) == (gate.max_drop, gate.tags["billing"].min_pass_rate)
    project.write_text("[tool.harness.gate]\nmax_dorp = 0.1\n")
    with pytest.raises(SettingsError, match=r"gate\.max_dorp"):
        load_settings(environment={}, project=project)
