"""Writing a suite as YAML that people like to read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from harness.loader.schema import LANGUAGE_SERVER

__all__ = ["as_yaml", "literal", "meant"]

_WIDTH = 100
_MARK = re.compile(r"\{\{|\{%")


class _Dumper(yaml.SafeDumper):
    """Indents lists, and writes texts of several lines as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 - PyYAML's signature
        """Indent lists in mappings."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    block = "\n" in value and not any(line != line.rstrip() for line in value.split("\n"))
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if block else None)


_Dumper.add_representer(str, _text)


def as_yaml(suite: Mapping[str, Any], comments: Sequence[str]) -> str:
    """Return a suite as YAML text, with comments at its head."""
    text = yaml.dump(dict(suite), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    lines = [LANGUAGE_SERVER.format("suite.schema.json"), *comments]
    head = "".join(f"{'' if line.startswith('#') else '# '}{line}\n" for line in lines)
    return head + text


def literal(text: str) -> str:
    """Return a text in which nothing is a variable any more."""
    return _MARK.sub(lambda match: f"{{{{ '{match[0]}' }}}}", text)


def meant(value: Any) -> Any:
    """Return what a written value means: the texts that `literal` was given."""
    if isinstance(value, str):
        return value.replace("{{ '{{' }}", "{{").replace("{{ '{%' }}", "{%")
    if isinstance(value, list):
        return [meant(item) for item in value]
    if isinstance(value, dict):
        return {key: meant(item) for key, item in value.items()}
    return value
