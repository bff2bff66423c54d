"""Reading a mapping of the file into a model, and each error back to its place in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from .document import Node, plain
from .problems import Problems
from .wording import explain

__all__ = ["Filled", "Many", "Written", "locate", "read", "report", "sound_part"]

M = TypeVar("M", bound=BaseModel)


_MOST_KEYS = 8


class Written(BaseModel):
    """A part of a suite file as people write it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


Filled = Annotated[str, AfterValidator(_filled)]
"""A text that is not blank."""
Many = BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
"""Let a single text stand for a list of one."""


def read(model: type[M], node: Node, problems: Problems) -> M | None:
    """Return the mapping `node` as `model`; None where something is wrong, which is noted."""
    if not isinstance(node.value, dict):
        found = "nothing" if node.nothing else node.kind
        problems.add(node, f"must be a mapping ({_keys(model)}), not {found}")
        return None
    data = plain(node)
    try:
        value: M | None = model.model_validate(data)
        errors: list[ErrorDetails] = []
    except ValidationError as error:
        value, errors = None, error.errors()
    empty = {key: at for key, at in node.value.items() if at.value.nothing}
    for key in empty.keys() & model.model_fields.keys():
        problems.add(empty[key].key, f"'{key}' has no value")
        value = None
    told = [one for one in errors if _key(one) not in empty or one["type"] == "extra_forbidden"]
    report(told, node, model.model_fields, problems)
    return value


def _keys(model: type[BaseModel]) -> str:
    """Return the first keys of a model, those that are needed before the others."""
    fields = model.model_fields
    names = sorted(fields, key=lambda name: not fields[name].is_required())
    return ", ".join([*names[:_MOST_KEYS], *(["…"] if len(names) > _MOST_KEYS else [])])


def sound_part(model: type[M], node: Node) -> tuple[M, set[str]]:
    """Return a model of the keys of `node` that fit, and the keys that do not.

    Every key of the model must have a default.
    """
    data = plain(node)
    whole = data if isinstance(data, dict) else {}
    try:
        return model.model_validate(whole), set()
    except ValidationError as error:
        wrong = {_key(one) for one in error.errors()}
        return model.model_validate({k: v for k, v in whole.items() if k not in wrong}), wrong


def _key(error: ErrorDetails) -> str:
    return str(error["loc"][0]) if error["loc"] else ""


def report(
    errors: Iterable[ErrorDetails],
    node: Node,
    known: Iterable[str],
    problems: Problems,
    before: str = "",
) -> None:
    """Note pydantic's errors, each at its place.

    Args:
        errors: What is wrong with a model.
        node: The mapping that it was read from, or what its only key stands for.
        known: The keys of the model.
        problems: Takes the messages.
        before: Begins each of them.
    """
    names = list(known)
    for error in errors:
        path = error["loc"] if isinstance(node.value, dict) else error["loc"][1:]
        place = locate(node, path, key=error["type"] == "extra_forbidden")
        several = len(error["loc"]) > 1 and place is not locate(node, path[:-1])
        problems.add(place, before + explain(error, names, one_of_several=several))


def locate(node: Node, path: Iterable[int | str], *, key: bool = False) -> Node:
    """Return the node at a path, or the last one on the way where the path leads on.

    Args:
        node: Where the path begins.
        path: Keys and indices.
        key: Return the key of the last mapping on the path instead of its value.
    """
    place = node
    for step in path:
        value = node.value
        if isinstance(value, dict) and step in value:
            entry = value[str(step)]
            node = entry.value
            place = entry.key if key else node
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            node = place = value[step]
        else:
            break
    return place
