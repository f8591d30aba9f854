"""What the marks of all open frames measure, also of frames that are not on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from viewer.files.header import Header
from viewer.geometry.marks import FrameKey, Mark
from viewer.ui.state.annotations import Annotations, key_of
from viewer.ui.state.grid import Grid
from viewer.ui.state.loader import FrameLoader
from viewer.ui.state.mark_edits import uid_of
from viewer.ui.state.viewport import What
from viewer.ui.state.windowed import layer_above
from viewer.ui.state.workspace import Workspace
from viewer.work.loading import Above, Shown
from viewer.work.opening import Catalogue

if TYPE_CHECKING:
    from viewer.files.measures import UserCalibration
    from viewer.pixels.mark_figures import MarkFigures
    from viewer.ui.state.plane_places import PlanePlaces

Measured = dict[str, "MarkFigures | None"]
"""By the uid of a mark; None where the frame cannot be had."""


class MeasuredMarks(QObject):
    """Figures are of the mark as it is now, or there are none: never older ones.

    A frame that is in no viewport is read for them, after all that is to be seen.
    """

    changed = Signal()
    """Figures have come that were on their way."""

    def __init__(
        self,
        annotations: Annotations,
        workspace: Workspace,
        grid: Grid,
        loader: FrameLoader,
        parent: QObject | None = None,
        planes: Callable[[], PlanePlaces | None] = lambda: None,
    ) -> None:
        """`planes` knows planes through volumes, once there are any."""
        super().__init__(parent)
        self._planes = planes
        self._annotations = annotations
        self._workspace = workspace
        self._grid = grid
        self._loader = loader
        self._found_in: Catalogue | None = None
        self._places: dict[FrameKey, What | None] = {}
        self._made: dict[tuple[object, ...], MarkFigures | None] = {}
        self._asked: dict[FrameKey, list[Callable[[Shown | None], None]]] = {}

    def place(self, key: FrameKey) -> What | None:
        """Where a frame stands in what is open; None when it is not.

        A plane through a volume that is open stands among the planes beside it.
        """
        found = self._image(key)
        planes = self._planes() if found is None else None
        return planes.what(key) if planes is not None else found

    def _image(self, key: FrameKey) -> What | None:
        """Where a frame stands that is an image."""
        catalogue = self._workspace.state.catalogue
        if catalogue is not self._found_in:
            self._found_in = catalogue
            self._places = {}
        if key not in self._places:
            wanted = {key, *self._annotations.state.marks} - self._places.keys()
            self._places.update(_found(catalogue, wanted))
        return self._places[key]

    def header(self, key: FrameKey) -> Header | None:
        """The header of a frame that is open."""
        what = self.place(key)
        return what.frame.header if what is not None and what.frame else None

    def users(self) -> tuple[UserCalibration, ...]:
        """What the reader's calibration lines say."""
        from viewer.work.measuring import calibrations_of

        marks = self._annotations.state.marks
        lines = [
            (key, mark)
            for key, some in marks.items()
            for mark in some
            if mark.shape == "calibration"
        ]
        return calibrations_of(lines, self._image_header)

    def _image_header(self, key: FrameKey) -> Header | None:
        what = self._image(key)
        return what.frame.header if what is not None and what.frame else None

    def figures(self, key: FrameKey, mark: Mark) -> MarkFigures | None:
        """What a mark measures; None while its frame is being read, or has none."""
        frame_key = self._key(key, mark)
        if frame_key not in self._made:
            seen = self._seen(key)
            if seen is None:
                self._ask(key, partial(self._arrived, key))
                return None
            self._keep(frame_key, self._figures(mark, *seen))
        return self._made[frame_key]

    def has(self, key: FrameKey, mark: Mark) -> bool:
        """Its figures are known, or that there are none."""
        return self._key(key, mark) in self._made

    def measure(
        self,
        keys: Sequence[FrameKey],
        done: Callable[[Measured], None],
        went_on: Callable[[int], bool] = lambda count: True,
    ) -> None:
        """All marks of some frames, once every frame has been read.

        `went_on` is told how many have been; where it says False, `done` never comes.
        """
        left = set(keys)
        total = len(left)
        found: Measured = {}

        def arrived(
            key: FrameKey, shown: Shown | None, above: Above | None = None
        ) -> None:
            for mark in self._annotations.state.of(key):
                made = self._figures(mark, shown, above) if shown is not None else None
                found[mark.uid] = made
            left.discard(key)
            if went_on(total - len(left)) and not left:
                done(found)

        if not left:
            done(found)
        for key in list(left):
            seen = self._seen(key)
            if seen is not None:
                arrived(key, *seen)
            else:
                self._ask(key, partial(arrived, key))

    def _key(self, key: FrameKey, mark: Mark) -> tuple[object, ...]:
        shown, above = self._seen(key) or (None, None)
        pixels = id(shown.decoded.values) if shown else 0
        over = (above.name, id(above.shown.decoded.values)) if above else None
        return key, mark, self.users(), pixels, over

    def _seen(self, key: FrameKey) -> tuple[Shown, Above | None] | None:
        """The frame as a viewport shows it, with what lies over it there.

        The active viewport comes first: another one may be fused otherwise.
        """
        for model in (self._grid.active, *self._grid.on_screen()):
            shown = model.shown
            if shown is not None and key_of(shown.frame) == key:
                return shown, layer_above(model)
        return None

    def _ask(self, key: FrameKey, done: Callable[[Shown | None], None]) -> None:
        waiting = self._asked.setdefault(key, [])
        waiting.append(done)
        if len(waiting) > 1:
            return
        what = self.place(key)

        def arrived(shown: Shown | None) -> None:
            for one in self._asked.pop(key, []):
                one(shown)

        if what is None or what.frame is None:
            arrived(None)
        elif planes := (self._planes() if what.is_cut else None):
            planes.bring(key, arrived)
        else:
            self._loader.thumbnail(what.frame, arrived)

    def _arrived(self, key: FrameKey, shown: Shown | None) -> None:
        for mark in self._annotations.state.of(key):
            made = self._figures(mark, shown) if shown is not None else None
            self._keep(self._key(key, mark), made)
        self.changed.emit()

    def _keep(self, of: tuple[object, ...], made: MarkFigures | None) -> None:
        """One entry a mark: those of what it was before go."""
        mark = of[1]
        assert isinstance(mark, Mark)
        for known in [one for one in self._made if _uid(one) == mark.uid]:
            del self._made[known]
        self._made[of] = made

    def _figures(
        self, mark: Mark, shown: Shown, above: Above | None = None
    ) -> MarkFigures:
        from viewer.work.measuring import figures_of

        return figures_of(mark, shown, self.users(), above)


def _uid(of: tuple[object, ...]) -> str:
    mark = of[1]
    return mark.uid if isinstance(mark, Mark) else ""


def _found(
    catalogue: Catalogue, wanted: Iterable[FrameKey]
) -> dict[FrameKey, What | None]:
    """Where frames stand: the sets of images before those of states."""
    places: dict[FrameKey, What | None] = dict.fromkeys(wanted)
    uids = {key.sop_instance_uid.encode("ascii", "replace") for key in places}
    for display_set in sorted(catalogue.sets(), key=lambda one: one.state is not None):
        for index, frame in enumerate(display_set.frames):
            if uid_of(frame.header) in uids:
                key = key_of(frame)
                if key in places and places[key] is None:
                    places[key] = What(display_set, index)
    return places
