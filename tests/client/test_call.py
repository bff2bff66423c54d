import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.client.call import path_of
from harness.errors import SettingsError


@pytest.mark.parametrize(
    ("hostile", "path"),
    [
        ("a/b", "/chatbots/a%2Fb"),
        ("../x", "/chatbots/..%2Fx"),
        ("a?b#c", "/chatbots/a%3Fb%23c"),
        ("%2e%2e", "/chatbots/%252e%252e"),
        ("é ü", "/chatbots/%C3%A9%20%C3%BC"),
        ("a\r\nHost: x", "/chatbots/a%0D%0AHost%3A%20x"),
    ],
)
def test_a_part_stays_one_part(hostile: str, path: str) -> None:
    """Whatever an id holds, it leads nowhere else."""
    assert path_of("chatbots", hostile) == path


@pytest.mark.parametrize("part", ["", ".", "..", "half \ud83d"])
def test_what_is_no_id(part: str) -> None:
    """Servers and proxies walk up at dots, so these are never sent."""
    with pytest.raises(SettingsError):
        path_of("chatbots", part, "contacts")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_id_is_ascii_without_slashes(part: str) -> None:
    """The path has as many parts as were given."""
    if part not in {".", ".."}:
        path = path_of("chatbots", part)
        assert path.isascii()
        assert path.count("/") == 2
        assert not set(path) & set("?#\\ \r\n")
