"""How pictures leave the window."""

from viewer.records import dataclass

DESCRIPTION = "Description"
"""PNG's keyword for words about the picture."""

NOTICE = "Not cleared for primary diagnosis"
"""In files as well as on the screen; in English, as are all words in files."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """With or without names and texts, and at which size.

    `natural`: a pixel of the frame is a pixel of the picture; else as in the cell.
    """

    identity: bool = True
    texts: bool = True
    natural: bool = False
