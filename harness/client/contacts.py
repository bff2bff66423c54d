"""The people whom a bot may know by name: its contacts."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import replace
from http import HTTPStatus
from itertools import islice

from harness.errors import BotRefused
from harness.wire.contacts import (
    MOST_CONTACTS,
    Contact,
    ContactInput,
    contact_changes,
    contacts_query,
    new_contacts,
    read_contact,
    read_contacts,
    read_created_contacts,
)
from harness.wire.dialect import Dialect
from harness.wire.listing import Page
from harness.wire.reading import unexpected

from .call import Call, path_of
from .operations import Operations
from .paging import LARGEST_PAGE, all_rows, check_size

__all__ = ["ContactOperations"]

SUBJECT = "chatbot or contact"


class ContactOperations(Operations):
    """The operations of the client on contacts."""

    async def create_contacts(
        self, chatbot_id: str, contacts: Sequence[ContactInput]
    ) -> tuple[Contact, ...]:
        """Create 1 to 1,000 contacts, and return them as the server keeps them.

        A failed attempt is repeated only if the server surely did nothing with it.

        Raises:
            SettingsError: There are too many or none, or the dialect has no place for a field.
            BotError: It did not work, or nobody knows whether it did.
        """
        path = path_of("chatbots", chatbot_id, "contacts")
        body = new_contacts(await self._spoken(), contacts)
        call = Call("create the contacts", "POST", path, body=body, repeatable=False)
        return await self._fetch(call, read_created_contacts)

    async def create_contacts_in_batches(
        self, chatbot_id: str, contacts: Iterable[ContactInput], *, size: int = MOST_CONTACTS
    ) -> AsyncGenerator[tuple[Contact, ...], None]:
        """Create any number of contacts, and give each batch when it is created.

        After an error, what was given is created, and what follows is not: of the batch between
        them the error tells.

        Raises:
            SettingsError: As for one request, or the size is not from 1 to 1,000.
            BotError: A batch did not work.
        """
        check_size(size, MOST_CONTACTS)
        rest = iter(contacts)
        while batch := tuple(islice(rest, size)):
            yield await self.create_contacts(chatbot_id, batch)

    async def list_contacts(
        self,
        chatbot_id: str,
        *,
        size: int = LARGEST_PAGE,
        page: int = 1,
        cursor: str | None = None,
    ) -> Page[Contact]:
        """Return one page of a bot's contacts.

        Args:
            chatbot_id: Whose.
            size: Rows a page; the vendor takes 10 to 1,000.
            page: Counts from 1; the seed dialect has no numbers.
            cursor: That of the page before, in the seed dialect alone.

        Raises:
            SettingsError: The dialect does not page so.
            BotError: There is no list after all attempts.
        """
        path = path_of("chatbots", chatbot_id, "contacts")
        query = contacts_query(await self._spoken(), size=size, page=page, cursor=cursor)
        return await self._fetch(Call("list the contacts", "GET", path, query=query), read_contacts)

    def all_contacts(
        self, chatbot_id: str, *, size: int = LARGEST_PAGE
    ) -> AsyncGenerator[Contact, None]:
        """Give all contacts, page by page, each once; `size` is 1 to 1,000.

        In the seed dialect a page without a cursor is the last one, also if it is full.

        Raises:
            SettingsError: The size cannot be.
            BotError: A page did not come; what was given before stays good.
        """
        check_size(size, MOST_CONTACTS)

        async def fetch(number: int, cursor: str | None) -> Page[Contact]:
            if await self._spoken() is Dialect.SEED:
                page = await self.list_contacts(chatbot_id, size=size, cursor=cursor)
                return replace(page, is_last=page.cursor is None)
            return await self._numbered(chatbot_id, size, number)

        return all_rows(fetch, size, "contacts")

    async def get_contact(self, chatbot_id: str, contact_id: str) -> Contact:
        """Return one contact, by its id or by its external id.

        Raises:
            BotRefused: There is no such contact (status 404).
            BotError: There is no answer after all attempts.
        """
        return await self._fetch(_call("get", "GET", chatbot_id, contact_id), read_contact)

    async def update_contact(
        self, chatbot_id: str, contact_id: str, changes: ContactInput
    ) -> Contact:
        """Change the fields of a contact that `changes` sets, and return the contact.

        Raises:
            SettingsError: Nothing is set, or the dialect has no place for a field.
            BotError: It did not work.
        """
        body = contact_changes(await self._spoken(), changes)
        call = _call("change", "PATCH", chatbot_id, contact_id, body)
        return await self._fetch(call, read_contact)

    async def delete_contact(self, chatbot_id: str, contact_id: str) -> None:
        """Delete a contact for ever.

        Raises:
            BotError: It was not deleted, or does not exist.
        """
        call = _call("delete", "DELETE", chatbot_id, contact_id)
        await self._confirmed(call, _read_confirmation)

    async def _numbered(self, chatbot_id: str, size: int, number: int) -> Page[Contact]:
        try:
            return await self.list_contacts(chatbot_id, size=size, page=number)
        except BotRefused as error:
            # So the vendor says that the page before was the last one.
            if number > 1 and error.status == HTTPStatus.BAD_REQUEST:
                return Page((), is_last=True)
            raise


def _call(
    verb: str, method: str, chatbot_id: str, contact_id: str, body: dict[str, object] | None = None
) -> Call:
    path = path_of("chatbots", chatbot_id, "contacts", contact_id)
    return Call(f"{verb} the contact", method, path, body=body, subject=SUBJECT)


def _read_confirmation(body: object) -> None:
    if not isinstance(body, dict):
        raise unexpected(body, "a confirmation")
