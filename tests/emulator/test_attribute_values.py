from typing import Any

import pytest

from harness.emulator.attribute_table import Attribute
from harness.emulator.attribute_values import fit, kept_values
from harness.emulator.request import Refused


def attribute(number: int, name: str, kind: str, *, archived: bool = False) -> Attribute:
    """Return an attribute."""
    return Attribute(number, name, kind, None, None, archived)


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        *(("text", "", ""), ("number", 3, 3), ("number", 2.5, 2.5), ("boolean", True, True)),
        *(("boolean", "false", False), ("boolean", 1, True), ("boolean", 0, False)),
        ("date", "2023-07-10", "2023-07-10T00:00:00+00:00"),
        ("date", "2023-07-10T12:00:00+02:00", "2023-07-10T10:00:00+00:00"),
        ("date", "Mon, 10 Jul 2023 10:00:00 GMT", "2023-07-10T10:00:00+00:00"),
        ("date", 1_688_947_200_000, "2023-07-10T00:00:00+00:00"),
    ],
)
def test_a_value_of_its_type_is_kept(kind: str, value: Any, kept: Any) -> None:
    """Booleans and dates may be written in several ways, texts and numbers in one."""
    assert fit(kind, value) == kept
    assert type(fit(kind, value)) is type(kept)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("text", 1), ("text", None), ("number", "1"), ("number", True), ("number", float("nan"))),
        *(("boolean", "yes"), ("boolean", 2), ("boolean", []), ("date", "soon"), ("date", True)),
        *(("date", 1e300), ("date", {}), ("date", ""), ("number", {}), ("number", float("inf"))),
        *(("date", "9999-12-31T23:59:59-23:59"), ("boolean", 10**400), ("date", 10**400)),
    ],
)
def test_a_value_of_another_type_is_refused(kind: str, value: Any) -> None:
    """Nothing is guessed, and nothing that JSON cannot say is kept."""
    with pytest.raises(ValueError, match=r"Expected|Invalid"):
        fit(kind, value)


def test_values_are_kept_by_number_and_unknown_names_dropped() -> None:
    """So a renamed attribute keeps its values; None takes one away, of an archived one too."""
    known = [attribute(7, "age", "number"), attribute(8, "old", "text", archived=True)]
    assert kept_values({"age": 30, "other": 1, "old": None}, known, "p") == {"7": 30, "8": None}


def test_every_wrong_value_is_named() -> None:
    """The refusal lists the place and the reason of each, in the service's words."""
    known = [attribute(7, "age", "number"), attribute(8, "old", "text", archived=True)]
    with pytest.raises(Refused) as refused:
        kept_values({"age": "30", "old": "x"}, known, "custom_attributes")
    assert refused.value.issues == (
        ("custom_attributes.age", "Expected number, received string"),
        ("custom_attributes.old", "Custom attribute is archived"),
    )
