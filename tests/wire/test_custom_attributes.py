from typing import Any

import pytest

from harness.errors import SettingsError, UnexpectedReply
from harness.wire.custom_attributes import attribute_changes, new_attribute, read_attribute
from harness.wire.dialect import Dialect

NOTHING: dict[str, Any] = {"label": None, "description": None, "archived": None}


def test_new_attributes() -> None:
    """A label is sent where there is one, and the dialect has a place for it."""
    assert new_attribute(Dialect.VENDOR, "plan", "text", {"label": "Plan"}) == {
        "name": "plan",
        "type": "text",
        "label": "Plan",
    }
    assert new_attribute(Dialect.SEED, "plan", "text", {"label": None}) == {
        "name": "plan",
        "type": "text",
    }
    with pytest.raises(SettingsError, match="no label"):
        new_attribute(Dialect.SEED, "plan", "text", {"label": "Plan"})


def test_changes_in_the_vendors_dialect() -> None:
    """Label, description and archived; never name and type."""
    assert attribute_changes(Dialect.VENDOR, {"name": None}, NOTHING | {"archived": False}) == {
        "archived": False
    }
    with pytest.raises(SettingsError, match="never changes an attribute's name"):
        attribute_changes(Dialect.LIVE, {"name": "rank"}, NOTHING)
    with pytest.raises(SettingsError, match="nothing"):
        attribute_changes(Dialect.VENDOR, {"name": None}, NOTHING)


def test_changes_in_the_seed() -> None:
    """The whole attribute, and nothing else."""
    identity = {"name": "rank", "type": "text"}
    assert attribute_changes(Dialect.SEED, identity, NOTHING) == identity
    with pytest.raises(SettingsError, match="no archived"):
        attribute_changes(Dialect.SEED, identity, NOTHING | {"archived": True})
    with pytest.raises(SettingsError, match="nothing"):
        attribute_changes(Dialect.SEED, {"name": None}, NOTHING)


@pytest.mark.parametrize("body", [{}, [], {"data": {"name": "plan"}}, {"message": "Success"}])
def test_what_is_no_attribute(body: Any) -> None:
    """An attribute has a name and a type."""
    with pytest.raises(UnexpectedReply, match="custom attribute"):
        read_attribute(body)
