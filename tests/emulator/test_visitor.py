import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.emulator.visitor import asked_for, told_by

ALL = frozenset({"name", "email", "phone"})


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("My name is Ann Smith and I need help", {"name": "Ann Smith"}),
        (
            "I'm Ann, write to ann.smith@shop.example!",
            {"name": "Ann", "email": "ann.smith@shop.example"},
        ),
        ("this is mine", {}),
        ("This is José", {"name": "José"}),
        ("call me at +49 (170) 123-4567.", {"phone": "+49 (170) 123-4567"}),
        ("I am tired and it is 2023-07-10", {}),
        ("Order 12345 came on 10.07.2023", {}),
        ("What does item 00012345678901234567890 cost?", {}),
        ("mail a@b or @shop.example", {}),
        ("", {}),
    ],
)
def test_what_a_visitor_tells_is_found(message: str, told: dict[str, str]) -> None:
    """Names after an introduction, addresses and numbers that are some; nothing is guessed."""
    assert told_by(message, ALL) == told


def test_only_what_is_asked_for_is_kept() -> None:
    """A form that asks for e-mail addresses alone takes nothing else."""
    message = "My name is Ann, ann@shop.example, 0170 1234567"
    assert told_by(message, frozenset({"email"})) == {"email": "ann@shop.example"}
    assert told_by(message, frozenset()) == {}


def test_the_form_asks_for_its_active_fields() -> None:
    """A field that is off, or a form that is not there, asks for nothing."""
    form = {"title": "You?", "email": {"active": True}, "phone": {"active": False}, "name": {}}
    assert asked_for({"collectCustomerInformation": form}) == {"email"}
    assert asked_for({}) == frozenset()


@given(st.text(max_size=200))
def test_any_message_can_be_read(message: str) -> None:
    """Whatever is found stands in the message."""
    assert all(value in message for value in told_by(message, ALL).values())


def test_a_very_long_message_is_read_in_a_moment() -> None:
    """What could be the beginning of an address or a number thousands of times is none."""
    for text in ("a.", "1 ", "My name is ", "a@", "(1"):
        assert told_by(text * 100_000, frozenset({"email"})) == {}
