"""Quick records against those of the standard library, which they stand for."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from viewer import records

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    from viewer.records import dataclass

MAKERS = pytest.mark.parametrize("make", [records.dataclass, dataclasses.dataclass])


@dataclass(frozen=True, slots=True)
class Spot:
    """A record with everything that records have here."""

    column: float
    row: float = 2.0
    words: list[str] = field(default_factory=list)
    secret: bytes = field(default=b"", repr=False, compare=False)

    @property
    def total(self) -> float:
        return self.column + self.row


@dataclass(slots=True)
class Count:
    """One that changes."""

    number: int = 0


@dataclass(frozen=True)
class Plain:
    """One without slots."""

    number: int
    other: int = 3


def flat(make: Any, **options: Any) -> Any:
    """The same class, made by either."""

    class Flat:
        """Two fields and a method of its own."""

        one: int
        two: object = "two"

        def __post_init__(self) -> None:
            if self.one < 0:
                raise ValueError(self.one)

    return make(**options)(Flat)


@MAKERS
@pytest.mark.parametrize("slots", [True, False])
def test_records_are_compared_shown_and_hashed(make: Any, slots: bool) -> None:
    kind = flat(make, frozen=True, slots=slots)
    first, second = kind(1), kind(one=1, two="two")
    assert first == second
    assert first != kind(2)
    assert first != (1, "two")
    assert hash(first) == hash(second)
    assert repr(first).endswith("Flat(one=1, two='two')")
    assert len({first, second, kind(2)}) == 2
    assert kind.__match_args__ == ("one", "two")
    assert hasattr(first, "__dict__") is not slots


@MAKERS
def test_what_is_wrong_is_refused(make: Any) -> None:
    kind = flat(make, frozen=True, slots=True)
    for wrong in (kind, lambda: kind(1, 2, 3), lambda: kind(1, other=2)):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(ValueError, match="-1"):
        kind(-1)
    one = kind(1)
    with pytest.raises(FrozenInstanceError):
        one.one = 2
    with pytest.raises(FrozenInstanceError):
        del one.one
    with pytest.raises(TypeError):
        hash(flat(make, slots=True)(1))
    assert one.one == 1


@MAKERS
def test_one_array_equals_itself_only_by_identity(make: Any) -> None:
    class Holder:
        """An array has no single truth; the same one is the same record."""

        values: Any

    kind = make(frozen=True, slots=True)(Holder)
    values = np.arange(3)
    assert kind(values) == kind(values)


@MAKERS
def test_without_equality_each_is_its_own(make: Any) -> None:
    kind = flat(make, frozen=True, slots=True, eq=False)
    one = kind(1)
    assert one != kind(1)
    assert len({one, kind(1)}) == 2


@MAKERS
def test_own_methods_stay(make: Any) -> None:
    class Own:
        """Says how it is compared."""

        one: int

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

    kind = make(frozen=True, slots=True)(Own)
    assert kind(1) == kind(2)
    assert hash(kind(1)) == 7
    assert repr(kind(1)) == "own"


def test_a_record_of_the_program() -> None:
    one = Spot(1.0, words=["a"], secret=b"x")
    assert one == Spot(1.0, 2.0, ["a"])
    assert one.total == 3.0
    assert Spot(1.0).words == []
    assert Spot(1.0).words is not Spot(1.0).words
    assert "secret" not in repr(one)
    assert dataclasses.replace(one, row=5.0) == Spot(1.0, 5.0, ["a"])
    assert dataclasses.asdict(one)["words"] == ["a"]
    assert [each.name for each in dataclasses.fields(Spot)][:2] == ["column", "row"]
    assert Spot.__doc__ == "A record with everything that records have here."
    with pytest.raises(FrozenInstanceError):
        one.row = 3.0  # type: ignore[misc]


@pytest.mark.parametrize("record", [Spot(1.0, words=["b"]), Count(4), Plain(1)])
def test_records_travel_between_processes(record: object) -> None:
    assert pickle.loads(pickle.dumps(record)) == record
    assert copy.copy(record) == record
    assert copy.deepcopy(record) == record


def test_one_that_changes() -> None:
    count = Count()
    count.number += 1
    assert count == Count(1)


def test_a_class_of_a_record_may_say_more() -> None:
    class More(Plain):
        """Not a record itself."""

    more = More(2)
    more.further = 1  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        more.number = 3  # type: ignore[misc]
    assert (more.number, more.other) == (2, 3)
