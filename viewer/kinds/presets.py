"""Named windows that readers use, by modality."""

from dataclasses import dataclass

from viewer.pixels.look import Window
from viewer.text import mark, tr


@dataclass(frozen=True, slots=True)
class Preset:
    """A name (marked English) and a window in modality units; `key` is its digit, "" of
    those that have none."""

    name: str
    width: float
    centre: float
    key: str

    @property
    def window(self) -> Window:
        """The window itself, with the preset's name in the language of the window."""
        return Window(self.centre, self.width, explanation=tr(self.name))


CT_PRESETS = (
    Preset(mark("Soft tissue"), 400, 40, "1"),
    Preset(mark("Lung"), 1500, -600, "2"),
    Preset(mark("Bone"), 2500, 480, "3"),
    Preset(mark("Brain"), 80, 40, "4"),
    Preset(mark("Mediastinum"), 400, 60, "5"),
    Preset(mark("Liver"), 150, 90, "6"),
    Preset(mark("Stroke"), 40, 40, "7"),
    Preset(mark("Angiography"), 600, 200, "8"),
    Preset(mark("Subdural"), 200, 80, "9"),
    Preset(mark("Abdomen"), 320, 50, ""),
    Preset(mark("MIP"), 380, 120, ""),
)


def presets_for(modality: str, unit: str) -> tuple[Preset, ...]:
    """The presets that make sense: those of CT need values in Hounsfield units."""
    return CT_PRESETS if modality == "CT" and unit == "HU" else ()
