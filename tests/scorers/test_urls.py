from __future__ import annotations

import pytest

from .conftest import Judge


@pytest.mark.parametrize(
    ("said", "parameters", "value"),
    [
        ("See https://shop.example/help.", {}, 1),
        ("See the help.", {}, 0),
        ("See the help.", {"min": 0}, 1),
        ("See https://www.shop.example:443/help", {"hosts": "shop.example"}, 1),
        ("See https://help.shop.example", {"hosts": "https://shop.example/"}, 1),
        ("See https://notshop.example", {"hosts": "shop.example"}, 0),
        ("See https://shop.example.evil.example", {"hosts": "shop.example"}, 0),
        ("See https://shop.example@evil.example/", {"hosts": "shop.example"}, 0),
        ("https://shop.example and https://evil.example", {"hosts": "shop.example"}, 0.5),
        ("https://shop.example", {"min": 2}, 0),
    ],
)
def test_addresses_must_be_of_allowed_hosts(
    judge: Judge, said: str, parameters: dict[str, object], value: float
) -> None:
    """The host itself or one below it; what only looks like it is another one."""
    assert value == judge("url", said, **parameters).value


def test_foreign_addresses_are_named(judge: Judge) -> None:
    """One sees which address must not be there."""
    score = judge("url", "https://evil.example/x", hosts="shop.example")
    assert score.reason == "addresses of other hosts: https://evil.example/x"
