from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.loader.document import Plain
from harness.loader.template import LONGEST, Fault, has_template, only_name, parse

VALUES: dict[str, Plain] = {
    "days": "30",
    "words": ["a", "b"],
    "shop": {"name": "Lindgrove"},
    "env": {"REGION": "EU"},
}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{ days }} days, {{days}}!", "30 days, 30!"),
        ("{{ shop.name }} in {{ env.REGION }}", "Lindgrove in EU"),
        ("{{ words | join(' and ') | upper }}", "A AND B"),
        ("{{ days | int + 1 }}", "31"),
        ("{% if days == '30' %}yes{% else %}no{% endif %}", "yes"),
        ("{% for w in words %}{{ loop.index }}{{ w }};{% endfor %}", "1a;2b;"),
        ("{{ nobody | default('x') }}{% if nobody is defined %}y{% endif %}", "x"),
        ("{{ '{{' }} {{ words[1] }}", "{{ b"),
        ("[{#] stays", "[{#] stays"),
        ("{{ words | tojson }}", '["a", "b"]'),
        ("{{ days ~ '/' ~ words | length }}\n", "30/2\n"),
    ],
)
def test_variables_are_filled_in(text: str, filled: str) -> None:
    """Names, filters, choices and loops do what Jinja's manual says."""
    assert parse(text).fill(VALUES) == filled


def test_a_template_knows_what_it_needs() -> None:
    """Names that must be there are told from those that are only asked for."""
    simple, full = (
        parse("{{ a }}{{ env.B }}"),
        parse("{{ a | upper }}{% if b is defined %}{% endif %}"),
    )
    assert (set(simple.names), set(simple.environment)) == ({"a", "env"}, {"B"})
    assert (set(full.names), set(full.optional)) == ({"a"}, {"b"})


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{{ words }}", "words"),
        ("{{ shop.street }}", "street"),
        ("{{ shop.street | upper }}", "street"),
        ("{{ days.upper }}{% if 1 %}{% endif %}", ""),
        ("{{ days | center(9) }}", "center"),
        ("{{ days", ""),
        ("{% if days %}", ""),
    ],
)
def test_what_cannot_be_filled_in_is_a_fault(text: str, word: str) -> None:
    """Lists as text, missing parts, unknown filters and broken syntax name what is wrong."""
    with pytest.raises(Fault) as caught:
        parse(text).fill(VALUES)
    assert caught.value.word == word


@pytest.mark.parametrize(
    "text",
    [
        "{{ days.__class__ }}{% if 1 %}{% endif %}",
        "{{ ''.join(words) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%0999999999d' % 1 }}",
        "{% set a = 'a' %}{{ a }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% include 'secrets' %}",
        "{% for i in range(1000000000) %}{% endfor %}",
        "{% for a in words %}" * 3 + "{% endfor %}" * 3,
        "{% for a in words recursive %}{{ loop(words) }}{% endfor %}",
        "{{ 'aaaaaaaaaa'" + " | replace('a', 'aaaaaaaaaa')" * 90 + " }}",
        "{{ cycler }}{{ lipsum(100) }}",
        "{{ days | attr('x') }}",
        "{{ " + "(" * 2000 + "days" + ")" * 2000 + " }}",
    ],
)
def test_nothing_runs_away_or_gets_out(text: str) -> None:
    """What could hang, fill the memory or reach into Python is refused before it runs."""
    with pytest.raises(Fault):
        parse(text).fill({**VALUES, "range": "", "cycler": "", "lipsum": "", "f": ""})


def test_what_comes_of_a_text_has_a_limit() -> None:
    """A text that grows beyond all use is a fault, by names alone and by Jinja."""
    long: dict[str, Plain] = {"x": "x" * LONGEST, "many": ["x" * 1000] * 200}
    for text in ("{{ x }}{{ x }}", "{% for m in many %}{{ m }}{% endfor %}", "{{ many | join }}"):
        with pytest.raises(Fault, match="longer than"):
            parse(text).fill(long)


def test_one_variable_alone_is_told_apart() -> None:
    """Only a text that is nothing but a name can stand for a list."""
    assert only_name(" {{ words }} ") == "words"
    assert only_name("{{ words }}!") is only_name("{{ a.b }}") is None
    assert not has_template("{ a } [{#] }}")


@given(st.text("{}%abc .|'\"()[]_env\n", max_size=60))
def test_any_text_is_a_template_or_a_fault(text: str) -> None:
    """Nothing but Fault comes out, whatever is written."""
    with contextlib.suppress(Fault):
        template = parse(text)
        names = {*template.names, *template.optional} - {"env"}
        values: dict[str, Plain] = dict.fromkeys(names, "v")
        template.fill({**values, "env": dict.fromkeys(template.environment, "v")})
