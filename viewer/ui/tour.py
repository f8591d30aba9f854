"""The first minute: small things to do, each of which waits until it has been done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence

from viewer.text import mark, tr
from viewer.ui.widgets.offer_bar import OfferBar

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.state.viewport import ViewportState

NATIVE = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True, slots=True)
class Step:
    """`seen` gives what is compared: the step is done when it has become another
    one for the same thing. `keys` are ids of actions, for the sentence."""

    name: str
    sentence: str
    seen: Callable[[App], dict[int, object]]
    keys: tuple[str, ...] = ()


def _of_views(
    value: Callable[[ViewportState], object],
) -> Callable[[App], dict[int, object]]:
    """A value of each viewport, as long as it shows the same."""

    def seen(app: App) -> dict[int, object]:
        return {
            id(model.state.what.display_set): value(model.state)
            for model in app.grid.visible()
            if model.state.what.display_set is not None
        }

    return seen


def _marks(app: App) -> dict[int, object]:
    return {0: sum(map(len, app.annotations.state.marks.values()))}


def _layout(app: App) -> dict[int, object]:
    return {0: app.grid.front.layout.name}


def _searched(app: App) -> dict[int, object]:
    complete = app.sides.is_complete
    return {0: bool(complete and app.sides.header.filter.text())}


def _manual(app: App) -> dict[int, object]:
    opened = "manual" in vars(app) and app.manual.window.isVisible()
    return {0: opened}


STEPS = (
    Step(
        "scroll",
        mark("Turn the wheel over the image, or press {next}: go through the slices."),
        _of_views(lambda state: state.what.index),
        ("next",),
    ),
    Step(
        "window",
        mark(
            "Drag over the image with the left button, or press {preset}: brightness"
            " and contrast change."
        ),
        _of_views(lambda state: state.look.voi),
        ("preset-2",),
    ),
    Step(
        "zoom",
        mark("Drag upwards with the right button, or press {zoom}: the image grows."),
        _of_views(lambda state: state.camera.zoom),
        ("zoom-in",),
    ),
    Step(
        "measure",
        mark(
            "Press {distance} and click two ends in the image (or Enter, arrows and"
            " Enter): their distance stands beside the line."
        ),
        _marks,
        ("tool-distance",),
    ),
    Step(
        "layout",
        mark("Press {four}, or choose another layout: several series side by side."),
        _layout,
        ("layout-2x2",),
    ),
    Step(
        "header",
        mark("Press {find} and type a word, such as “date”: the header is searched."),
        _searched,
        ("find-element",),
    ),
    Step(
        "manual",
        mark("Press {manual}: the manual opens at the page of what you are doing."),
        _manual,
        ("manual",),
    ),
)
NAMES = {
    "next": "next",
    "preset-2": "preset",
    "zoom-in": "zoom",
    "tool-distance": "distance",
    "layout-2x2": "four",
    "find-element": "find",
    "manual": "manual",
}
"""What the keys of an action are called in the sentences."""

DONE = mark("That was the first minute. All commands: {search}.")


class Tour(QObject):
    """A bar below the cells; everything else goes on as always."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self.at = -1
        """The step that waits; -1 when there is none."""
        self._before: dict[int, object] = {}
        self._heard: set[int] = set()
        self.bar = OfferBar(
            "tourBar",
            (("skip", mark("Skip this step")), ("close", mark("End"))),
            app.window,
        )
        self.bar.pressed.connect(self._on_pressed)
        app.window.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self.bar)
        self.bar.hide()
        app.grid.changed.connect(self._hear)
        app.grid.changed.connect(self.look)
        app.annotations.changed.connect(self.look)
        app.menus.ran.connect(self.look, Qt.ConnectionType.QueuedConnection)
        app.preferences.changed.connect(self._say)

    def begin(self) -> None:
        """From the first step, with the demonstration when nothing is open."""
        if not self._app.workspace.state.catalogue.series:
            self._app.opening.demo()
        self._app.sides.complete()
        self._hear()
        self._app.sides.header.filter.textChanged.connect(
            self.look, Qt.ConnectionType.UniqueConnection
        )
        self._go(0)

    def look(self) -> None:
        """Whether the step that waits has been done."""
        if self.at < 0 or self.at >= len(STEPS):
            return
        now = STEPS[self.at].seen(self._app)
        if any(now[key] != self._before[key] for key in now.keys() & self._before):
            self._go(self.at + 1)
        else:
            self._before = {**now, **self._before}

    def _go(self, at: int) -> None:
        self.at = at
        self.bar.buttons["skip"].setVisible(at < len(STEPS))
        if at < len(STEPS):
            self._before = STEPS[at].seen(self._app)
        self._say()

    def _say(self) -> None:
        if self.at < 0:
            return
        if self.at >= len(STEPS):
            self.bar.say(tr(DONE, search=self._key("command-search")))
            return
        step = STEPS[self.at]
        keys = {NAMES[name]: self._key(name) for name in step.keys}
        place = tr("{number} of {count}", number=self.at + 1, count=len(STEPS))
        self.bar.say(f"{place} · {tr(step.sentence, **keys)}")

    def _key(self, name: str) -> str:
        """The first key of an action; its text when the reader gave it none."""
        action = self._app.menus.by_id[name]
        keys = action.shortcuts()
        return keys[0].toString(NATIVE) if keys else f"“{action.text()}”"

    def _hear(self) -> None:
        for model in self._app.grid.models():
            if id(model) not in self._heard:
                self._heard.add(id(model))
                model.changed.connect(self.look)

    def _on_pressed(self, what: str) -> None:
        if what == "skip":
            self._go(self.at + 1)
            return
        self.at = -1
        self.bar.hide()
        self._app.cells.focus_active()
