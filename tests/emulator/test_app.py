import httpx
import pytest

from harness.emulator.app import create_app
from harness.emulator.state import DEFAULT_KEY, State
from harness.errors import SettingsError
from harness.wire.reading import read_failure


def client(
    state: State, *, key: str | None = DEFAULT_KEY, dialect: str = "vendor"
) -> httpx.AsyncClient:
    """Return a client with a key of its own."""
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(create_app(state, dialect=dialect)),
        base_url="http://emulator/api/v1",
        headers=headers,
    )


async def test_it_says_that_it_is_an_emulator(api: httpx.AsyncClient, dialect: str) -> None:
    """Without a key anybody can see what answers here, on every reply and at the root."""
    for url in ("http://emulator/", "http://emulator/api/v1/"):
        reply = await api.get(url, headers={"Authorization": ""})
        assert reply.json()["server"] == reply.headers["server"] == "harness-emulator"
        assert reply.json()["dialect"] == dialect
    assert (await api.get("/nowhere")).headers["server"] == "harness-emulator"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/chat"),
        ("POST", "/create-chatbot"),
        ("POST", "/update-chatbot-data"),
        ("POST", "/update-chatbot-settings"),
        ("GET", "/get-chatbots"),
        ("DELETE", "/delete-chatbot?chatbotId=x"),
        ("GET", "/get-conversations?chatbotId=x"),
        ("GET", "/get-leads?chatbotId=x"),
        ("POST", "/chatbots/x/contacts"),
        ("GET", "/chatbots/x/contacts"),
        ("GET", "/chatbots/x/contacts/y"),
        ("PATCH", "/chatbots/x/contacts/y"),
        ("DELETE", "/chatbots/x/contacts/y"),
        ("POST", "/chatbots/x/custom-attributes"),
        ("GET", "/chatbots/x/custom-attributes"),
        ("PUT", "/chatbots/x/custom-attributes/y"),
    ],
)
async def test_no_operation_works_without_a_key(
    api: httpx.AsyncClient, dialect: str, method: str, path: str
) -> None:
    """No key and a wrong key are told apart, before anything else is looked at."""
    for authorization, message in (
        (b"", "No API key provided."),
        (b"Bearer", "No API key provided."),
        (b"Basic " + DEFAULT_KEY.encode(), "No API key provided."),
        (b"Bearer wrong", "Unauthorized access"),
        (b"Bearer \xff\xfe", "Unauthorized access"),
    ):
        reply = await api.request(
            method, path, headers=[(b"Authorization", authorization)], content=b"{"
        )
        assert reply.status_code == 401
        expected = {"message": message}
        assert reply.json() == ({"error": "Unauthorized"} if dialect == "seed" else {}) | expected


async def test_keys_open_only_their_own_workspace() -> None:
    """A bot of one key does not exist for another."""
    with State(keys={"one": "a", "two": "b"}) as state:
        async with client(state, key="one") as mine, client(state, key="two") as theirs:
            made = await mine.post("/create-chatbot", json={"chatbotName": "Mine"})
            bot = made.json()["chatbotId"]
            assert (await theirs.get("/get-chatbots")).json() == {"chatbots": []}
            gone = await theirs.delete("/delete-chatbot", params={"chatbotId": bot})
            assert gone.status_code == 404
            assert len((await mine.get("/get-chatbots")).json()["chatbots"]) == 1


async def test_errors_of_routing_speak_the_dialect(api: httpx.AsyncClient, dialect: str) -> None:
    """Unknown paths and wrong methods get an error body that clients can read."""
    for reply, status in ((await api.get("/nowhere"), 404), (await api.get("/chat"), 405)):
        assert reply.status_code == status
        assert read_failure(reply.json())
        assert ("error" in reply.json()) == (dialect == "seed")


async def test_a_slash_too_many_is_unknown(api: httpx.AsyncClient) -> None:
    """It is not sent elsewhere: no operation answers with a redirect."""
    for path in ("/get-chatbots/", "/chatbots/x/contacts/"):
        assert (await api.get(path)).status_code == 404


async def test_a_bug_is_a_500_that_tells_nothing(state: State) -> None:
    """An error of our own is answered in the dialect, without its words."""
    app = create_app(state)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    state.close()
    async with httpx.AsyncClient(transport=transport, base_url="http://emulator/api/v1") as broken:
        reply = await broken.get(
            "/get-chatbots", headers={"Authorization": f"Bearer {DEFAULT_KEY}"}
        )
    assert (reply.status_code, reply.json()) == (500, {"message": "Internal server error"})


def test_settings_that_cannot_be_are_refused(state: State) -> None:
    """A dialect that does not exist and a negative time are named."""
    with pytest.raises(SettingsError, match="did you mean 'vendor'"):
        create_app(state, dialect="vendr")
    for seconds in (-1.0, float("nan"), float("inf")):
        with pytest.raises(SettingsError, match="retrain_seconds"):
            create_app(state, retrain_seconds=seconds)
