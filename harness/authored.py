"""Functions that the author of a suite wrote beside it; run only where that is allowed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from harness.errors import SettingsError, did_you_mean
from harness.scorers.python_code import Judgement, allow_code, forbid_code

__all__ = ["allow_authored"]

_LONGEST_FAILURE = 300


def allow_authored(folders: Callable[[], Iterable[Path]] | None) -> None:
    """Let the scorer `python` run functions of files in these folders; None: no code at all.

    Args:
        folders: Returns where to look, the first folder first; asked when a suite is read.
    """
    if folders is None:
        forbid_code()
        return
    modules: dict[Path, ModuleType] = {}

    def find(name: str) -> Judgement:
        return _function(name, tuple(folders()), modules)

    allow_code(find)


def _function(name: str, folders: tuple[Path, ...], modules: dict[Path, ModuleType]) -> Judgement:
    file, _, function = name.rpartition(":")
    if not file or not function.isidentifier():
        raise SettingsError(f"'{name[:80]}' must be a file and a function: checks.py:is_polite")
    path = next((folder / file for folder in folders if (folder / file).is_file()), None)
    if path is None:
        looked = ", ".join(str(folder) for folder in folders)
        raise SettingsError(f"there is no file {file} (looked in {looked})")
    path = path.resolve()
    if path not in modules:
        modules[path] = _module(path)
    found: Judgement | None = getattr(modules[path], function, None)
    if not callable(found):
        names = [one for one, thing in vars(modules[path]).items() if callable(thing)]
        raise SettingsError(f"{file} has no function '{function}'{did_you_mean(function, names)}")
    return found


def _module(path: Path) -> ModuleType:
    spec = spec_from_file_location(f"harness_authored_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise SettingsError(f"{path} is no Python file")
    module = module_from_spec(spec)
    sys.modules[module.__name__] = module  # dataclasses look their module up
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        failure = f"{path} cannot be run: {type(error).__name__}: {error}"
        raise SettingsError(failure[:_LONGEST_FAILURE]) from error
    return module
