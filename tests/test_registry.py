from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from harness import registry
from harness.errors import SettingsError, UnknownPlugin
from harness.registry import Registry


def test_what_is_registered_is_found() -> None:
    """A decorator gives a thing its name."""
    things: Registry[type] = Registry("thing", "harness.nothing")

    @things.register("box")
    class Box:
        pass

    assert things.get("box") is Box
    assert ["box"] == list(things)
    assert "box" in things


def test_an_unknown_name_suggests_the_nearest() -> None:
    """A typo is answered with the name that was meant."""
    things: Registry[int] = Registry("scorer", "harness.nothing")
    things.register("keywords")(1)

    with pytest.raises(UnknownPlugin, match="no scorer is called 'keyword'; did you mean 'keywo"):
        things.get("keyword")


def test_plugins_are_imported_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken plug-in fails for those who name it, and for nobody else."""
    points = [
        EntryPoint("good", "string:ascii_letters", "harness.test"),
        EntryPoint("broken", "no_such_module:thing", "harness.test"),
    ]

    def entry_points(group: str, name: str | None = None) -> list[EntryPoint]:
        return [point for point in points if name in {None, point.name}]

    monkeypatch.setattr(registry, "entry_points", entry_points)
    things: Registry[str] = Registry("thing", "harness.test")

    assert ("broken", "good") == things.names()
    assert things.get("good").startswith("abc")
    with pytest.raises(SettingsError, match="no_such_module"):
        things.get("broken")


@pytest.mark.parametrize(
    ("value", "why"),
    [("string:digits", "no subclass of Exception"), ("string:Template", "no subclass"), ("", "")],
)
def test_what_a_package_registers_must_be_what_it_says(
    value: str, why: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A value, another class or a module that exits is told of, by the name of its package."""
    (tmp_path / "leaves_at_once.py").write_text("raise SystemExit(0)")
    monkeypatch.syspath_prepend(tmp_path)
    point = EntryPoint("odd", value or "leaves_at_once:thing", "harness.test")
    monkeypatch.setattr(registry, "entry_points", lambda **_: [point])
    things: Registry[type] = Registry("thing", "harness.test", base=Exception)

    with pytest.raises(SettingsError, match=why or r"SystemExit\(0\)"):
        things.get("odd")


def test_what_the_table_names_is_imported_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A built-in thing is known by name before its module is there."""
    things: Registry[int] = Registry("thing", "harness.nothing", {"one": "ones"})
    asked: list[str] = []

    def import_module(name: str) -> None:
        asked.append(name)
        things.register("one")(1)

    monkeypatch.setattr(registry, "import_module", import_module)

    assert ("one",) == things.names()
    assert not asked
    assert 1 == things.get("one")
    assert ["ones"] == asked


def test_what_was_registered_first_is_not_replaced_by_what_is_built_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A module of several names is imported late for one of them; a stranger's other one stays."""
    things: Registry[type] = Registry("thing", "harness.nothing", {"one": "ones", "two": "ones"})

    def thing(module: str) -> type:
        return type("Thing", (), {"__module__": module})

    def import_module(name: str) -> None:
        things.register("one")(thing(name))
        things.register("two")(thing(name))

    monkeypatch.setattr(registry, "import_module", import_module)
    mine = things.register("one")(thing("mine"))

    assert "ones" == things.get("two").__module__
    assert mine is things.get("one")
    later = things.register("two")(thing("mine"))
    assert later is things.get("two")


def test_a_built_in_thing_that_cannot_be_imported_is_told_of() -> None:
    """A library that is missing is a matter of the installation, and no bug."""
    things: Registry[int] = Registry("thing", "harness.nothing", {"one": "no_such_module"})

    with pytest.raises(SettingsError, match="'one' cannot be loaded: No module named 'no_such"):
        things.get("one")
