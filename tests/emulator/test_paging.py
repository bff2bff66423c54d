from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.emulator.dialects import DIALECTS
from harness.emulator.paging import number, rows_asked
from harness.emulator.request import Refused


def test_the_period_holds_both_days_whole() -> None:
    """From the first moment of the start to the last of the end, in UTC."""
    query = {"chatbotId": "b", "startDate": "2023-07-10", "endDate": "2023-07-12"}
    asked = rows_asked(query, DIALECTS["vendor"])
    assert asked.period.start == datetime(2023, 7, 10, tzinfo=UTC).timestamp()
    assert asked.period.end == datetime(2023, 7, 13, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "day",
    [
        *("2023-7-10", "10.07.2023", "2023-02-30", "", "2023-07-10T00:00:00", "20230710"),
        *("２０２３-07-10", " 2023-07-10", "2023-07-10\n", "0000-01-01"),
    ],
)
@pytest.mark.parametrize("name", ["startDate", "endDate"])
def test_a_date_without_zeros_is_refused(name: str, day: str) -> None:
    """Only YYYY-MM-DD of a day that exists is a date."""
    with pytest.raises(Refused) as refused:
        rows_asked({"chatbotId": "b", name: day}, DIALECTS["live"])
    assert refused.value.status_code == 400
    assert name in refused.value.detail


@pytest.mark.parametrize(
    ("dialect", "size", "most"), [("vendor", 10, 100), ("live", 10, 100), ("seed", 20, 1000)]
)
def test_each_dialect_has_its_size_of_page(dialect: str, size: int, most: int) -> None:
    """The default, the largest, and one more, which is refused."""
    spoken = DIALECTS[dialect]
    assert rows_asked({"chatbotId": "b"}, spoken).size == size
    assert rows_asked({"chatbotId": "b", "size": str(most)}, spoken).size == most
    with pytest.raises(Refused, match=f"less than or equal to {most}"):
        rows_asked({"chatbotId": "b", "size": str(most + 1)}, spoken)


def test_the_bot_must_be_named() -> None:
    """Without a chatbotId there is nothing to list."""
    with pytest.raises(Refused, match="chatbotId: Required"):
        rows_asked({}, DIALECTS["vendor"])


@pytest.mark.parametrize(
    ("sources", "ours"),
    [("", True), ("API", True), ("api", True), ("WhatsApp, API", True), ("WhatsApp", False)],
)
def test_sources_choose_whether_ours_is_among_them(sources: str, ours: bool) -> None:  # noqa: FBT001 (a parameter)
    """The emulator's conversations all came over the API."""
    query = {"chatbotId": "b", "filteredSources": sources}
    assert rows_asked(query, DIALECTS["vendor"]).any_source is ours


@given(st.text(max_size=12))
def test_a_number_is_plain_digits_or_refused(text: str) -> None:
    """Whatever stands in the query gives a number in range or a 400, never anything else."""
    try:
        found = number({"n": text}, "n", 1, 1, 50)
    except Refused as refused:
        assert refused.status_code == 400  # noqa: PT017 (either is right)
    else:
        assert str(found) == text
        assert 1 <= found <= 50
