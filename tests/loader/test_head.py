from __future__ import annotations

import pytest

from harness.loader.head import default_name

from .conftest import Complain, Load

CASES = "\ncases: [{id: a, prompt: x, expect: y}]"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("suites/shop.suite.yaml", "shop"),
        ("shop.suite.yml", "shop"),
        ("shop.yaml", "shop"),
        ("shop.v2.yml", "shop.v2"),
        ("shop", "shop"),
        (".suite.yaml", ".suite"),
    ],
)
def test_a_suite_without_a_name_has_its_files(file: str, name: str) -> None:
    """The ending goes, the rest is the name."""
    assert default_name(file) == name


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("name: ' '", "1:7: 'name' is empty"),
        ("temperatures: []", "1:15: 'temperatures' needs at least 1 of them"),
        ("temperatures: [0, 1, 0.0]", "1:22: the temperature 0 is given twice"),
        ("temperatures: nan", "1:15: 'temperatures' must be at most 1, not 'nan'"),
        ("repeats: 0", "1:10: 'repeats' must be at least 1, not '0'"),
        ("repeats: 1001", "1:10: 'repeats' must be at most 1000, not '1001'"),
        ("repeats: [1]", "1:10: 'repeats' must be a whole number, not a list"),
        ("repeats: {0.5: 2}", "1:11: '0.5' is not among the temperatures (0) of this suite"),
        ("repeats: {hot: 2}", "1:11: 'hot' is not among the temperatures (0) of this suite"),
        ("repeats: {0: 2, 0.0: 3}", "1:17: the repeats at temperature 0 are given twice"),
        ("stream: perhaps", "1:9: 'stream' must be true or false, not 'perhaps'"),
        ("threshold: 60", "1:12: 'threshold' must be at most 1, not '60'"),
        ("model:", "1:1: 'model' has no value"),
        ("gate: {max_drop: much}", "1:18: 'max_drop' must be a number, not 'much'"),
        ("gate: {drop: 1}", "1:8: there is no key 'drop'; did you mean 'max_drop'?"),
        ("canaries: {ask: x}", "1:11: 'canaries' must be a list of ask and expect, not a mapping"),
        ("canaries: [{ask: x}]", "1:12: 'expect' is missing"),
        ("canary: x", "1:1: there is no key 'canary'; did you mean 'canaries'?"),
    ],
)
def test_wrong_settings_are_explained_where_they_stand(
    complain: Complain, head: str, problem: str
) -> None:
    """Everything above the cases is checked to the column."""
    assert complain(head + CASES) == [problem]


@pytest.mark.parametrize(
    ("head", "repeats"),
    [
        ("repeats: 3", {0.0: 3}),
        ("temperatures: 0.5", {0.5: 5}),
        ("temperatures: [0, 1]\nrepeats: 2", {0.0: 2, 1.0: 2}),
        ("temperatures: [0, 1]\nrepeats: {1: 5}", {0.0: 2, 1.0: 5}),
        ("temperatures: [-0.0]\nrepeats: {0: 4}", {0.0: 4}),
    ],
)
def test_repeats_are_spelled_out_for_every_temperature(
    load: Load, head: str, repeats: dict[float, int]
) -> None:
    """A number is for all temperatures; a temperature without one is asked once."""
    assert dict(load(head + CASES).repeats) == repeats
