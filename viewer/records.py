"""`dataclass` for what each start makes: the same records, made several times faster.

The standard library compiles six functions for a class, 0.4 ms of work, be they
called or not: together a seventh of the time to the first picture. Here what they do
comes from closures, and `__init__` is compiled when the first record is made. Fields,
`replace`, `fields`, `asdict` and slots are the standard library's own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        *, frozen: bool = False, slots: bool = False, eq: bool = True
    ) -> Callable[[type], type]:
        """As in the standard library, of whose options these are enough here."""
        return lambda cls: _made(cls, frozen, slots, eq)


def _made(cls: type, frozen: bool, slots: bool, eq: bool) -> type:
    own = frozenset(vars(cls))
    cls.__doc__ = cls.__doc__ or cls.__name__  # else it is made of the signature
    made: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(
        cls
    )
    fields = dataclasses.fields(made)
    methods: dict[str, object] = {"__init__": _first_init(made, fields, frozen)}
    methods["__repr__"] = _repr(fields)
    if eq:
        methods["__eq__"] = _eq(fields)
        methods["__hash__"] = _hash(fields) if frozen else None
    if frozen:
        methods |= _refusing(made, fields)
    if frozen and slots:
        methods |= _pickling(fields)
    for name, method in methods.items():
        if name not in own or (name == "__hash__" and vars(made)[name] is None):
            setattr(made, name, method)
    return made


Fields = tuple["Field[Any]", ...]


def _first_init(made: type, fields: Fields, frozen: bool) -> Callable[..., None]:
    """Makes the class's own `__init__`, and calls it."""

    def __init__(self: object, /, *values: object, **named: object) -> None:
        init = _compiled(made, fields, frozen)
        setattr(made, "__init__", init)  # noqa: B010 (mypy knows it as a method)
        init(self, *values, **named)

    return __init__


def _compiled(made: type, fields: Fields, frozen: bool) -> Callable[..., None]:
    names: dict[str, Any] = {"_set": object.__setattr__, "_missing": MISSING}
    parameters, lines = ["self"], []
    for field in fields:
        name, value = field.name, field.name
        if field.default_factory is not MISSING:
            names[f"_default_{name}"] = field.default_factory
            value = f"_default_{name}() if {name} is _missing else {name}"
            parameters.append(f"{name}=_missing")
        elif field.default is not MISSING:
            names[f"_default_{name}"] = field.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        sets = f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}"
        lines.append(sets)
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n  ".join(lines or ["pass"])
    source = (
        f"def make({', '.join(names)}):\n"
        f" def __init__({', '.join(parameters)}):\n  {body}\n"
        f" return __init__"
    )
    found: dict[str, Any] = {}
    exec(source, {}, found)
    init: Callable[..., None] = found["make"](**names)
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _values(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that gives so many fields, always as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple([getattr(record, name) for name in names])


def _eq(fields: Fields) -> Callable[[Any, Any], object]:
    values = _values([field.name for field in fields if field.compare])

    def __eq__(self: Any, other: Any) -> object:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    return __eq__


def _hash(fields: Fields) -> Callable[[Any], int]:
    values = _values([field.name for field in fields if field.compare])
    return lambda self: hash(values(self))


def _repr(fields: Fields) -> Callable[[Any], str]:
    names = [field.name for field in fields if field.repr]

    @recursive_repr("...")
    def __repr__(self: Any) -> str:
        parts = (f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({', '.join(parts)})"

    return __repr__


def _refusing(made: type, fields: Fields) -> dict[str, object]:
    names = frozenset(field.name for field in fields)

    def __setattr__(self: Any, name: str, value: object) -> None:
        if type(self) is made or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(made, self).__setattr__(name, value)  # type: ignore[arg-type]

    def __delattr__(self: Any, name: str) -> None:
        if type(self) is made or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(made, self).__delattr__(name)  # type: ignore[arg-type]

    return {"__setattr__": __setattr__, "__delattr__": __delattr__}


def _pickling(fields: Fields) -> dict[str, object]:
    """For pickle, which would otherwise set each field of a record."""
    names = tuple(field.name for field in fields)
    put = object.__setattr__

    def __getstate__(self: Any) -> list[object]:
        return [getattr(self, name) for name in names]

    def __setstate__(self: Any, state: list[object]) -> None:
        for name, value in zip(names, state, strict=True):
            put(self, name, value)

    return {"__getstate__": __getstate__, "__setstate__": __setstate__}
