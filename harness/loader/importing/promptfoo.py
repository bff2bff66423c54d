"""A promptfoo configuration as a suite."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.errors import Problem, SuiteError
from harness.loader.source import shown

from .account import Account
from .cases import make_cases
from .prompts import read_prompts
from .reading import Folder, load, many
from .tests import read_tests

__all__ = ["import_promptfoo"]

_READ = {
    "prompts",
    "tests",
    "defaultTest",
    "scenarios",
    "assertionTemplates",
    "description",
    "providers",
    "targets",
    "evaluateOptions",
    "env",
    "$schema",
}
_OURS = {
    "maxConcurrency": "give --concurrency when you run it",
    "delay": "give --delay when you run it (in seconds)",
    "cache": "answers are never cached",
}


def import_promptfoo(path: Path) -> tuple[dict[str, Any], Account]:
    """Return the suite that a configuration means, and the account of its translation.

    Raises:
        SuiteError: the configuration cannot be read, or nothing in it can be asked.
    """
    account = Account()
    config = load(path)
    if not isinstance(config, dict):
        raise SuiteError([_problem(path, "this is no configuration of promptfoo: no mapping")])
    importer = _Importer(config, Folder(path.parent, account), account)
    suite = importer.suite(path)
    if not suite["cases"]:
        notes = "; ".join([*account.left_out][:5])
        raise SuiteError([_problem(path, f"nothing in it can be asked: {notes or 'no tests'}")])
    return suite, account


def _problem(path: Path, message: str) -> Problem:
    return Problem(shown(path), 1, 1, message)


class _Importer:
    def __init__(self, config: Mapping[str, Any], folder: Folder, account: Account) -> None:
        self._config = config
        self._folder = folder
        self._account = account

    def suite(self, path: Path) -> dict[str, Any]:
        """Return the suite; its cases may be none."""
        suite: dict[str, Any] = {"name": path.parent.resolve().name or "promptfoo"}
        if isinstance(self._config.get("description"), str):
            suite["description"] = self._config["description"]
        suite.update(self._asking())
        if isinstance(self._config.get("env"), dict):
            suite["env"] = {k: v for k, v in self._config["env"].items() if isinstance(v, str)}
        for key in self._config.keys() - _READ:
            self._account.leave_out(f"the key '{key}'")
        prompts = read_prompts(self._config, self._folder, self._account)
        if not prompts:
            self._account.leave_out("no prompt can be asked")
        tests = read_tests(self._config, self._folder, self._account)
        suite["cases"] = make_cases(tests, prompts, self._account, self._folder)
        self._drop_unused_environment(suite)
        return suite

    def _drop_unused_environment(self, suite: dict[str, Any]) -> None:
        if "env" in suite and "env." not in str(suite["cases"]):
            del suite["env"]
            self._account.leave_out("the key 'env': no prompt and no expectation uses it")

    def _asking(self) -> dict[str, Any]:
        """Return how the suite is asked: temperatures of the providers, and repeats."""
        found: dict[str, Any] = {}
        temperatures: list[float] = []
        for one in many(self._config.get("providers") or self._config.get("targets")):
            temperatures += self._temperature(one)
        if temperatures:
            found["temperatures"] = sorted(set(temperatures))
        options = self._config.get("evaluateOptions")
        for key, value in options.items() if isinstance(options, dict) else ():
            if key == "repeat":
                found["repeats"] = int(value) if str(value).isdigit() else 1
                self._account.translate("evaluateOptions.repeat → repeats")
            else:
                why = _OURS.get(key, "there is no such option")
                self._account.leave_out(f"evaluateOptions.{key}: {why}")
        return found

    def _temperature(self, provider: Any) -> list[float]:
        """Return the temperature of a provider, if it gives one that can be asked at."""
        name, config = _provider(provider)
        self._account.leave_out(f"provider {name}: name the bot by --chatbot-id when you run it")
        written = config.get("temperature")
        if written is None:
            return []
        try:
            value = float(written)
        except (TypeError, ValueError):
            value = -1
        if not 0 <= value <= 1:
            self._account.leave_out(f"provider {name}: temperature {written} is not within 0 to 1")
            return []
        self._account.translate(f"temperature {value:g} of a provider")
        return [value]


def _provider(written: Any) -> tuple[str, dict[str, Any]]:
    """Return the name and the settings of a provider in any of its forms."""
    if not isinstance(written, dict):
        return str(written), {}
    name: Any = written.get("id")
    inner: Any = written
    if name is None:
        name, inner = next(iter(written.items()), ("?", {}))
    config = inner.get("config") if isinstance(inner, dict) else None
    return str(name), config if isinstance(config, dict) else {}
