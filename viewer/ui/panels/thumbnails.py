"""The left panel: patients, studies, and a tile for each display set."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.files.index import Patient
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.captions import hidden, patient_lines
from viewer.text import mark, tr, trn
from viewer.ui.state.flights import FrameKey, key_of
from viewer.ui.state.grid import Grid
from viewer.ui.state.own_keys import OwnKeys
from viewer.ui.state.seen import Seen, SeenState, StateOf
from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.state.workspace import Workspace, WorkspaceState
from viewer.ui.widgets.drops import DISPLAY_SET_MIME
from viewer.ui.widgets.labels import plain_tip
from viewer.ui.widgets.tile_texts import count_of, doubt_of, study_date, study_title
from viewer.ui.widgets.tiles import TileDelegate
from viewer.ui.widgets.wording import said

AT_ONCE = 3
BATCH = 60
ROW_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(eq=False, slots=True)
class Row:
    """A line of the list: a patient, a study, or a display set with its picture."""

    kind: str
    about: Patient | Header | DisplaySet
    title: str
    detail: str = ""
    pixmap: QPixmap | None = None
    failed: bool = False
    shown: bool = False
    active: bool = False
    keys: int = 0
    """Of its images, those that the reader chose."""
    warning: bool = False
    """The detail is something to check."""
    state: SeenState = "not viewed"
    """Of a display set: whether the reader has seen it."""

    @property
    def display_set(self) -> DisplaySet | None:
        """What the row shows; None for a patient's or a study's."""
        return self.about if isinstance(self.about, DisplaySet) else None

    @property
    def key(self) -> FrameKey | None:
        """The frame of its picture; None for what has none."""
        if self.display_set is None or self.display_set.view != "stack":
            return None
        return key_of(_middle(self.display_set))

    @property
    def head(self) -> str:
        """ "CT · 3": modality and series number of a display set."""
        if self.display_set is None:
            return ""
        first, state = self.display_set.own.first, self.display_set.state
        modality = "PR" if state is not None else first.text(tags.Modality)
        parts = caption(modality), caption(first.text(tags.SeriesNumber))
        return " · ".join(filter(None, parts))

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        state = tr(STATES[self.state]) if self.display_set is not None else ""
        keys = trn("{count} key image", "{count} key images", self.keys)
        parts = (self.head, self.title, self.detail, state, keys if self.keys else "")
        return ", ".join(filter(None, parts))


STATES: dict[SeenState, str] = {
    "not viewed": mark("not viewed"),
    "viewed": mark("viewed"),
    "loading": mark("loading"),
    "failed": mark("could not be shown"),
}
Thumbnail = Callable[[Frame, Callable[[QPixmap | None], None]], None]
"""Brings the small picture of a frame, later; None when it has none."""


class ThumbnailModel(QAbstractListModel):
    """The rows of everything open, in the order of the tree."""

    repaint_asked = Signal(QModelIndex)
    """A row looks different; nothing is to be laid out anew."""

    def __init__(self, thumbnail: Thumbnail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.hides_identity = False
        self._thumbnail = thumbnail
        self._made: dict[FrameKey, QPixmap | None] = {}
        self._waiting: deque[FrameKey] = deque()
        self._under_way: set[FrameKey] = set()
        self._frames: dict[FrameKey, Frame] = {}

    def follow(self, state: WorkspaceState) -> None:
        """Rows for a new catalogue; pictures that are there already are kept."""
        self.beginResetModel()
        kept = {(row.kind, id(row.about)): row for row in self.rows}
        shared = _shared_ids(state)
        self.rows = [
            kept.get((kind, id(about))) or _row(kind, about, shared)
            for kind, about in _things(state)
        ]
        self.endResetModel()
        self._frames = {
            row.key: _middle(row.display_set)
            for row in self.rows
            if row.key is not None and row.display_set is not None
        }
        for gone in self._made.keys() - self._frames.keys():
            del self._made[gone]
        for row in self.rows:
            self._dress(row)
        if not state.scanning:
            known = self._made.keys() | self._under_way
            self._waiting = deque(key for key in self._frames if key not in known)
            self._ask()

    def mark(self, shown: set[int], active: int) -> None:
        """Which display sets (by id) are on screen, and which in the active cell."""
        for row in self.rows:
            row.shown = id(row.display_set) in shown
            row.active = row.display_set is not None and id(row.display_set) == active

    def tell(self, state_of: StateOf) -> None:
        """What the reader has seen; a picture that cannot be made has failed too."""
        for row in self.rows:
            if row.display_set is not None:
                state = state_of(row.display_set)
                if state == "not viewed" and row.failed:
                    state = "failed"
                row.state = state

    def count_keys(self, count: Callable[[DisplaySet], int]) -> None:
        """How many images of each display set are key images."""
        for row in self.rows:
            row.keys = count(row.display_set) if row.display_set else 0

    def find(self, key: str) -> DisplaySet | None:
        """The display set that a drag carries."""
        for row in self.rows:
            if row.display_set is not None and str(id(row.display_set)) == key:
                return row.display_set
        return None

    def _ask(self) -> None:
        """A few pictures at a time: the reader's own frames come first."""
        while self._waiting and len(self._under_way) < AT_ONCE:
            key = self._waiting.popleft()
            self._under_way.add(key)
            done = partial(self._arrived, key)
            self._thumbnail(self._frames[key], done)

    def _arrived(self, key: FrameKey, pixmap: QPixmap | None) -> None:
        self._under_way.discard(key)
        if key in self._frames:
            self._made[key] = pixmap
            for number, row in enumerate(self.rows):
                if row.key == key:
                    self._dress(row)
                    self.repaint_asked.emit(self.index(number))
        self._ask()

    def _dress(self, row: Row) -> None:
        if row.key in self._made:
            row.pixmap = self._made[row.key]
            row.failed = row.pixmap is None
            if row.failed and row.state == "not viewed":
                row.state = "failed"

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if self.hides_identity:
            row = _anonymous(row)
        if role == ROW_ROLE:
            return row
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole and row.warning:
            return plain_tip(row.spoken)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled
        if self.rows[index.row()].kind != "patient":
            flags |= Qt.ItemFlag.ItemIsSelectable
        if self.rows[index.row()].display_set is not None:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def mimeTypes(self) -> list[str]:
        return [DISPLAY_SET_MIME]

    def mimeData(self, indexes: Any) -> QMimeData:
        mime = QMimeData()
        display_set = self.rows[indexes[0].row()].display_set
        mime.setData(DISPLAY_SET_MIME, QByteArray(str(id(display_set)).encode()))
        return mime


class ThumbnailsPanel(QWidget):
    """Double-click or Enter on a tile or a study puts it into the active cell."""

    chosen = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        grid: Grid,
        thumbnail: Thumbnail,
        keys: OwnKeys,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._grid = grid
        self._keys = keys
        keys.changed.connect(self._mark)
        self._workspace = workspace
        self.setObjectName("thumbnailsPanel")
        self.setProperty("role", "panel")
        self.model = ThumbnailModel(thumbnail, self)
        self._seen = Seen(self)
        self.list = QListView(self)
        self.list.setObjectName("thumbnails")
        said(self.list.setAccessibleName, "List of series")
        self.list.setModel(self.model)
        self.list.setItemDelegate(TileDelegate(self.list))
        self.list.setDragEnabled(True)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.setBatchSize(BATCH)
        self.list.activated.connect(self._on_activated)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.addWidget(self.list)
        workspace.changed.connect(self._on_workspace)
        grid.changed.connect(self._mark)
        self.model.repaint_asked.connect(self.list.update)
        self._seen.changed.connect(self._mark)

    def hide_identity(self, hides: bool) -> None:
        """For teaching: no patient is named, no study dated."""
        self.model.hides_identity = hides
        self.list.viewport().update()

    def focus_list(self) -> None:
        """Give the keyboard to the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def tell_again(self) -> None:
        """In another language."""
        self.model.rows.clear()
        self.catch_up()

    def catch_up(self) -> None:
        """Show what is open already."""
        self.model.follow(self._workspace.state)
        self._mark()

    def watch(self, model: ViewportModel) -> None:
        """Follow one more viewport."""
        model.changed.connect(self._on_viewport)
        self._seen.watch(model)

    def _on_viewport(self, old: ViewportState, new: ViewportState) -> None:
        if old.what.display_set is not new.what.display_set:
            self._mark()

    def _on_workspace(self, old: WorkspaceState, new: WorkspaceState) -> None:
        if new.catalogue is not old.catalogue or new.scanning != old.scanning:
            place = self.list.verticalScrollBar().value()
            self.model.follow(new)
            self._seen.keep(new.catalogue.sets())
            self._mark()
            self.list.verticalScrollBar().setValue(place)

    def _mark(self) -> None:
        shown = {
            id(model.state.what.display_set.listed)
            for model in self._grid.on_screen()
            if model.state.what.display_set is not None
        }
        active = self._grid.active.state.what.display_set
        self.model.mark(shown, id(active.listed if active else None))
        self.model.tell(self._seen.state)
        self.model.count_keys(self._keys.count)
        self.list.viewport().update()

    def _on_activated(self, index: QModelIndex) -> None:
        for row in self.model.rows[index.row() :]:
            if row.display_set is not None:
                self.chosen.emit(row.display_set)
                return


def _middle(display_set: DisplaySet) -> Frame:
    """The frame in the middle of its first phase."""
    return display_set.frames[display_set.middle]


def _things(
    state: WorkspaceState,
) -> Iterator[tuple[str, Patient | Header | DisplaySet]]:
    """Patients, studies and display sets in the order of the index."""
    by_key = {entry.series.key: entry for entry in state.catalogue.series}
    for patient in state.catalogue.index.patients:
        yield "patient", patient
        for study in patient.studies:
            yield "study", study.first
            for series in study.series:
                for display_set in by_key[series.key].display_sets:
                    yield "set", display_set


def _anonymous(row: Row) -> Row:
    """The row without who and when."""
    if row.kind == "patient":
        return replace(row, title=hidden(), detail="", warning=False)
    return replace(row, detail="") if row.kind == "study" else row


def _shared_ids(state: WorkspaceState) -> set[str]:
    """IDs that several patients have, each of another issuer."""
    counts = Counter(patient.id for patient in state.catalogue.index.patients)
    return {each for each, count in counts.items() if each and count > 1}


def _row(kind: str, about: Patient | Header | DisplaySet, shared: set[str]) -> Row:
    if isinstance(about, DisplaySet):
        return Row(kind, about, caption(about.label), count_of(about))
    if isinstance(about, Header):
        return Row(kind, about, study_title(about), study_date(about))
    name, *rest = patient_lines(about.first)
    doubt = doubt_of(about)
    if doubt:
        name = " / ".join(map(caption, about.names)) or name
        rest = [doubt, caption(about.id)]
    if about.id in shared:
        issuer = caption(about.issuer)
        rest.append(
            tr("issued by {issuer}", issuer=issuer) if issuer else tr("without issuer")
        )
    return Row(kind, about, name, " · ".join(rest), warning=bool(doubt))
