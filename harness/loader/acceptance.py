"""Writing new expected texts into a suite file, keeping its comments and layout."""

from __future__ import annotations

import difflib
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

from harness.errors import SettingsError, SuiteError, did_you_mean
from harness.model.suite import Case
from harness.scorers.proposal import with_texts

from .problems import Problems
from .scalars import Scalar, scalars_of, spellings
from .source import read_text, shown
from .suite import load_suite

__all__ = ["Edit", "edit_case"]

NOTE = "# accepted "
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a suite file that has not been written yet."""

    path: Path
    before: str
    after: str

    def lines(self) -> list[str]:
        """Return the change as lines of a unified diff."""
        name = shown(self.path)
        old, new = self.before.splitlines(), self.after.splitlines()
        return list(difflib.unified_diff(old, new, name, name, lineterm=""))

    def write(self) -> None:
        """Write the file whole or not at all.

        Raises:
            SettingsError: the file cannot be written, or is not what it was.
        """
        path = self.path.resolve()
        passing = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            data = path.read_bytes()
            head = _BOM if data.startswith(_BOM) else b""
            if data.removeprefix(_BOM) != self.before.encode():
                raise SettingsError(f"{shown(path)} was changed meanwhile: nothing was written")
            passing.write_bytes(head + self.after.encode())
            shutil.copymode(path, passing)
            passing.replace(path)
        except OSError as error:
            raise SettingsError(
                f"{shown(path)} cannot be written: {error.strerror or error}"
            ) from None
        finally:
            with suppress(OSError):
                passing.unlink()


def edit_case(path: Path, case_id: str, texts: Mapping[str, str], note: str) -> Edit:
    """Return the change that replaces texts in what a case of a suite file expects.

    Args:
        path: the suite file.
        case_id: the case.
        texts: the new text for each old one; an old one must be written in the case itself.
        note: a comment that comes above, one line; it replaces the one of an earlier change.

    Raises:
        SuiteError: the file is no sound suite.
        SettingsError: there is no such case, or it gets its expectations from elsewhere; says
            where they can be edited by hand.
    """
    suite = load_suite(path)
    case = suite.by_id.get(case_id)
    if case is None:
        hint = did_you_mean(case_id, suite.by_id)
        raise SettingsError(f"{shown(path)} has no case '{case_id}'{hint}")
    before = read_text(path, Problems(shown(path)))
    found = _Places(path, before, case)
    wanted = [
        with_texts(one, texts) if _written_together(one, case) else one for one in suite.cases
    ]
    for after in found.changed(texts, note):
        if _says(path, after, wanted):
            return Edit(path, before, after)
    raise found.refusal("is laid out in a way that cannot be changed safely")


class _Places:
    """Where a case is written in the text of its file."""

    def __init__(self, path: Path, text: str, case: Case) -> None:
        self._path, self._text, self._case = path, text, case
        self._newline = "\r\n" if "\r\n" in text else "\n"
        root = cast("yaml.Node", yaml.compose(text, Loader=_Loader))  # it is a sound suite
        self._item: yaml.Node = root  # for an error on the way to the case
        self._item = self._find(root)

    def refusal(self, why: str) -> SettingsError:
        """Return an error that says why the case cannot be changed here, and where a person can."""
        file = self._case.file or shown(self._path)
        line = self._case.line or self._item.start_mark.line + 1
        return SettingsError(f"case '{self._case.id}' {why}; edit {file}:{line} yourself")

    def changed(self, texts: Mapping[str, str], note: str) -> Iterator[str]:
        """Yield the text of the file with the change, written in one way after the other."""
        scalars = {old: self._scalar(old) for old in texts}
        pieces = sorted(
            (
                (scalar, spellings(scalar, texts[old], self._written(scalar), self._newline))
                for old, scalar in scalars.items()
            ),
            key=lambda pair: -pair[0].start,
        )
        first = min(scalar.start for scalar in scalars.values())
        for place in (first, self._item.start_mark.index):
            for way in range(max(len(ways) for _, ways in pieces)):
                after = self._text
                for scalar, ways in pieces:
                    written = ways[min(way, len(ways) - 1)]
                    after = after[: scalar.start] + written + after[scalar.end :]
                yield self._noted(after, place, note)

    def _find(self, root: yaml.Node) -> yaml.Node:
        items = _value(root, "cases")
        for item in items.value if isinstance(items, yaml.SequenceNode) else ():
            name = _value(item, "id")
            named = isinstance(name, yaml.ScalarNode) and name.value == self._case.id
            # Of a question in several wordings each is a case, and all are written once.
            if named or (self._is_here and item.start_mark.line + 1 == self._case.line):
                found: yaml.Node = item
                return found
        raise self.refusal("is not written out here")

    @property
    def _is_here(self) -> bool:
        return self._case.file == shown(self._path)

    def _scalar(self, old: str) -> Scalar:
        """Return the only place within the case where a text is written."""
        start, end = self._item.start_mark.index, self._item.end_mark.index
        found = {
            scalar.start: scalar for scalar in self._expected() if scalar.value == old
        }  # an alias leads to the same place twice
        inside = [scalar for scalar in found.values() if start <= scalar.start < end]
        if len(inside) == 1:
            return inside[0]
        if inside:
            lines = ", ".join(str(scalar.line) for scalar in inside)
            raise self.refusal(f"expects the same text in several places (lines {lines})")
        if found:
            line = next(iter(found.values())).line
            raise self.refusal(f"shares what it expects with others, by an alias to line {line}")
        raise self.refusal(
            f"does not hold the expected text '{old[:40]}' itself: it comes from defaults, "
            "a template or another file"
        )

    def _expected(self) -> Iterator[Scalar]:
        turns = _value(self._item, "turns")
        items = turns.value if isinstance(turns, yaml.SequenceNode) else ()
        for item in (self._item, *items):
            if not isinstance(item, yaml.MappingNode):
                continue
            for key, value in item.value:
                if key.value == "expect":
                    indent = key.start_mark.column + 2
                    yield from scalars_of(value, indent=indent, in_flow=bool(item.flow_style))

    def _written(self, scalar: Scalar) -> str:
        return self._text[scalar.start : scalar.end]

    def _noted(self, text: str, place: int, note: str) -> str:
        """Put the note above the line of a place, in the stead of an earlier one."""
        line = text.rfind("\n", 0, place) + 1
        indent = text[line:][: len(text[line:]) - len(text[line:].lstrip(" "))]
        above = text.rfind("\n", 0, max(0, line - 1)) + 1
        begin = above if text[above:line].strip().startswith(NOTE) else line
        return f"{text[:begin]}{indent}{NOTE}{note}{self._newline}{text[line:]}"


def _value(node: yaml.Node | None, name: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == name:
                found: yaml.Node = value
                return found
    return None


def _written_together(one: Case, other: Case) -> bool:
    """Tell whether two cases are the same one, or wordings of it."""
    here = (one.file, one.line) == (other.file, other.line)
    return one.id == other.id or (here and bool(other.line))


def _says(path: Path, text: str, wanted: Sequence[Case]) -> bool:
    """Tell whether a text is a suite of these cases.

    It is read as a file beside the old one, because what it includes is named from there.
    """
    passing = path.with_name(f".{secrets.token_hex(4)}.{path.name}")
    try:
        passing.write_bytes(text.encode())
        found = load_suite(passing)
    except (SuiteError, UnicodeEncodeError):
        return False
    except OSError as error:
        raise SettingsError(f"{passing} cannot be written: {error.strerror or error}") from None
    finally:
        passing.unlink(missing_ok=True)
    return [_meaning(case) for case in found.cases] == [_meaning(case) for case in wanted]


def _meaning(case: Case) -> Mapping[str, object]:
    return case.model_dump(mode="json", exclude={"file", "line"})
