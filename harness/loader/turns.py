"""The messages of a case with what is expected of each answer: one prompt, or several turns."""

from __future__ import annotations

from typing import Any, TypeAlias

from harness.model.suite import Message

from .document import Node
from .expectations import Expectations, Pairs
from .problems import Problems
from .reading import Filled, Written, read

__all__ = ["Turns", "WrittenTurn", "read_history", "read_turns"]

Turns: TypeAlias = "list[tuple[str, Pairs]]"
"""Messages to the bot, each with what is expected of its answer."""


class WrittenTurn(Written):
    """A message to the bot and what is expected of the answer, if anything."""

    user: Filled
    expect: Any = None


def read_history(node: Node | None, problems: Problems) -> tuple[Message, ...]:
    """Return what was said before: a list of `user: …` and `assistant: …`, in any order."""
    if node is None or node.nothing:
        return ()
    if not isinstance(node.value, list):
        message = f"'history' must be a list of user and assistant, not {node.kind}"
        problems.add(node, message)
        return ()
    found = [_read_message(item, problems) for item in node.value]
    return tuple(message for message in found if message is not None)


def _read_message(node: Node, problems: Problems) -> Message | None:
    entries = node.value if isinstance(node.value, dict) else {}
    if len(entries) != 1 or not entries.keys() <= {"user", "assistant"}:
        problems.add(node, "must be one of `user: …` and `assistant: …`")
        return None
    ((role, entry),) = entries.items()
    if not isinstance(entry.value.value, str) or not entry.value.value.strip():
        problems.add(entry.key, f"'{role}' must be a text")
        return None
    return Message(role, entry.value.value)


def read_turns(case: Node, expectations: Expectations, problems: Problems) -> Turns | None:
    """Return the messages of a case in either of its forms; None where something is wrong."""
    turns = case.get("turns")
    if turns is None:
        return _read_prompt(case, expectations, problems)
    if isinstance(case.value, dict):
        for key in ("prompt", "expect"):
            if key in case.value:
                message = f"'{key}' beside 'turns': it belongs into a turn"
                problems.add(case.value[key].key, message)
    return None if turns.nothing else _read_list(turns, expectations, problems)


def _read_prompt(case: Node, expectations: Expectations, problems: Problems) -> Turns | None:
    pairs = expectations.read(case.get("expect"))
    prompt = case.get("prompt")
    if prompt is None:
        problems.add(case, "'prompt' is missing (or 'turns')")
    elif isinstance(prompt.value, str) and pairs is not None:
        return [(prompt.value, pairs)]
    return None


def _read_list(turns: Node, expectations: Expectations, problems: Problems) -> Turns | None:
    if not isinstance(turns.value, list):
        problems.add(turns, f"'turns' must be a list of user and expect, not {turns.kind}")
        return None
    if not turns.value:
        problems.add(turns, "there are no turns")
        return None
    found = [_read_turn(item, expectations, problems) for item in turns.value]
    sound = [turn for turn in found if turn is not None]
    return sound if len(sound) == len(found) else None


def _read_turn(
    node: Node, expectations: Expectations, problems: Problems
) -> tuple[str, Pairs] | None:
    turn = read(WrittenTurn, node, problems)
    pairs = expectations.read(node.get("expect"))
    return None if turn is None or pairs is None else (turn.user, pairs)
