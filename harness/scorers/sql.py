"""SQL in the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, model_validator

from harness.errors import did_you_mean
from harness.model.run import Exchange, Score

from .optional import need
from .scorer import Scorer, scorers

__all__ = ["ContainsSql", "IsSql"]

_LONGEST_SHOWN = 200
_LONGEST_PARSED = 20_000
_FENCED = re.compile(r"```(?:sql)?\s*\n(.*?)```|`([^`\n]+)`", re.DOTALL | re.IGNORECASE)
_STATEMENT = re.compile(
    r"\b(?:SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP|MERGE)\b[^;]*"
    r"|^[ \t]*(?i:select|insert|update|delete|with|create|alter|drop|merge)\b[^;]*;",
    re.MULTILINE,
)
"""Lower-case words are prose ("select the plan from the menu") unless a line ends like SQL."""
_MOST_TRIED = 20
_YES = frozenset({"yes", "true", "on"})


def _dialect(name: str) -> str:
    from importlib.util import find_spec

    if name.lower() in _YES or find_spec("sqlglot") is None:
        return ""
    from sqlglot.dialects.dialect import Dialects

    known = [one.value for one in Dialects if one.value]
    if name.lower() not in known:
        hint = did_you_mean(name, known) or f" (known: {', '.join(known)})"
        raise ValueError(f"no SQL dialect is called '{name[:40]}'{hint}")
    return name.lower()


class _Sql(Scorer):
    shorthand: ClassVar[str | None] = "dialect"

    dialect: Annotated[str, AfterValidator(_dialect)] = ""
    """A dialect that sqlglot knows, such as postgres; `yes` stands for SQL in general."""

    @model_validator(mode="after")
    def _is_installed(self) -> Self:
        need(self._name or "sql", "sqlglot", "scorers")
        return self

    def _fault(self, text: str) -> str:
        """Return what is wrong with a text as SQL; empty where nothing is."""
        import logging

        import sqlglot
        from sqlglot import exp
        from sqlglot.errors import SqlglotError

        logging.getLogger("sqlglot").setLevel(logging.ERROR)  # or it shows answers on the terminal
        if len(text) > _LONGEST_PARSED:
            return f"it has more than {_LONGEST_PARSED} characters"
        try:
            found = [one for one in sqlglot.parse(text, read=self.dialect or None) if one]
        except (SqlglotError, RecursionError) as error:
            return str(error).splitlines()[0][:_LONGEST_SHOWN]
        if not found:
            return "it is empty"
        # What sqlglot does not know is a command to it, and a lone word is an expression.
        statements = (exp.Query, exp.DML, exp.DDL, exp.Update, exp.Delete, exp.Alter, exp.Drop)
        if not all(isinstance(one, statements) for one in found):
            return "it is no statement"
        return ""


@scorers.register("is_sql")
class IsSql(_Sql):
    """The whole answer is one or more SQL statements."""

    def score(self, exchange: Exchange) -> Score:
        """Score 1 or 0."""
        if fault := self._fault(exchange.answer.text):
            return self.grade(0, f"the answer is no SQL: {fault}")
        return self.grade(1, "the answer is SQL")


@scorers.register("contains_sql")
class ContainsSql(_Sql):
    """A SQL statement stands in the answer: in a code block, or from its first keyword on."""

    def score(self, exchange: Exchange) -> Score:
        """Score 1 or 0."""
        fault = "no SQL statement is there"
        for number, text in enumerate(_candidates(exchange.answer.text)):
            fault = self._fault(text) if number < _MOST_TRIED else fault
            if not fault:
                return self.grade(1, "SQL is there")
        return self.grade(0, f"the answer contains no SQL: {fault}")


def _candidates(text: str) -> Iterator[str]:
    for match in _FENCED.finditer(text):
        yield (match[1] or match[2] or "").strip()
    for match in _STATEMENT.finditer(text):
        yield match[0].strip()
