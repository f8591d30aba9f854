from viewer.store.habits import Keys
from viewer.ui.widgets.commands import Command
from viewer.ui.widgets.key_table import KeyTable

COMMANDS = [
    Command("a", "A", "", keys=("X", "Y"), own_keys=("X", "Y")),
    Command("b", "B", "", keys=("Z",), own_keys=("Z",)),
    Command("c", "C", "", keys=("Q",), own_keys=()),
]


def test_only_what_differs_is_kept() -> None:
    stored: Keys = (("c", ("Q",)), ("newer", ("W",)))
    table = KeyTable(COMMANDS, stored)
    before: Keys = table.changed
    assert before == (("newer", ("W",)), ("c", ("Q",)))
    table.reset_all()
    assert table.changed == (("newer", ("W",)),)
    assert not table.is_changed


def test_a_key_that_is_given_is_taken_from_where_it_was() -> None:
    table = KeyTable(COMMANDS, ())
    assert table.owners("b", ("Y", "Q")) == ["a", "c"]
    table.give("b", ("Y",))
    assert table.keys == {"a": ("X",), "b": ("Y",), "c": ("Q",)}
    assert table.changed == (("a", ("X",)), ("b", ("Y",)), ("c", ("Q",)))
