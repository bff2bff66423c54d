from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from schemathesis.checks import CheckContext, not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks
from schemathesis.specs.openapi.schemas import OpenApiSchema

from harness.emulator.app import API_PATH, create_app
from harness.emulator.bot import Bot
from harness.emulator.dialects import DIALECTS
from harness.emulator.openapi import document
from harness.emulator.state import DEFAULT_KEY, State

pytestmark = pytest.mark.contract

SHARED = Path(__file__).parents[3] / "shared/api"
HEADERS = {"Authorization": f"Bearer {DEFAULT_KEY}"}
WORKSPACE = "emulator"
TEXT = "# Opening hours\n\nWe are open from 9 to 17 o'clock."
EXAMPLES = 25
SEED = 20261122
SETTINGS = {
    "seed": SEED,
    "generation": {
        "max-examples": EXAMPLES,
        "deterministic": True,
        "no-shrink": True,
        "with-security-parameters": False,  # the key is always right; ignored_auth takes it away
    },
}
ALWAYS = [
    not_a_server_error,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.ignored_auth,
]
UNNAMED = {400, 403, 404, 409, 413, 429}
"""What the foreign documents leave out in places, as every such document does."""


def named_or_refused(ctx: CheckContext, response: schemathesis.Response, case: Any) -> bool | None:
    """Take a status that is documented, or a refusal in the error shape of the document."""
    if response.status_code not in UNNAMED:
        return checks.status_code_conformance(ctx, response, case)
    body = response.json()
    assert isinstance(body["message"], str)
    assert isinstance(body.get("error", ""), str)
    return None


def opened(dialect: str, raw: dict[str, Any]) -> tuple[State, OpenApiSchema]:
    """Return an emulator's state, and a document with the emulator behind it."""
    state = State()
    app = create_app(state, dialect=dialect, retrain_seconds=0)
    schema = schemathesis.openapi.from_dict(raw, config=SchemathesisConfig.from_dict(SETTINGS))
    schema.app = app
    schema.location = f"http://localhost{API_PATH}/openapi.json"
    return state, schema


def own(dialect: str) -> tuple[State, OpenApiSchema]:
    """Return the emulator's own document of a dialect."""
    return opened(dialect, document(DIALECTS[dialect], API_PATH))


def foreign(dialect: str, name: str) -> tuple[State, OpenApiSchema]:
    """Return a document that stands beside the checkout."""
    raw = yaml.safe_load((SHARED / name).read_text(encoding="utf-8"))
    raw["servers"] = [{"url": API_PATH}]
    models = raw["components"]["schemas"].get("AIModel", {})
    models.pop("enum", None)  # it changes every few months, and the emulator has models of its own
    return opened(dialect, raw)


def bot_of(state: State) -> Bot:
    """Return a bot with a contact, an attribute, a conversation and a lead; made if need be."""
    bots = state.bots(WORKSPACE)
    if bots:
        return bots[0]
    bot = state.create(WORKSPACE, "Shop", TEXT, after=0)
    state.conversations.keep(bot, "c", "I am Ann, ann@shop.example", "Hello")
    state.leads.keep(bot, "c", {"name": "Ann", "email": "ann@shop.example"})
    attribute = state.attributes.add(bot, {"name": "age", "type": "number", "label": "Age"})
    assert attribute
    given = {"external_id": "ann", "email": "ann@shop.example"}
    state.contacts.add(bot, [given | {"custom_attributes": {str(attribute.number): 30}}])
    return bot


def aim(state: State, case: Any) -> None:
    """Let most requests name what exists: of a bot that is not there, one only sees a 404."""
    bot = bot_of(state)
    path, query, body = case.path_parameters or {}, case.query or {}, case.body
    if "chatbotId" in path:
        path["chatbotId"] = bot.id
        contacts = state.contacts.after(bot, 0, 1)
        if "contactId" in path and contacts:
            path["contactId"] = contacts[0].id
        if "name" in path:
            path["name"] = state.attributes.all(bot)[0].name
    if isinstance(query.get("chatbotId"), str):
        query["chatbotId"] = bot.id
    if isinstance(body, dict) and isinstance(body.get("chatbotId"), str):
        body["chatbotId"] = bot.id


def hold(state: State, case: Any, status_check: Any) -> None:
    """Send a request to something that exists, and hold the reply against the document."""
    aim(state, case)
    case.call_and_validate(headers=HEADERS, checks=[*ALWAYS, status_check])


SEED_OWN, SEED_OWN_SCHEMA = own("seed")
VENDOR_OWN, VENDOR_OWN_SCHEMA = own("vendor")
LIVE_OWN, LIVE_OWN_SCHEMA = own("live")


@SEED_OWN_SCHEMA.parametrize()
def test_the_seed_keeps_its_own_document(case: Any) -> None:
    """Whatever is sent, the seed dialect replies as its /openapi.json says."""
    hold(SEED_OWN, case, checks.status_code_conformance)


@VENDOR_OWN_SCHEMA.parametrize()
def test_the_vendor_keeps_its_own_document(case: Any) -> None:
    """Whatever is sent, the vendor dialect replies as its /openapi.json says."""
    hold(VENDOR_OWN, case, checks.status_code_conformance)


@LIVE_OWN_SCHEMA.parametrize()
def test_live_keeps_its_own_document(case: Any) -> None:
    """Whatever is sent, the live dialect replies as its /openapi.json says."""
    hold(LIVE_OWN, case, checks.status_code_conformance)


if SHARED.is_dir():
    SEED_STATE, SEED_SCHEMA = foreign("seed", "seed-openapi.yml")
    VENDOR_STATE, VENDOR_SCHEMA = foreign("vendor", "vendor-openapi.yml")

    @SEED_SCHEMA.parametrize()
    def test_the_seed_keeps_the_contract_it_was_made_after(case: Any) -> None:
        """No reply breaks the seed's document, and nothing that it forbids is accepted."""
        hold(SEED_STATE, case, named_or_refused)

    @VENDOR_SCHEMA.parametrize()
    def test_the_vendor_keeps_the_contract_it_was_made_after(case: Any) -> None:
        """No reply breaks the vendor's document, and nothing that it forbids is accepted."""
        hold(VENDOR_STATE, case, named_or_refused)

else:

    @pytest.mark.skip(reason=f"the documents that the emulator was made after are not in {SHARED}")
    def test_the_emulator_keeps_the_contract_it_was_made_after() -> None:
        """They are no part of the project, which has documents of its own (above)."""
