"""Trials as JSON values and back, without loss; what a later version added is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar

from harness.model.run import Answer, Exchange, Message, Score, Setting, Trial

from .texts import dump, load

__all__ = [
    "known",
    "read_exchanges",
    "read_setting",
    "setting_text",
    "setting_value",
    "transcript",
]


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


T = TypeVar("T", bound=_Dataclass)
DEEPEST = 50
"""Deeper nested values would make a run that cannot be read back; no real reply comes near."""
TOO_DEEP = "(nested too deeply to be kept)"


def transcript(trial: Trial) -> dict[str, Any]:
    """Return the exchanges and the error of a trial as a JSON value."""
    return {"error": trial.error, "exchanges": [_exchange(one) for one in trial.exchanges]}


def read_exchanges(value: Mapping[str, Any]) -> tuple[Exchange, ...]:
    """Return the exchanges of a transcript."""
    return tuple(_read_exchange(one) for one in value["exchanges"])


def setting_value(setting: Setting) -> dict[str, Any]:
    """Return a setting as a JSON value, the same for settings that are equal."""
    return {
        "model": setting.model,
        "stream": bool(setting.stream),
        "temperature": float(setting.temperature) + 0.0,  # so -0.0 is 0.0
    }


@cache
def setting_text(setting: Setting) -> str:
    """Return a setting as JSON text, the same for settings that are equal."""
    return dump(setting_value(setting))


def read_setting(text: str) -> Setting:
    """Return the setting of a text."""
    return known(Setting, load(text))


def known(kind: type[T], value: Mapping[str, Any]) -> T:
    """Make a dataclass of those entries that are its fields."""
    fields = kind.__dataclass_fields__
    return kind(**{name: entry for name, entry in value.items() if name in fields})


def _exchange(exchange: Exchange) -> dict[str, Any]:
    return {
        "prompt": exchange.prompt,
        "answer": _answer(exchange.answer),
        "history": [{"role": said.role, "content": said.content} for said in exchange.history],
        "scores": [_score(score) for score in exchange.scores],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "text": answer.text,
        "seconds": answer.seconds,
        "first_chunk_seconds": answer.first_chunk_seconds,
        "attempts": answer.attempts,
        "sent": dict(answer.sent),
        "extra": {
            name: TOO_DEEP if _is_deeper(value, DEEPEST) else value
            for name, value in answer.extra.items()
        },
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "scorer": score.scorer,
        "value": score.value,
        "passed": score.passed,
        "reason": score.reason,
        "threshold": score.threshold,
        "weight": score.weight,
        "details": dict(score.details),
        **({"metric": score.metric} if score.metric else {}),
    }


def _read_exchange(value: Mapping[str, Any]) -> Exchange:
    return Exchange(
        value["prompt"],
        known(Answer, value["answer"]),
        tuple(known(Message, said) for said in value.get("history", ())),
        tuple(known(Score, score) for score in value.get("scores", ())),
    )


def _is_deeper(value: Any, levels: int) -> bool:
    """Tell whether a JSON value nests more than `levels` deep."""
    inner: Any = ()
    if isinstance(value, Mapping):
        inner = value.values()
    elif isinstance(value, (list, tuple)):
        inner = value
    else:
        return False
    return levels == 0 or any(_is_deeper(one, levels - 1) for one in inner)
