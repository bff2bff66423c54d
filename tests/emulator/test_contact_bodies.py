from typing import Any

import pytest
from pydantic import ValidationError

from harness.emulator.contact_bodies import Person, SeedPeople, SeedPerson, Users


@pytest.mark.parametrize(
    "address", ["a@b", "a.b+c@shop.example", "x_y@a-b.example", "o'neil@shop.example"]
)
def test_an_address_is_taken(address: str) -> None:
    """As people have them."""
    assert Person(email=address).email == address


@pytest.mark.parametrize(
    "address",
    ["", "a", "@b", "a@", "a b@c.de", "a@b@c.de", "a@b..c", ".a@b.c", "a.@b.c", "a@-\n", "a@b\x00"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    """An address has one @ with something on either side."""
    with pytest.raises(ValidationError, match="Invalid email"):
        Person(email=address)


def test_the_dialects_names_become_ours() -> None:
    """The seed's phone and customAttributes are kept as the vendor's phonenumber and so on."""
    seed = SeedPerson.model_validate({"phone": "1", "customAttributes": {"a": 1}})
    vendor = Person.model_validate({"phonenumber": "1", "custom_attributes": {"a": 1}})
    assert seed.given() == vendor.given() == {"phonenumber": "1", "custom_attributes": {"a": 1}}


def test_a_batch_has_a_size() -> None:
    """One to a thousand for the vendor; the seed forbids no empty one."""
    assert SeedPeople.model_validate({}).people() == ()
    wrongs: list[dict[str, Any]] = [{}, {"users": []}, {"users": [{}] * 1001}]
    for wrong in wrongs:
        with pytest.raises(ValidationError):
            Users.model_validate(wrong)
    assert len(Users.model_validate({"users": [{}] * 1000}).people()) == 1000
