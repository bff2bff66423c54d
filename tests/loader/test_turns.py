from __future__ import annotations

import pytest

from .conftest import Complain


@pytest.mark.parametrize(
    ("case", "problems"),
    [
        ("{id: a, expect: y}", ["2:5: 'prompt' is missing (or 'turns')"]),
        ("{id: a, prompt: , expect: y}", ["2:13: 'prompt' has no value"]),
        ("{id: a, prompt: ' ', expect: y}", ["2:21: 'prompt' is empty"]),
        ("{id: a, prompt: [[x]], expect: y}", ["2:22: a wording must be a text, not a list"]),
        ("{id: a, prompt: [], expect: y}", ["2:21: there are no wordings"]),
        ("{id: a, prompt: {b: c}, expect: y}", ["2:21: 'prompt' must be a text, not a mapping"]),
        ("{id: a, turns: x}", ["2:20: 'turns' must be a list of user and expect, not a text"]),
        ("{id: a, turns: []}", ["2:20: there are no turns"]),
        ("{id: a, turns: }", ["2:13: 'turns' has no value"]),
        ("{id: a, turns: [{expect: y}]}", ["2:21: 'user' is missing"]),
        (
            "{id: a, turns: [{user: x, expects: y}]}",
            ["2:31: there is no key 'expects'; did you mean 'expect'?"],
        ),
        ("{id: a, turns: [x]}", ["2:21: must be a mapping (user, expect), not a text"]),
        (
            "{id: a, prompt: x, expect: y, turns: [{user: x, expect: y}]}",
            [
                "2:13: 'prompt' beside 'turns': it belongs into a turn",
                "2:24: 'expect' beside 'turns': it belongs into a turn",
            ],
        ),
    ],
)
def test_a_case_has_one_of_its_two_forms(
    complain: Complain, case: str, problems: list[str]
) -> None:
    """A prompt with its expectation, or turns: neither, both and broken ones are explained."""
    assert complain(f"cases:\n  - {case}\n") == problems
