import pytest

from harness.emulator.attribute_table import Duplicate
from harness.emulator.bot import Bot
from harness.emulator.contact_table import Full
from harness.emulator.state import State


@pytest.fixture
def bot(state: State) -> Bot:
    """A bot without contacts."""
    return state.create("shop", "Bot", None, after=0)


def test_all_are_added_or_none(state: State, bot: Bot) -> None:
    """A clash at the end takes back what came before it."""
    with pytest.raises(Duplicate, match="External ID"):
        state.contacts.add(bot, [{"name": "Ann"}, {"external_id": "x"}, {"external_id": "x"}])
    assert state.contacts.count(bot) == 0


def test_there_is_room_for_so_many(state: State, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more than fits is refused."""
    monkeypatch.setattr("harness.emulator.contact_table.CONTACTS", 2)
    state.contacts.add(bot, [{}, {}])
    with pytest.raises(Full):
        state.contacts.add(bot, [{}])


def test_an_own_id_goes_before_an_external_one(state: State, bot: Bot) -> None:
    """A contact that names itself by another's id does not hide that one."""
    (first,) = state.contacts.add(bot, [{"name": "first"}])
    state.contacts.add(bot, [{"name": "second", "external_id": first.id}])
    found = state.contacts.get(bot, first.id)
    assert found is not None
    assert found.name == "first"


def test_what_is_gone_cannot_be_changed(state: State, bot: Bot) -> None:
    """A contact deleted meanwhile stays deleted, and one of a deleted bot is not made."""
    (contact,) = state.contacts.add(bot, [{"name": "Ann"}])
    assert state.contacts.delete(bot, contact.id)
    assert not state.contacts.delete(bot, contact.id)
    assert state.contacts.change(bot, contact, {"name": "Bea"}) is None
    state.delete("shop", bot.id)
    assert state.contacts.add(bot, [{"name": "late"}]) == ()
    assert state.attributes.add(bot, {"name": "late", "type": "text"}) is None


def test_a_deleted_bot_takes_its_people_with_it(state: State, bot: Bot) -> None:
    """Contacts, attributes and leads go too."""
    state.contacts.add(bot, [{"name": "Ann"}])
    state.attributes.add(bot, {"name": "age", "type": "number"})
    state.conversations.keep(bot, "c", "q", "a")
    state.leads.keep(bot, "c", {"name": "Ann"})
    state.delete("shop", bot.id)
    for table in ("contacts", "attributes", "leads", "conversations"):
        assert state.database.rows(f"SELECT * FROM {table}") == []  # noqa: S608 (own names)
