"""Named windows that readers use, by modality."""

from dataclasses import replace

from viewer.pixels.look import VoiFunction, Window
from viewer.records import dataclass
from viewer.text import mark, tr


@dataclass(frozen=True, slots=True)
class Preset:
    """A name (marked English) and a window in modality units; `key` is its digit, "" of
    those that have none."""

    name: str
    width: float
    centre: float
    key: str = ""
    function: VoiFunction = "LINEAR"

    @property
    def window(self) -> Window:
        """The window itself, with the preset's name in the language of the window."""
        return Window(self.centre, self.width, self.function, tr(self.name))


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
    Preset(mark("Abdomen"), 320, 50),
    Preset(mark("MIP"), 380, 120),
    Preset(mark("Lung 2"), 1500, -500),
    Preset(mark("Bone 2"), 2000, 350),
    Preset(mark("Brain 2"), 110, 35),
    Preset(mark("Mediastinum 2"), 400, 80),
)
UPTAKE_PRESETS = (
    Preset(mark("SUV 0–5"), 5, 2.5, "1", "LINEAR_EXACT"),
    Preset(mark("SUV 0–7"), 7, 3.5, "2", "LINEAR_EXACT"),
    Preset(mark("SUV 0–10"), 10, 5, "3", "LINEAR_EXACT"),
    Preset(mark("SUV 0–15"), 15, 7.5, "4", "LINEAR_EXACT"),
)
"""In SUV: `presets_for` gives them in the values of the image."""


def presets_for(
    modality: str, unit: str, suv_factor: float | None = None
) -> tuple[Preset, ...]:
    """The presets that make sense, in modality values.

    Those of CT need Hounsfield units, those of positron emission the factor from
    modality values to SUV.
    """
    if modality == "PT" and suv_factor:
        return tuple(
            replace(one, width=one.width / suv_factor, centre=one.centre / suv_factor)
            for one in UPTAKE_PRESETS
        )
    return CT_PRESETS if modality == "CT" and unit == "HU" else ()
