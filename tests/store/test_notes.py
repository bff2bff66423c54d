from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from harness.store.store import Store


def test_a_note_is_kept_under_scope_and_name(url: str) -> None:
    """Any JSON value comes back, in another store object too; scopes do not mix."""
    with Store(url) as store:
        store.notes.set("pace", "a", {"until": 1.5})
        store.notes.set("other", "a", [1, "\x00\ud800"])
    with Store(url) as store:
        assert store.notes.get("pace", "a") == {"until": 1.5}
        assert store.notes.all("other") == {"a": [1, "\x00\ud800"]}
        assert store.notes.get("pace", "b") is None


def test_a_note_is_forgotten(store: Store) -> None:
    """None takes a value away."""
    store.notes.set("pace", "a", 1)
    store.notes.set("pace", "a", None)
    assert store.notes.all("pace") == {}


def test_changes_of_a_note_do_not_overtake_each_other(url: str) -> None:
    """Two stores that count up fifty times each reach a hundred."""
    with Store(url) as one, Store(url) as two:

        def count(store: Store) -> None:
            for _ in range(50):
                store.notes.change("pace", "count", lambda value: (value or 0) + 1)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(count, (one, two)))
        assert one.notes.get("pace", "count") == 100
