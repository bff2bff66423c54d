"""Names for plug-ins: built in by table or decorator, from other packages by entry point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Generic, TypeVar

from .errors import SettingsError, UnknownPlugin

__all__ = ["Registry"]

T = TypeVar("T")


class Registry(Generic[T]):
    """Things by name; what is not imported yet is imported when its name is asked for."""

    def __init__(
        self,
        kind: str,
        group: str,
        built_in: Mapping[str, str] | None = None,
        *,
        base: type | None = None,
    ) -> None:
        """Start with nothing imported.

        Args:
            kind: the word for messages.
            group: the entry point group.
            built_in: the module by each name that it registers.
            base: what the things of other packages are subclasses of; None takes anything.
        """
        self._kind = kind
        self._group = group
        self._built_in = built_in or {}
        self._base = base
        self._things: dict[str, T] = {}

    def register(self, name: str) -> Callable[[T], T]:
        """Return a decorator that registers what it decorates under `name`.

        The last one counts; but what is built in, and is imported late, replaces nothing.
        """

        def decorate(thing: T) -> T:
            if getattr(thing, "__module__", None) == self._built_in.get(name, ""):
                self._things.setdefault(name, thing)
            else:
                self._things[name] = thing
            return thing

        return decorate

    def get(self, name: str) -> T:
        """Return what is registered as `name`.

        Raises:
            UnknownPlugin: nothing has this name; a near one is suggested.
            SettingsError: it is there, but cannot be imported.
        """
        if name not in self._things and name in self._built_in:
            try:
                import_module(self._built_in[name])
            except ImportError as error:
                raise SettingsError(
                    f"the {self._kind} '{name}' cannot be loaded: {error}: install harness anew"
                ) from error
        if name not in self._things:
            for point in entry_points(group=self._group, name=name):
                self._things[name] = self._load(point)
        try:
            return self._things[name]
        except KeyError:
            raise UnknownPlugin(self._kind, name, self.names()) from None

    def _load(self, point: EntryPoint) -> T:
        try:
            thing: T = point.load()
        except (Exception, SystemExit) as error:
            raise self._unfit(point, repr(error)) from error
        base = self._base
        if base and not (isinstance(thing, type) and issubclass(thing, base)):
            raise self._unfit(point, f"it is no subclass of {base.__name__}")
        return thing

    def _unfit(self, point: EntryPoint, why: str) -> SettingsError:
        return SettingsError(
            f"the {self._kind} '{point.name}' ({point.value}) cannot be loaded: {why}"
        )

    def names(self) -> tuple[str, ...]:
        """Return every known name, sorted, without importing anything."""
        outside = (point.name for point in entry_points(group=self._group))
        return tuple(sorted({*self._things, *self._built_in, *outside}))

    def __contains__(self, name: str) -> bool:
        return name in self.names()

    def __iter__(self) -> Iterator[str]:
        return iter(self.names())
