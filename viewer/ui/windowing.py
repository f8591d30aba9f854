"""What the window menu does to the active viewport."""

import math
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.kinds.presets import Preset, presets_for
from viewer.pixels.look import LookupTable, Window
from viewer.pixels.pipeline import auto_window, window_between
from viewer.text import figure, tr
from viewer.ui.state.grid import Grid
from viewer.ui.state.windowed import (
    windowed_look,
    windowed_shown,
    windowed_voi,
    with_look,
)


class Windowing:
    """Windows and LUTs of the file, presets, automatic, typed."""

    def __init__(self, grid: Grid, parent: QWidget) -> None:
        self._grid = grid
        self._parent = parent

    def file_choices(self) -> tuple[Window | LookupTable, ...]:
        """All windows and VOI LUTs that the shown frame offers, in file order."""
        shown = windowed_shown(self._grid.active)
        return shown.info.voi_choices if shown else ()

    def presets(self) -> tuple[Preset, ...]:
        """The named windows that fit the shown frame's modality and unit.

        None where a presentation state has windows over other values than these.
        """
        shown = windowed_shown(self._grid.active)
        if shown is None or shown.info.voi_transform != shown.info.transform:
            return ()
        modality = shown.frame.header.text(tags.Modality)
        suv = shown.info.suv
        return presets_for(modality, shown.info.unit, suv.factor if suv else None)

    def file_choice_text(self, number: int) -> str:
        """The menu text of a choice of the file; "" when there is none."""
        choices = self.file_choices()
        if number >= len(choices):
            return ""
        choice = choices[number]
        name = caption(choice.explanation) or self._origin(number + 1)
        name = name.replace("&", "&&")
        if isinstance(choice, Window):
            numbers = _width_and_centre(choice, " / ")
            function = "" if choice.function == "LINEAR" else f" {choice.function}"
            return f"{name}  {numbers}{function}"
        return f"{name}  LUT"

    def _origin(self, number: int) -> str:
        """Whose choice it is, where it has no name of its own."""
        shown = windowed_shown(self._grid.active)
        if shown is not None and shown.frame.state is not None:
            return tr("State {number}", number=number)
        return tr("File {number}", number=number)

    def preset_text(self, number: int) -> str:
        """The menu text of a preset; "" when there is none."""
        presets = self.presets()
        if number >= len(presets):
            return ""
        preset = presets[number]
        return f"{tr(preset.name)}  {_width_and_centre(preset.window, ' / ')}"

    def use_file_choice(self, number: int) -> None:
        """Show with a window or LUT of the file."""
        self._use(self.file_choices()[number])

    def use_preset(self, number: int) -> None:
        """Show with a preset; nothing happens when the frame has no such preset."""
        presets = self.presets()
        if number < len(presets):
            self._use(presets[number].window)

    def is_file_choice(self, number: int) -> bool:
        """This choice of the file is in force."""
        choices = self.file_choices()
        return (
            number < len(choices) and windowed_voi(self._grid.active) == choices[number]
        )

    def is_preset(self, number: int) -> bool:
        """This preset is in force."""
        presets = self.presets()
        voi = windowed_look(self._grid.active.state).voi
        return number < len(presets) and voi == presets[number].window

    def automatic(self) -> None:
        """A window computed from the shown frame's values."""
        shown = windowed_shown(self._grid.active)
        if shown is not None and shown.value_range is not None:
            self._use(auto_window(shown.decoded.values, shown.info))

    def full_range(self) -> None:
        """From the smallest to the largest value of the shown frame."""
        shown = windowed_shown(self._grid.active)
        if shown is not None and shown.value_range is not None:
            low, high = shown.value_range
            width = max(high - low, 1e-6)
            explanation = tr("Full range")
            self._use(Window((low + high) / 2, width, "LINEAR_EXACT", explanation))

    def ask(self) -> None:
        """Let the reader type width and centre."""
        from PySide6.QtWidgets import QInputDialog

        voi = windowed_voi(self._grid.active)
        if not isinstance(voi, Window):
            voi = Window(50, 100)
        text, accepted = QInputDialog.getText(
            self._parent,
            tr("Window"),
            tr("Width and centre, or lowest…highest:"),
            text=_width_and_centre(voi, " "),
        )
        parsed = parse_window(text) if accepted else None
        if parsed is not None:
            self._use(parsed)

    def _use(self, voi: Window | LookupTable) -> None:
        view = self._grid.active
        look = replace(windowed_look(view.state), voi=voi)
        view.change(**with_look(view.state, look))


def _width_and_centre(voi: Window, separator: str) -> str:
    return f"{figure(voi.width, 'g')}{separator}{figure(voi.centre, 'g')}"


def parse_window(text: str) -> Window | None:
    """ "400 40" or "400/40" → that width and centre; "-160…240" or "-160..240" → from
    black to white; None when it is not two numbers that make a window.

    A decimal comma is understood.
    """
    text = text.replace("…", "..").replace("−", "-")
    is_range = ".." in text
    parts = text.replace("..", " ") if is_range else text.replace("/", " ")
    try:
        first, second = (
            float(part.replace(",", ".")) for part in parts.replace(";", " ").split()
        )
    except ValueError:
        return None
    if not (math.isfinite(first) and math.isfinite(second)):
        return None
    if is_range:
        return window_between(first, second) if first < second else None
    if first <= 0:
        return None
    return Window(second, first, "LINEAR" if first >= 1 else "LINEAR_EXACT")
