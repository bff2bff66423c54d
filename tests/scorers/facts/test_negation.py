from __future__ import annotations

import pytest

from .conftest import Compare

REFUND = "You can get a refund after 30 days."


@pytest.mark.parametrize(
    ("expected", "answer", "spoken"),
    [
        (REFUND, "You can not get a refund after 30 days.", "english"),
        (REFUND, "Hello! You can't get a refund after 30 days. Bye.", "english"),
        ("You cannot rename a project.", "You can rename a project.", "english"),
        ("We keep nothing on our servers.", "We keep data on our servers.", "english"),
        ("It is no longer supported.", "It is supported.", "english"),
        ("It always syncs the whole folder.", "It never syncs the whole folder.", "english"),
        ("Send the parcel back.", "Do not send the parcel back.", "english"),
        (
            "Projects can be renamed by owners.",
            "It is not possible to rename projects as owners.",
            "english",
        ),
        ("Yes, you can.", "No, you can.", "english"),
        ("You can reschedule.", "If you are late, you cannot reschedule.", "english"),
        ("The parcel cannot be sent back.", "With a label the parcel can be sent back.", "english"),
        ("If you can log in, a code is sent.", "If you can't log in, a code is sent.", "english"),
        ("Sie können den Namen ändern.", "Sie können den Namen nicht ändern.", "german"),
        ("Wir speichern Ihre Daten.", "Wir speichern Ihre Daten nicht.", "german"),
        ("Vous pouvez changer le nom.", "Vous ne pouvez pas changer le nom.", "french"),
        ("Puede cambiar el nombre.", "No puede cambiar el nombre.", "spanish"),
        ("Você pode mudar o nome.", "Você não pode mudar o nome.", "portuguese"),
        ("Puoi cambiare il nome.", "Non puoi cambiare il nome.", "italian"),
        ("U kunt de naam wijzigen.", "U kunt de naam niet wijzigen.", "dutch"),
    ],
)
def test_the_opposite_contradicts(
    compare: Compare, expected: str, answer: str, spoken: str
) -> None:
    """A negation put in, taken out or said in other words turns the sentence round."""
    assert compare(expected, answer, spoken).contradictions


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        (REFUND, f"Sure! {REFUND} Please don't hesitate to ask."),
        (REFUND, "You can get a refund after 30 days, but not in cash."),
        ("You cannot rename a project.", "Projects can't be renamed."),
        ("You cannot rename a project.", "It is impossible to rename a project."),
        ("The refund takes 5 days.", "The refund does not take longer than 5 days."),
        ("Plugins are supported.", "Not only plugins are supported but themes too."),
        ("No. The ids are not secret.", "No The ids are not secret"),
        ("You do not need a label.", "You don't need a label"),
        ("A file exists. But no file is new.", "But no file is new. A file exists."),
    ],
)
def test_the_same_said_otherwise_does_not(compare: Compare, expected: str, answer: str) -> None:
    """Other words for the same negation, and negations of other things, turn nothing round."""
    assert () == compare(expected, answer).contradictions


@pytest.mark.parametrize(
    ("expected", "answer", "spoken"),
    [
        ("You can upload files.", "If you can't upload your file, ask us.", "english"),
        ("The label shows a code.", "If no code is shown by the label write to us.", "english"),
        ("Refunds take 5 days.", "Write to us when refunds have not come in 5 days.", "english"),
        ("You cannot rename projects.", "If you can rename projects, you are an owner.", "english"),
        ("Sie können sich anmelden.", "Wenn Sie sich nicht anmelden können, rufen Sie.", "german"),
        (
            "U kunt de naam wijzigen.",
            "Wanneer u de naam niet kunt wijzigen, bel het team.",
            "dutch",
        ),
        ("Vous pouvez payer ici.", "Si vous ne pouvez pas payer ici, appelez.", "french"),
        ("Puede cambiar el nombre.", "Si no puede cambiar el nombre, llame.", "spanish"),
        ("Você pode mudar o nome.", "Se você não pode mudar o nome, ligue.", "portuguese"),
        ("Puoi cambiare il nome.", "Se non puoi cambiare il nome, chiama.", "italian"),
    ],
)
def test_a_condition_denies_nothing(
    compare: Compare, expected: str, answer: str, spoken: str
) -> None:
    """A clause that says in which case something holds does not say that the case is given."""
    assert () == compare(expected, answer, spoken).contradictions


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ("Start a new project.", "A closed project cannot welcome new readers or guests."),
        ("There is no app.", "Open the app on your phone to see all orders of a year."),
    ],
)
def test_a_denial_of_something_else_is_no_evidence(
    compare: Compare, expected: str, answer: str
) -> None:
    """A sentence that has a word in common with the expected one need not speak of it."""
    assert () == compare(expected, answer).contradictions
