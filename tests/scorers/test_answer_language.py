from __future__ import annotations

import pytest
from pydantic import ValidationError

from .conftest import Judge


def test_the_language_is_found(judge: Judge) -> None:
    """By code or name, one or several."""
    german = "Sie können die Bestellung innerhalb von 14 Tagen zurückgeben."
    assert judge("language", german, code="de").passed
    assert judge("language", german, code="german").passed
    assert judge("language", german, code=["fr", "de"]).passed
    assert not judge("language", german, code="en").passed
    assert judge("language", german, code="en").reason.startswith("the answer is in 'de'")


def test_an_unknown_language_is_refused(judge: Judge) -> None:
    """A misspelt code would fail every answer."""
    with pytest.raises(ValidationError, match="no language has the code 'xx'"):
        judge("language", "x", code="xx")
