"""promptfoo's tests: merged with their defaults, from files and scenarios, one for each value."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from .account import Account
from .expected_cell import read_cell
from .reading import FILE, Folder, many

__all__ = ["read_column", "read_tests"]

_MOST = 100_000
_SPECIAL = "__"


def read_tests(
    config: Mapping[str, Any], folder: Folder, account: Account
) -> Iterator[dict[str, Any]]:
    """Give the tests of a configuration, each whole: defaults merged, one value a variable."""
    usual = _default(config.get("defaultTest"), folder)
    templates = config.get("assertionTemplates") or {}
    for test in _all(config, folder, account):
        merged = _merged(usual, test)
        merged["assert"] = [_resolved(one, templates, account) for one in merged["assert"]]
        for count, variables in enumerate(_product(merged, folder)):
            if count >= _MOST:
                account.leave_out(f"more than {_MOST:,} tests of one product of variables")
                break
            yield {**merged, "vars": variables}


def _default(written: Any, folder: Folder) -> dict[str, Any]:
    if isinstance(written, str):
        written = next(folder.values(written), None)
    return written if isinstance(written, dict) else {}


def _all(config: Mapping[str, Any], folder: Folder, account: Account) -> Iterator[dict[str, Any]]:
    yield from _tests(config.get("tests"), folder, account)
    for scenario in many(config.get("scenarios")):
        found = folder.values(scenario) if isinstance(scenario, str) else [scenario]
        for one in found:
            if not isinstance(one, dict):
                account.leave_out("a scenario that is no mapping")
                continue
            parts = [list(_tests(one.get(key), folder, account)) for key in ("config", "tests")]
            for part, test in itertools.product(*parts):
                yield _merged(part, test)


def _tests(written: Any, folder: Folder, account: Account) -> Iterator[dict[str, Any]]:
    for one in many(written):
        if isinstance(one, str):
            yield from _from_files(one, folder, account)
        elif isinstance(one, dict) and "path" in one and "vars" not in one:
            account.leave_out(f"tests made by a program: {one['path']}")
        elif isinstance(one, dict):
            yield from _row(one, account)
        else:
            account.leave_out("a test that is no mapping")


def _from_files(reference: str, folder: Folder, account: Account) -> Iterator[dict[str, Any]]:
    if "://" in reference and not reference.startswith(FILE):
        account.leave_out(f"tests from {reference}: nothing is fetched")
        return
    for value in folder.values(reference):
        if isinstance(value, dict):
            yield from _row(value, account)
        elif isinstance(value, str):
            yield from _from_files(value, folder, account)
        else:
            account.leave_out(f"{reference}: a test that is no mapping")


def _row(row: dict[str, Any], account: Account) -> Iterator[dict[str, Any]]:
    """Give a test; a row of a table is made one by its special columns."""
    if "__row__" not in row:
        yield row
        return
    test: dict[str, Any] = {"vars": {}, "assert": [], "metadata": {}}
    for name, cell in row.items():
        read_column(name.strip(), cell, test, account)
    if any(test["vars"].values()):
        yield test


def read_column(name: str, cell: str, test: dict[str, Any], account: Account) -> None:
    """Put the cell of a column where it belongs in a test."""
    if name == "__row__":
        return
    if not name.startswith(_SPECIAL):
        test["vars"][name] = cell
    elif not cell.strip():
        return
    elif name.startswith("__expected"):
        test["assert"].append(read_cell(cell))
    elif name in {"__description", "__threshold", "__prefix", "__suffix"}:
        _option(name.removeprefix(_SPECIAL), cell, test)
    elif name.startswith("__metadata:"):
        key = name.removeprefix("__metadata:")
        test["metadata"][key.removesuffix("[]")] = cell
    else:
        account.leave_out(f"the column {name}")


def _option(name: str, cell: str, test: dict[str, Any]) -> None:
    if name in {"prefix", "suffix"}:
        test.setdefault("options", {})[name] = cell
    else:
        test[name] = cell


def _merged(usual: Mapping[str, Any], test: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a test over its defaults; the assertions of the defaults come first."""
    merged = {**usual, **test}
    for key in ("vars", "metadata", "options"):
        merged[key] = {**_mapping(usual.get(key)), **_mapping(test.get(key))}
    own = many(test.get("assert"))
    off = str(_mapping(merged["options"]).get("disableDefaultAsserts", "")).lower() == "true"
    merged["assert"] = own if off else [*many(usual.get("assert")), *own]
    return merged


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _resolved(one: Any, templates: Any, account: Account) -> dict[str, Any]:
    """Return an assertion with the template in it that it names."""
    if isinstance(one, str):
        return read_cell(one)
    if not isinstance(one, dict):
        return {}
    reference = one.get("$ref")
    if reference is None:
        return one
    name = str(reference).rsplit("/", 1)[-1]
    template = templates.get(name) if isinstance(templates, dict) else None
    if not isinstance(template, dict):
        account.leave_out(f"{reference}: there is no such assertion template")
        return {}
    return {**template, **{key: value for key, value in one.items() if key != "$ref"}}


def _product(test: Mapping[str, Any], folder: Folder) -> Iterator[dict[str, Any]]:
    """Give each combination of the values of variables that have several."""
    variables = {name: _values(value, folder) for name, value in test["vars"].items()}
    fixed = str(test["options"].get("disableVarExpansion", "")).lower() == "true"
    axes = [
        [value] if fixed or not isinstance(value, list) else value for value in variables.values()
    ]
    for combination in itertools.product(*axes):
        yield dict(zip(variables, combination, strict=True))


def _values(value: Any, folder: Folder) -> Any:
    if not isinstance(value, str) or not value.startswith(FILE):
        return value
    paths = folder.find(value)
    if any(path.suffix.lower() in {".json", ".yaml", ".yml"} for path in paths):
        return list(folder.values(value))
    texts = [folder.text(path) for path in paths]
    found = [text for text in texts if text is not None]
    return found[0] if len(found) == 1 else found
