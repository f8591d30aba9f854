"""Hanging protocols as frozen records: what a file of rules says once it is understood.

`reading.py` makes them from TOML, `written.py` writes them, `plan.py` uses them.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from viewer.pixels.look import Window

Scale = Literal["fit", "same", "pixels"]
"""Each fitted; the same millimetres everywhere; one image pixel a screen pixel."""

Side = Literal["", "left", "right", "top", "bottom"]
Start = Literal["first", "middle", "last"]
Study = Literal["current", "prior"]

LINKS = ("scroll", "window", "zoom", "pan", "turn")


@dataclass(frozen=True, slots=True)
class Criteria:
    """What images must be; an empty field asks for nothing.

    Of several words one suffices, and of body part and description too: they are two
    ways to say the same. A word between slashes is a regular expression.
    """

    modality: tuple[str, ...] = ()
    body_part: tuple[str, ...] = ()
    description: tuple[str, ...] = ()
    laterality: str = ""
    view: tuple[str, ...] = ()
    plane: str = ""
    least_images: int = 0
    most_images: int | None = None


@dataclass(frozen=True, slots=True)
class StudyCriteria:
    """What a study must have; `most_…` None sets no limit."""

    images: Criteria = field(default_factory=Criteria)
    """What at least one of its series must be."""
    least_series: int = 1
    most_series: int | None = None
    least_priors: int = 0
    most_priors: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """One set of images by name: of which study, and how it is found there.

    `turn` are the letters wanted at the right and at the bottom edge, "" for any. An
    `optional` one may be absent without the protocol being in doubt.
    """

    criteria: Criteria = field(default_factory=Criteria)
    study: Study = "current"
    turn: tuple[str, str] = ("", "")
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What goes into one cell: the name of images, "" for none, and how they begin.

    `window` is a window, or the English name of a preset. `fuse` names the images that
    are laid over these as a volume, "" for none.
    """

    image: str = ""
    window: Window | str | None = None
    justify: Side = ""
    start: Start = "middle"
    fuse: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One arrangement of the cells, of which a protocol has one or more."""

    name: str
    layout: str
    places: tuple[Place, ...]
    scale: Scale = "fit"
    links: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    """(language, name in it)"""

    def title(self, language: str) -> str:
        """Its name as a reader of the language calls it."""
        return dict(self.names).get(language, self.name)


@dataclass(frozen=True, slots=True)
class Protocol:
    """A hanging protocol; `path` is the file that it came from."""

    name: str
    match: StudyCriteria
    images: tuple[tuple[str, Chosen], ...]
    stages: tuple[Stage, ...]
    names: tuple[tuple[str, str], ...] = ()
    priority: int = 0
    path: str = ""

    def title(self, language: str) -> str:
        """Its name as a reader of the language calls it."""
        return dict(self.names).get(language, self.name)

    def at(self, path: str) -> "Protocol":
        """The same, from that file."""
        return replace(self, path=path)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a rule cannot be used: the file, the key, what is wrong, what to do."""

    path: str
    key: str
    wrong: str
    remedy: str
