import pytest

from harness.client.address import is_loopback, read_address
from harness.errors import SettingsError


@pytest.mark.parametrize("slashes", ["", "/", "//"])
def test_slashes_at_the_end_are_tolerated(slashes: str) -> None:
    """The same address results with and without slashes at its end."""
    assert str(read_address(f" https://h.test/api/v1{slashes} ")) == "https://h.test/api/v1"


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "h.test/api",
        "//h.test",
        "ftp://h.test",
        "file:///etc/passwd",
        "http://",
        "http:/h.test",
        "http://h\n.test",
        "http://a..b",
        "http://h .test",
        "http://" + "a" * 70 + ".test",
        "http://h.test:0",
        "http://h.test:70000",
        "http://h.test:port",
        "http://h.test/api?x=1",
        "http://h.test/api#x",
    ],
)
def test_what_is_no_address_is_refused(base_url: str) -> None:
    """Whatever requests cannot be sent to is a SettingsError that says what to change."""
    with pytest.raises(SettingsError, match="base URL"):
        read_address(base_url)


def test_credentials_are_refused_and_not_repeated() -> None:
    """A URL with a password in it is refused by a sentence without the password."""
    with pytest.raises(SettingsError) as caught:
        read_address("https://me:hunter2@h.test/api")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("base_url", "loopback"),
    [
        ("http://localhost:1", True),
        ("http://127.0.0.9", True),
        ("http://[::1]:80", True),
        ("http://10.0.0.1", False),
        ("https://www.chatbase.co", False),
    ],
)
def test_loopback_is_known(base_url: str, loopback: bool) -> None:  # noqa: FBT001 (expectation)
    """Only this very machine is loopback."""
    assert is_loopback(read_address(base_url)) is loopback
