"""Shared expectations: written once under a name, and used by many cases."""

from __future__ import annotations

from dataclasses import dataclass

from .document import Node
from .problems import Problems

__all__ = ["Block", "read_blocks"]


@dataclass(slots=True, eq=False)
class Block:
    """What is expected under a name, and whether anybody uses it."""

    key: Node
    value: Node
    used: bool = False
    open: bool = False
    """It is being read; who uses it now uses it inside itself."""


def read_blocks(node: Node | None, problems: Problems) -> dict[str, Block]:
    """Return the blocks of a mapping of names to expectations."""
    if node is None or node.nothing:
        return {}
    if not isinstance(node.value, dict):
        problems.add(node, f"'expectations' must be a mapping of names, not {node.kind}")
        return {}
    found: dict[str, Block] = {}
    for name, entry in node.value.items():
        if not name.strip():
            problems.add(entry.key, "the name of shared expectations is empty")
        elif entry.value.nothing:
            problems.add(entry.key, f"'{name[:60]}' has no value")
        else:
            found[name] = Block(entry.key, entry.value)
    return found
