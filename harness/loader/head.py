"""What stands above the cases of a suite: its name, settings, gate and canaries."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, TypeAdapter, ValidationError

from harness.errors import UnknownPlugin
from harness.model.suite import Canary, Gate, Repeats, Share, Temperature, usual_repeats
from harness.scorers import scorers
from harness.scorers.language import known_language

from .document import Node, plain
from .problems import Problems
from .reading import Filled, Many, Written, read, report

__all__ = [
    "Head",
    "Temperatures",
    "check_temperatures",
    "default_name",
    "read_canaries",
    "read_gate",
    "read_repeats",
    "read_weights",
]

_ENDINGS = (".suite.yaml", ".suite.yml", ".yaml", ".yml")


Temperatures = Annotated[
    tuple[Annotated[Temperature, AfterValidator(lambda value: value + 0.0)], ...],
    Many,
    Field(min_length=1),
]


class Head(Written):
    """The keys of a suite; those of type Any are read apart, with their places."""

    name: Filled | None = None
    description: str = ""
    temperatures: Temperatures = (0.0,)
    repeats: Any = None
    model: Filled | None = None
    stream: bool = False
    threshold: Share | None = None
    language: Annotated[str, AfterValidator(known_language)] | None = None
    facts: Literal["compare", "ignore"] | None = None
    weights: Any = None
    include: Any = None
    vars: Any = None
    env: Any = None
    expectations: Any = None
    defaults: Any = None
    gate: Any = None
    canaries: Any = None
    cases: Any = None


class _Count(BaseModel):
    repeats: Repeats


_TEMPERATURE: TypeAdapter[float] = TypeAdapter(float)
_WEIGHT: TypeAdapter[float] = TypeAdapter(Annotated[float, Field(ge=0, allow_inf_nan=False)])


def default_name(file: str) -> str:
    """Return the name of a suite that gives none: its file's, without the ending."""
    name = Path(file).name
    for ending in _ENDINGS:
        if name.removesuffix(ending) not in {"", name}:
            return name.removesuffix(ending)
    return name or file or "suite"


def read_repeats(
    node: Node | None,
    temperatures: tuple[float, ...],
    problems: Problems,
    usual: Mapping[float, int] | None = None,
) -> dict[float, int]:
    """Return how often to ask at each temperature, spelled out; the usual where nothing is written.

    Args:
        node: A number for all temperatures, or a mapping of some of them to numbers.
        temperatures: Those of the suite; empty where they are wrong, so that none is missed.
        problems: Takes what is wrong.
        usual: How often where nothing is written, for temperatures that differ from the rule.
    """
    known = usual or {}
    repeats = {each: known.get(each, usual_repeats(each)) for each in temperatures}
    if node is None or node.nothing:
        return repeats
    if not isinstance(node.value, dict):
        return dict.fromkeys(temperatures, _count(node, problems))
    given: set[float] = set()
    names = ", ".join(f"{one:g}" for one in temperatures)
    for written, entry in node.value.items():
        count, temperature = _count(entry.value, problems), _temperature(written)
        if temperature in given:
            problems.add(entry.key, f"the repeats at temperature {temperature:g} are given twice")
        elif temperature in repeats:
            given.add(temperature)
            repeats[temperature] = count
        elif temperatures:
            message = f"'{written[:60]}' is not among the temperatures ({names}) of this suite"
            problems.add(entry.key, message)
    return repeats


def _temperature(written: str) -> float:
    """Return a number as pydantic reads one; one that no temperature is where there is none."""
    try:
        return _TEMPERATURE.validate_python(written)
    except ValidationError:
        return -1.0


def _count(node: Node, problems: Problems) -> int:
    try:
        return _Count.model_validate({"repeats": node.value}).repeats
    except ValidationError as error:
        report(error.errors(), node, (), problems)
        return 1


def check_temperatures(
    node: Node | None, temperatures: tuple[float, ...], problems: Problems
) -> None:
    """Note each temperature that is given again."""
    items = node.value if node is not None and isinstance(node.value, list) else []
    for index, item in enumerate(items[: len(temperatures)]):
        if temperatures[index] in temperatures[:index]:
            problems.add(item, f"the temperature {temperatures[index]:g} is given twice")


def read_weights(node: Node | None, problems: Problems) -> dict[str, float]:
    """Return the weight of scorers by name, for expectations that give none of their own."""
    if node is None or node.nothing:
        return {}
    if not isinstance(node.value, dict):
        problems.add(node, f"'weights' is a mapping of scorers to numbers, not {node.kind}")
        return {}
    found: dict[str, float] = {}
    for name, entry in node.value.items():
        if name not in scorers:
            problems.add(entry.key, str(UnknownPlugin("scorer", name, scorers.names())))
            continue
        try:
            found[name] = _WEIGHT.validate_python(plain(entry.value))
        except ValidationError:
            problems.add(entry.value, "a weight is a number of at least 0")
    return found


def read_gate(node: Node | None, problems: Problems) -> Gate:
    """Return the gate; the default one where nothing is written or something is wrong."""
    if node is None or node.nothing:
        return Gate()
    return read(Gate, node, problems) or Gate()


def read_canaries(node: Node | None, problems: Problems) -> tuple[Canary, ...]:
    """Return the canaries that are written without a mistake."""
    if node is None or node.nothing:
        return ()
    if not isinstance(node.value, list):
        problems.add(node, f"'canaries' must be a list of ask and expect, not {node.kind}")
        return ()
    found = [read(Canary, item, problems) for item in node.value]
    return tuple(canary for canary in found if canary is not None)
