"""Which command has which keys while the reader changes them: no key belongs to two."""

from collections.abc import Sequence

from viewer.store.habits import Keys
from viewer.ui.widgets.commands import Command


class KeyTable:
    """Keys by the ids of commands; of commands it does not know they are kept."""

    def __init__(self, commands: Sequence[Command], changed: Keys) -> None:
        self.commands = {one.id: one for one in commands}
        self.keys = {one.id: one.keys for one in commands}
        self._foreign = tuple(one for one in changed if one[0] not in self.commands)

    def is_own(self, name: str) -> bool:
        """The command has the keys that the program gives it."""
        return self.keys[name] == self.commands[name].own_keys

    def owners(self, name: str, keys: Sequence[str]) -> list[str]:
        """The other commands that have one of these keys."""
        return [
            other
            for other, theirs in self.keys.items()
            if other != name and set(theirs) & set(keys)
        ]

    def give(self, name: str, keys: tuple[str, ...]) -> None:
        """Give a command these keys, and take them from whoever has them."""
        for other in self.owners(name, keys):
            self.keys[other] = tuple(key for key in self.keys[other] if key not in keys)
        self.keys[name] = keys

    def reset_all(self) -> None:
        """Every command has the program's keys again."""
        self.keys = {one.id: one.own_keys for one in self.commands.values()}

    @property
    def is_changed(self) -> bool:
        """Something is not as the program has it."""
        return not all(self.is_own(name) for name in self.keys)

    @property
    def changed(self) -> Keys:
        """Where they differ from the program's own, for the settings."""
        differing = (one for one in self.keys.items() if not self.is_own(one[0]))
        return (*self._foreign, *differing)
