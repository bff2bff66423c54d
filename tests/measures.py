"""Check the size limits of the house: run by the lint session, prints what is over.

Modules up to 300 lines; of all function bodies nine in ten up to 25 lines, none over 50.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

MODULE_LINES = 300
BODY_LINES = 50
MOST_BODIES_LINES = 25
MOST = 0.9


def bodies(tree: ast.Module) -> list[tuple[str, int]]:
    """Return each function's name and the lines of its body without the docstring."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            found.append((node.name, lines))
    return found


def main() -> int:
    """Print what is over a limit and return how many there are."""
    over: list[str] = []
    lengths: list[int] = []
    for path in sorted(Path("harness").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > MODULE_LINES:
            over.append(f"{path}: {len(text.splitlines())} lines, {MODULE_LINES} allowed")
        for name, lines in bodies(ast.parse(text)):
            lengths.append(lines)
            if lines > BODY_LINES:
                over.append(f"{path}: {name} has {lines} lines, {BODY_LINES} allowed")
    typical = sorted(lengths)[int(len(lengths) * MOST)]
    if typical > MOST_BODIES_LINES:
        over.append(f"nine in ten functions have up to {typical} lines, not {MOST_BODIES_LINES}")
    sys.stdout.write("\n".join([*over, f"{len(over)} over the limits"]) + "\n")
    return len(over)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
