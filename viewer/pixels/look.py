"""What a reader chooses about a picture: VOI transform, inversion, what lies over it.

Frozen records shared by the pipeline, the viewport's state and presentation states.
"""

from typing import TYPE_CHECKING, Literal

from viewer.records import dataclass

if TYPE_CHECKING:
    from viewer.pixels.modality import Modality
    from viewer.pixels.overlay import Laid
    from viewer.pixels.presentation_state import PresentationState

VoiFunction = Literal["LINEAR", "LINEAR_EXACT", "SIGMOID"]


@dataclass(frozen=True, slots=True)
class Window:
    """A VOI window in modality units (PS3.3 C.11.2.1.2)."""

    centre: float
    width: float
    function: VoiFunction = "LINEAR"
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class LookupTable:
    """A LUT of the standard (PS3.3 C.11.1.1.1): modality, VOI or presentation.

    `first` is the input mapped to the first entry; inputs below it and past the end
    take the first and last entry. `entries` are little-endian uint16, `bits` the
    real depth of their values.
    """

    first: int
    entries: bytes
    bits: int
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """All that alters pixels. `voi` None means the frame's own default.

    `colour_map` is a label of `colour_maps.NAMES` for grey frames, "" for grey.
    `state` is in force on the frames that it refers to, without what it draws in
    `hidden_layers`.
    """

    voi: Window | LookupTable | None = None
    inverted: bool = False
    smooth: bool = True
    state: "PresentationState | None" = None
    hidden_layers: frozenset[str] = frozenset()
    overlays: bool = True
    shutters: bool = True
    subtracted: bool | None = None
    """None means as the file recommends."""
    colour_map: str = ""
    modality: "Modality | None" = None
    """The transform of another object in place of the file's own."""
    laid: "Laid | None" = None
    """Overlays of another object, over the image that they are for."""
