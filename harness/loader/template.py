"""Texts with variables in them: Jinja, cut down to what can neither hang nor fill the memory.

A suite may come from a stranger. A template may look up variables, join and compare them, use
some filters, choose by `if` and go through a list by `for`; it calls nothing, assigns nothing and
multiplies nothing, so what it makes is about as long as what it was given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from .document import Plain

__all__ = ["LONGEST", "Fault", "Template", "has_template", "only_name", "parse"]

Values: TypeAlias = "Mapping[str, Plain]"

LONGEST = 100_000
"""So many characters may come of one text."""
_DEEPEST_LOOPS = 2
_PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?\s*\}\}")
_FILTERS_ALLOWED = """
    abs capitalize d default first float int join last length list lower replace reverse round
    sort string title tojson trim truncate unique upper wordcount
"""
_FILTERS = frozenset(_FILTERS_ALLOWED.split())
_NODES_ALLOWED = """
    Add And Compare CondExpr Concat Const Div Filter FloorDiv For Getattr Getitem If Keyword
    List Name Neg Not Operand Or Output Pair Pos Slice Sub Template TemplateData Test Tuple
"""
_NODES = frozenset(_NODES_ALLOWED.split())


class Fault(Exception):
    """A template is wrong.

    `word` is what to look for in the text; `line` counts from 1 within it.
    """

    def __init__(self, message: str, word: str = "", line: int = 1) -> None:
        super().__init__(message)
        self.word = word
        self.line = line


def has_template(text: str) -> bool:
    """Tell whether there is something to fill in."""
    return "{{" in text or "{%" in text


def only_name(text: str) -> str | None:
    """Return the name where the text is one variable and nothing else."""
    match = _PLACEHOLDER.fullmatch(text.strip())
    return match[1] if match and match[2] is None else None


@dataclass(frozen=True, slots=True)
class Template:
    """A text to be filled in."""

    text: str
    names: frozenset[str]
    """The variables that it needs."""
    optional: frozenset[str] = frozenset()
    """Those that it asks whether they are there (`is defined`, `default`)."""
    environment: frozenset[str] = frozenset()
    """The environment variables that it needs."""
    compiled: Any = None
    """Jinja's template; None where looking the names up is enough."""

    def fill(self, values: Values) -> str:
        """Return the text with the values in it.

        Raises:
            Fault: it cannot be filled in, or gets too long.
        """
        if self.compiled is None:
            return _cut_off(_PLACEHOLDER.sub(lambda match: _look_up(match, values), self.text))
        return _generate(self.compiled, values)


@lru_cache(maxsize=4096)
def parse(text: str) -> Template:
    """Return the template that a text is.

    Raises:
        Fault: it is none, or does what a suite may not do.
    """
    if not has_template(_PLACEHOLDER.sub("", text)):
        found = _PLACEHOLDER.findall(text)
        names = frozenset(name for name, _ in found)
        return Template(text, names, environment=frozenset(b for a, b in found if a == "env" and b))
    return _parse_jinja(text)


def _look_up(match: re.Match[str], values: Values) -> str:
    value = values[match[1]]
    if match[2] is not None:
        inner = value.get(match[2]) if isinstance(value, dict) else None
        if inner is None:
            raise Fault(f"'{match[1]}' has no '{match[2]}'", match[2])
        value = inner
    return _as_text(value, match[1])


def _as_text(value: Any, name: str = "") -> str:
    if isinstance(value, list | dict):
        kind = "a list" if isinstance(value, list) else "a mapping"
        subject = f"'{name}' is" if name else "what stands here is"
        raise Fault(f"{subject} {kind} and no text; use {name or 'x'} | join(', ')", name)
    if callable(value):
        raise Fault("what stands here is no text")
    return str(value)


def _cut_off(text: str) -> str:
    if len(text) > LONGEST:
        raise Fault(f"filled in, this is longer than {LONGEST:,} characters")
    return text


def _parse_jinja(text: str) -> Template:
    from jinja2 import TemplateError, meta, nodes

    environment = _environment()
    try:
        tree = environment.parse(text)
        _check(tree)
        optional = _optional(tree)
        names = frozenset(meta.find_undeclared_variables(tree))
        compiled = environment.from_string(tree)
    except TemplateError as error:
        message = f"{error.message or error}; write {{{{ '{{{{' }}}} where braces are meant"
        raise Fault(f"this cannot be filled in: {message}", "", _line(error)) from None
    except (RecursionError, MemoryError, OverflowError, SyntaxError):
        raise Fault("this cannot be filled in: it is too deep") from None
    used = frozenset(
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "env"
    )
    return Template(text, names - optional, optional, used, compiled)


def _line(error: Exception) -> int:
    number = getattr(error, "lineno", 1)
    return number if isinstance(number, int) else 1


def _check(node: Any, loops: int = 0) -> None:
    """Raise Fault for what a suite may not do."""
    kind = type(node).__name__
    if kind not in _NODES or (kind == "For" and node.recursive):
        line = getattr(node, "lineno", 1)
        raise Fault(f"a suite's variables cannot be used like that ({kind})", "", line)
    if kind == "Filter" and node.name not in _FILTERS:
        raise Fault(
            f"there is no filter '{node.name}' here ({', '.join(sorted(_FILTERS))})", node.name
        )
    if kind == "Getattr" and node.attr.startswith("_"):
        raise Fault(f"there is no '{node.attr}' here", node.attr)
    loops += kind == "For"
    if loops > _DEEPEST_LOOPS:
        raise Fault(f"more than {_DEEPEST_LOOPS} loops stand in one another", "for")
    for inner in node.iter_child_nodes():
        _check(inner, loops)


def _optional(tree: Any) -> frozenset[str]:
    """Return the names whose absence the template provides for."""
    from jinja2 import nodes

    asked: set[str] = set()
    for node in tree.find_all((nodes.Test, nodes.Filter)):
        if node.name in {"defined", "undefined", "default", "d"}:
            asked.update(n.name for n in (node.node,) if isinstance(n, nodes.Name))
    return frozenset(asked)


@lru_cache(maxsize=1)
def _environment() -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=_as_text,
        keep_trailing_newline=True,
        autoescape=False,
        comment_start_string="{##",  # "{#" stands in patterns
        comment_end_string="##}",
        optimized=False,
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.filters["replace"] = _replace
    environment.filters["join"] = _join
    environment.filters["tojson"] = _to_json
    return environment


def _replace(text: object, old: object, new: object) -> str:
    whole, gone, put = str(text), str(old), str(new)
    _allow(len(whole) + whole.count(gone) * len(put))
    return whole.replace(gone, put)


def _join(values: Any, between: object = "") -> str:
    texts = [_as_text(value) for value in values]
    _allow(sum(map(len, texts)) + len(texts) * len(str(between)))
    return str(between).join(texts)


def _to_json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def _allow(length: int) -> None:
    if length > LONGEST:
        raise Fault(f"filled in, this is longer than {LONGEST:,} characters")


def _generate(compiled: Any, values: Values) -> str:
    from jinja2 import TemplateError

    pieces: list[str] = []
    length = 0
    try:
        for piece in compiled.generate(values):
            pieces.append(piece)
            length += len(piece)
            _allow(length)
    except TemplateError as error:
        raise Fault(f"this cannot be filled in: {error.message or error}", _word(error)) from None
    except Fault:
        raise
    except Exception as error:  # noqa: BLE001 - Jinja raises whatever the values raise
        raise Fault(f"this cannot be filled in: {type(error).__name__}: {error}") from None
    return "".join(pieces)


def _word(error: Exception) -> str:
    """Return the last name in quotes of Jinja's message: what is undefined."""
    quoted = re.findall(r"'([^']+)'", str(error))
    return quoted[-1] if quoted else ""
