from __future__ import annotations

import pytest

from .conftest import Judge


@pytest.mark.parametrize(
    "said",
    [
        "I'm sorry, but I can't help with that.",
        "I’m afraid I cannot answer this question.",
        "As an AI language model, I do not have opinions.",
        "I don't have any information about that.",
        "I do not know.",
        "That is outside of my scope.",
        "Das kann ich leider nicht beantworten.",
        "Ich kann Ihnen dabei nicht helfen.",
        "Je ne peux pas répondre à cette question.",
        "Lo siento, no puedo ayudarte con eso.",
        "Não posso ajudar com isso.",
        "Mi dispiace, non posso rispondere.",
        "Ik kan deze vraag niet beantwoorden.",
    ],
)
def test_refusals_are_known_in_seven_languages(judge: Judge, said: str) -> None:
    """The usual phrases of refusing, and of not knowing."""
    assert judge("refusal", said).passed


@pytest.mark.parametrize(
    "said",
    [
        "You cannot get a refund after 30 days.",
        "Sure, I can help you with that: use the form.",
        "I know that this takes 5 days.",
        "Sie können das nicht ändern.",
        "No puede cambiar el nombre.",
    ],
)
def test_an_answer_with_a_negation_is_no_refusal(judge: Judge, said: str) -> None:
    """What cannot be done is not what the bot cannot say."""
    assert not judge("refusal", said).passed


def test_own_phrases_can_be_added(judge: Judge) -> None:
    """A bot may have a way of its own to refuse."""
    assert judge("refusal", "Please ask our hotline.", phrases="ask our hotline").passed
