"""How pictures leave the window."""

from viewer.records import dataclass


@dataclass(frozen=True, slots=True)
class Appearance:
    """With or without names and texts, and at which size.

    `natural`: a pixel of the frame is a pixel of the picture; else as in the cell.
    """

    identity: bool = True
    texts: bool = True
    natural: bool = False
