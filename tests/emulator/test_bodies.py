from typing import Any

import pytest
from pydantic import ValidationError

from harness.emulator import bodies
from harness.emulator.bodies import Asked


@pytest.mark.parametrize(
    ("body", "given"),
    [
        (bodies.Settings, {"chatbotId": "b", "temp": 0.5}),
        (bodies.SeedSettings, {"chatbotId": "b", "chatbotName": "Bot", "temperature": 0.5}),
        (bodies.Create, {"chatbotName": "Bot"}),
        (bodies.SeedUpdate, {"chatbotId": "b"}),
        (bodies.Chat, {"chatId": "b", "messages": [{"role": "user", "content": ""}]}),
    ],
)
def test_only_what_was_sent_is_given(body: type[Asked], given: dict[str, Any]) -> None:
    """Defaults fill a place and never look like something that somebody wanted."""
    ours = {"temp": "temperature", "chatId": "chatbotId"}
    if body is bodies.SeedSettings:
        ours["chatbotName"] = "name"
    read = body.model_validate(given)
    assert set(read.given()) == {ours.get(name, name) for name in given}


def _optional() -> list[tuple[type[Asked], str]]:
    every = (bodies.Chat, bodies.Create, bodies.SeedCreate, bodies.Settings, bodies.SeedSettings)
    return [
        (body, field.alias or name)
        for body in every
        for name, field in body.model_fields.items()
        if not field.is_required()
    ]


@pytest.mark.parametrize(("body", "name"), _optional())
def test_what_may_be_left_out_is_not_null(body: type[Asked], name: str) -> None:
    """The documents know no null here."""
    needed = {"chatbotId": "b", "chatbotName": "Bot", "sourceText": "t"}
    needed |= {"messages": [{"role": "user", "content": "Hi"}]}  # type: ignore[dict-item] # JSON
    body.model_validate(needed)
    with pytest.raises(ValidationError):
        body.model_validate(needed | {name: None})
