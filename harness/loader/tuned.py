"""Writing a chosen pass mark and weights into a suite file, keeping its comments and layout."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

import yaml

from harness.errors import SettingsError

from .problems import Problems
from .source import read_text, shown
from .suite import load_suite

__all__ = ["write_choice"]


def write_choice(path: Path, threshold: float, weights: Mapping[str, float]) -> list[str]:
    """Write the keys `threshold` and `weights` of a suite; return the lines of the difference.

    The file is written whole or not at all, and only if it is a sound suite afterwards.

    Raises:
        SuiteError: the file is no sound suite, now or with the change.
        SettingsError: the file is laid out so that a key cannot be put in, or cannot be written.
    """
    load_suite(path)
    old = read_text(path, Problems(shown(path)))
    new = _with(old, "threshold", f"{threshold:g}", path)
    if weights:
        pairs = ", ".join(f"{_quoted(name)}: {weight:g}" for name, weight in weights.items())
        new = _with(new, "weights", f"{{{pairs}}}", path)
    passing = path.with_name(f".{path.name}.tuned")
    try:
        passing.write_text(new, encoding="utf-8", newline="")
        load_suite(passing)
        passing.replace(path)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        passing.unlink(missing_ok=True)
    name = shown(path)
    return list(difflib.unified_diff(old.splitlines(), new.splitlines(), name, name, lineterm=""))


def _with(text: str, key: str, value: str, path: Path) -> str:
    """Return the text with a top-level key set: replaced where it stands, else before the cases."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise SettingsError(f"{shown(path)}: write '{key}: {value}' into it yourself")
    places = {name.value: (name, node) for name, node in root.value}
    if key in places:
        node = places[key][1]
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, yaml.CollectionNode) and not node.flow_style:
            # The end of a block is where the next key begins: comments between belong to that.
            end = _last_end(node)
        return text[:start] + value + text[end:]
    key_node = places["cases"][0] if "cases" in places else root.value[0][0]
    at = key_node.start_mark.index
    return f"{text[:at]}{key}: {value}\n{text[at:]}"


def _last_end(node: yaml.Node) -> int:
    """Return where the last scalar of a node ends."""
    while isinstance(node, yaml.CollectionNode) and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def _quoted(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() else f'"{name}"'
