"""What pydantic finds wrong, in sentences for people who never heard of it."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic_core import ErrorDetails

from harness.errors import did_you_mean

__all__ = ["explain", "unknown_key"]

_LONGEST_SHOWN = 60
_VERBS = ("is ", "must ", "needs ", "has ")
_SENTENCES = {
    "missing": "is missing",
    "float_parsing": "must be a number, not {value}",
    "float_type": "must be a number, not {value}",
    "finite_number": "must be a number, not {value}",
    "int_parsing": "must be a whole number, not {value}",
    "int_type": "must be a whole number, not {value}",
    "int_from_float": "must be a whole number, not {value}",
    "int_parsing_size": "must be a smaller number",
    "bool_parsing": "must be true or false, not {value}",
    "bool_type": "must be true or false, not {value}",
    "string_type": "must be a text, not {value}",
    "string_too_short": "is empty",
    "string_too_long": "is longer than {max_length} characters",
    "tuple_type": "must be a list, not {value}",
    "list_type": "must be a list, not {value}",
    "dict_type": "must be a mapping, not {value}",
    "mapping_type": "must be a mapping, not {value}",
    "model_type": "must be a mapping, not {value}",
    "too_short": "needs at least {min_length} of them",
    "too_long": "has more than {max_length} of them",
    "greater_than": "must be more than {gt}, not {value}",
    "greater_than_equal": "must be at least {ge}, not {value}",
    "less_than": "must be less than {lt}, not {value}",
    "less_than_equal": "must be at most {le}, not {value}",
    "literal_error": "must be {expected}, not {value}",
    "enum": "must be {expected}, not {value}",
}


def explain(error: ErrorDetails, known: Iterable[str], *, one_of_several: bool = False) -> str:
    """Return a sentence for one error of a model.

    Args:
        error: What pydantic says.
        known: The keys of the model.
        one_of_several: The value of the key is a list, and something in it is wrong.
    """
    name = f"'{error['loc'][0]}'" if error["loc"] else ""
    if one_of_several:
        name = f"each of {name}"
    if error["type"] == "extra_forbidden":
        return unknown_key(str(error["loc"][-1]), known if len(error["loc"]) == 1 else ())
    if error["type"] == "value_error":
        words = str(error["ctx"]["error"])
        return _join(name, words)
    sentence = _SENTENCES.get(error["type"])
    if sentence is None:
        return _join(name, error["msg"])
    limits = {
        key: f"{value:g}" if isinstance(value, float) else value
        for key, value in error.get("ctx", {}).items()
    }
    facts = {**limits, "value": _shown(error["input"])}
    return _join(name, sentence.format(**facts))


def _join(name: str, words: str) -> str:
    """Put a name before words about it: as their subject, where they begin with a verb."""
    if not name:
        return words
    return f"{name} {words}" if words.startswith(_VERBS) else f"{name}: {words}"


def unknown_key(key: str, known: Iterable[str]) -> str:
    """Return a sentence about a key that nobody reads."""
    names = list(known)
    if key == "<<":
        return "merge keys (<<) are not read; put what is common under 'defaults'"
    hint = did_you_mean(key, names) or (f" (known: {', '.join(names)})" if names else "")
    return f"there is no key '{_cut(key)}'{hint}"


def _shown(value: object) -> str:
    """Return a wrong value as it can be shown: a short text, or only its kind."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return f"'{_cut(str(value))}'"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
