"""Settings from options, environment, env file and pyproject.toml, in this order."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from harness.errors import SettingsError, did_you_mean
from harness.model.suite import Gate
from harness.runner.budget import Budget
from harness.wire.dialect import Dialect

if TYPE_CHECKING:
    from harness.store.redaction import Redaction

__all__ = ["VENDOR_URL", "Settings", "load_settings"]

SHORTEST_KEY = 8
"""A shorter key is a word of the tests, and would be blotted out of answers."""
VENDOR_URL = "https://www.chatbase.co/api/v1"
VARIABLES = {
    "CHATBASE_API_KEY": "api_key",
    "CHATBASE_BASE_URL": "base_url",
    "HARNESS_STORE": "store",
    "HARNESS_CONCURRENCY": "concurrency",
    "HARNESS_REQUESTS_PER_SECOND": "requests_per_second",
    "HARNESS_TIMEOUT_SECONDS": "timeout_seconds",
    "HARNESS_ATTEMPTS": "attempts",
    "HARNESS_DELAY_SECONDS": "delay_seconds",
    "HARNESS_MAX_REQUESTS": "max_requests",
    "HARNESS_MAX_CREDITS": "max_credits",
    "HARNESS_MAX_MINUTES": "max_minutes",
    "HARNESS_DIALECT": "dialect",
    "HARNESS_RETRAIN_DEADLINE_SECONDS": "retrain_deadline_seconds",
    "HARNESS_REPORT_ASSETS": "report_assets",
    "HARNESS_REPORT_TEMPLATES": "report_templates",
}


class Settings(BaseModel):
    """How to reach the bot and where to keep the runs."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    api_key: SecretStr | None = None
    base_url: str = VENDOR_URL
    store: str = "sqlite:///.harness/runs.db"
    concurrency: Annotated[int, Field(ge=1, le=1000)] = 8
    """How many conversations are open at once."""
    requests_per_second: Annotated[float, Field(gt=0)] | None = None
    dialect: Dialect | None = None
    """What to write requests in; None finds it out from the first reply that shows it."""
    timeout_seconds: Annotated[float, Field(gt=0)] = 60
    attempts: Annotated[int, Field(ge=1, le=20)] = 4
    """How often one request is tried before its trial is errored."""
    delay_seconds: Annotated[float, Field(ge=0, le=3600)] | None = None
    """The least time between the beginnings of two requests."""
    max_requests: Annotated[int, Field(ge=1)] | None = None
    max_credits: Annotated[float, Field(gt=0)] | None = None
    max_minutes: Annotated[float, Field(gt=0)] | None = None
    credits: Mapping[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = Field(
        default_factory=dict
    )
    """What an answer costs, in message credits, by model; before the built-in table."""
    redact: tuple[str, ...] = ()
    """Regular expressions of what is blotted out before anything is kept."""
    gate: Gate = Gate()
    """The release rules of a project; what a suite says of its own stands over them."""
    retrain_deadline_seconds: Annotated[float, Field(gt=0)] = 900
    """How long to wait until the bot answers from its new text."""
    report_assets: Literal["inline", "external"] = "inline"
    """Whether style and script stand in the HTML report or beside it (for Jenkins)."""
    report_templates: Path | None = None
    """A folder whose files stand in for the report's templates of the same name."""

    def pace(self) -> float | None:
        """Return the most requests a second that both the rate and the delay allow."""
        rates = [self.requests_per_second, 1 / self.delay_seconds if self.delay_seconds else None]
        return min((rate for rate in rates if rate is not None), default=None)

    def budget(self) -> Budget:
        """Return what one command may spend, with nothing spent yet."""
        return Budget(self.max_requests, self.max_credits, self.max_minutes, self.credits)

    def redaction(self) -> Redaction:
        """Return what to blot out of all that is kept: the patterns, and the API key.

        Raises:
            SettingsError: a pattern cannot be read.
        """
        from harness.store.redaction import Redaction

        key = self.api_key.get_secret_value().strip() if self.api_key else ""
        found = Redaction(self.redact, (key,) if len(key) >= SHORTEST_KEY else ())
        found.check()
        return found

    def key(self) -> str:
        """Return the API key, or raise SettingsError that says where to put it."""
        key = self.api_key.get_secret_value().strip() if self.api_key else ""
        if not key:
            raise SettingsError(
                "no API key: set CHATBASE_API_KEY in the environment, or give --env-file FILE"
            )
        return key


def load_settings(
    options: Mapping[str, Any] | None = None,
    *,
    env_file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    project: Path = Path("pyproject.toml"),
) -> Settings:
    """Return the settings; what is None in `options` was not given.

    Raises:
        SettingsError: an unknown name or a value that cannot be; never quotes the value.
    """
    variables = {**_from_file(env_file), **(os.environ if environment is None else environment)}
    chosen: dict[str, Any] = dict(_from_project(project))
    chosen |= {field: variables[name] for name, field in VARIABLES.items() if variables.get(name)}
    chosen |= {name: value for name, value in (options or {}).items() if value is not None}
    try:
        return Settings.model_validate(chosen)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise SettingsError(f"the setting {name} cannot be so: {first['msg']}") from None


def _from_file(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    if not path.is_file():
        raise SettingsError(f"there is no env file {path}")
    from dotenv import dotenv_values

    try:
        values = dotenv_values(path, interpolate=False)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the env file {path} cannot be read: {error}") from None
    return {name: value for name, value in values.items() if value is not None}


def _from_project(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}).get("harness", {})
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from None
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: [tool.harness] is not a table")
    if "api_key" in table:
        raise SettingsError(f"{path}: an API key does not belong in a file that is shared")
    for name in table:
        if name not in Settings.model_fields:
            hint = did_you_mean(name, Settings.model_fields)
            raise SettingsError(f"{path}: [tool.harness] knows no '{name}'{hint}")
    return table
