from typing import Any

import pytest
from pydantic import ValidationError

from harness.errors import SettingsError, UnexpectedReply
from harness.wire.contacts import (
    ContactInput,
    contact_changes,
    contacts_query,
    new_contacts,
    read_contact,
    read_contacts,
)
from harness.wire.dialect import Dialect

ADA = ContactInput(name="Ada", phone="+46 8 000", custom_attributes={"age": 36})


def test_new_contacts_as_each_dialect_spells_them() -> None:
    """`contacts` with `phone` in the seed, `users` with `phonenumber` elsewhere."""
    assert new_contacts(Dialect.SEED, [ADA]) == {
        "contacts": [{"name": "Ada", "phone": "+46 8 000", "customAttributes": {"age": 36}}]
    }
    wanted = {"name": "Ada", "phonenumber": "+46 8 000", "custom_attributes": {"age": 36}}
    assert new_contacts(Dialect.VENDOR, [ADA]) == {"users": [wanted]}
    assert new_contacts(Dialect.LIVE, [ADA]) == {"users": [wanted]}


def test_changes_are_wrapped_but_in_the_seed() -> None:
    """Only what is set is sent; None takes a value away."""
    changes = ContactInput(phone=None, name="Ada")
    assert contact_changes(Dialect.SEED, changes) == {"phone": None, "name": "Ada"}
    assert contact_changes(Dialect.VENDOR, changes) == {
        "data": {"phonenumber": None, "name": "Ada"}
    }


def test_pages_as_each_dialect_asks_for_them() -> None:
    """By limit and cursor in the seed, by number elsewhere."""
    assert contacts_query(Dialect.SEED, size=5, page=1, cursor=None) == {"limit": "5"}
    assert contacts_query(Dialect.SEED, size=5, page=1, cursor="x") == {
        "limit": "5",
        "cursor": "x",
    }
    assert contacts_query(Dialect.LIVE, size=10, page=2, cursor=None) == {
        "per_page": "10",
        "page": "2",
    }


@pytest.mark.parametrize(
    ("dialect", "page", "cursor"), [(Dialect.SEED, 2, None), (Dialect.VENDOR, 1, "x")]
)
def test_a_dialect_pages_in_its_own_way_only(
    dialect: Dialect, page: int, cursor: str | None
) -> None:
    """What a server would drop without a word is refused."""
    with pytest.raises(SettingsError, match="give a"):
        contacts_query(dialect, size=10, page=page, cursor=cursor)


def test_what_a_dialect_has_no_place_for() -> None:
    """The seed has no external ids: silently losing them would be worse than an error."""
    with pytest.raises(SettingsError, match="no external_id"):
        new_contacts(Dialect.SEED, [ContactInput(external_id="7", name="Ada")])


@pytest.mark.parametrize("count", [0, 1001])
def test_one_request_has_its_limits(count: int) -> None:
    """1 to 1,000 contacts."""
    with pytest.raises(SettingsError, match="1 to 1,000"):
        new_contacts(Dialect.VENDOR, [ADA] * count)
    assert len(new_contacts(Dialect.VENDOR, [ADA] * 1000)["users"]) == 1000


def test_nothing_is_no_change() -> None:
    """An empty change is a mistake of the caller."""
    with pytest.raises(SettingsError, match="nothing"):
        contact_changes(Dialect.VENDOR, ContactInput())


def test_a_misspelt_field_is_no_contact() -> None:
    """The service strips unknown fields without a word; we do not."""
    with pytest.raises(ValidationError):
        ContactInput.model_validate({"nick": "Ada"})


@pytest.mark.parametrize(
    ("more", "cursor", "is_last"),
    [
        ({}, None, None),
        ({"cursor": None}, None, True),
        ({"next_cursor": "x"}, "x", False),
        ({"pagination": {"cursor": "x", "hasMore": True, "total": 9}}, "x", False),
        ({"pagination": {"cursor": "x", "hasMore": False}}, "x", True),
        ({"pages": {"page": "1", "total_pages": 2}}, None, None),
    ],
)
def test_what_a_page_says_of_the_next(
    more: dict[str, Any], cursor: str | None, *, is_last: bool | None
) -> None:
    """Cursors are found where they usually stand; without a word nothing is known."""
    page = read_contacts({"data": [{"id": "c1"}], **more})
    assert (page.cursor, page.is_last) == (cursor, is_last)


@pytest.mark.parametrize("body", [{}, [], {"message": "Success"}, {"data": {}}, {"data": []}, "x"])
def test_what_is_no_contact(body: Any) -> None:
    """A contact has an id."""
    with pytest.raises(UnexpectedReply, match="not a contact: '"):
        read_contact(body)
