"""The left panel: patients, studies, and a tile for each display set."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from viewer.dicom import tags
from viewer.dicom.values import caption, date_text
from viewer.files.header import Header
from viewer.geometry.view_transform import ViewTransform
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.captions import patient_lines
from viewer.pixels.look import Look
from viewer.pixels.pipeline import picture
from viewer.pixels.resample import resample
from viewer.text import tr
from viewer.ui.state.grid import Grid
from viewer.ui.state.workspace import Workspace, WorkspaceState
from viewer.ui.widgets.drops import DISPLAY_SET_MIME
from viewer.ui.widgets.tiles import THUMBNAIL, TileDelegate
from viewer.work.loading import Shown

ROW_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(eq=False, slots=True)
class Row:
    """A line of the list: a patient, a study, or a display set with its picture."""

    kind: str
    title: str
    detail: str = ""
    display_set: DisplaySet | None = None
    pixmap: QPixmap | None = None
    failed: bool = False
    shown: bool = False
    active: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return f"{self.title}, {self.detail}".rstrip(", ")


Thumbnail = Callable[[Frame, Callable[[Shown | None], None]], None]


class ThumbnailModel(QAbstractListModel):
    """The rows of everything open, in the order of the tree."""

    def __init__(self, thumbnail: Thumbnail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._thumbnail = thumbnail
        self._made: dict[tuple[str, int], QPixmap | None] = {}

    def follow(self, state: WorkspaceState) -> None:
        """Rows for a new catalogue; pictures that are there already are kept."""
        self.beginResetModel()
        self.rows = list(_rows(state))
        self.endResetModel()
        if not state.scanning:
            for row in self.rows:
                self._picture(row)

    def mark(self, shown: set[int], active: int) -> None:
        """Which display sets (by id) are on screen, and which in the active cell."""
        for row in self.rows:
            row.shown = id(row.display_set) in shown
            row.active = row.display_set is not None and id(row.display_set) == active
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def find(self, key: str) -> DisplaySet | None:
        """The display set that a drag carries."""
        for row in self.rows:
            if row.display_set is not None and str(id(row.display_set)) == key:
                return row.display_set
        return None

    def _picture(self, row: Row) -> None:
        if row.display_set is None or row.display_set.view != "stack":
            return
        frames = row.display_set.frames
        frame = frames[len(frames) // row.display_set.phases // 2]
        key = (frame.header.source.path, frame.frame_index)
        if key in self._made:
            row.pixmap, row.failed = self._made[key], self._made[key] is None
            return
        self._made[key] = None
        self._thumbnail(frame, lambda shown: self._arrived(key, row, shown))

    def _arrived(self, key: tuple[str, int], row: Row, shown: Shown | None) -> None:
        row.pixmap = self._made[key] = small_picture(shown) if shown else None
        row.failed = shown is None
        if row in self.rows:
            index = self.index(self.rows.index(row))
            self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return row.spoken
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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._grid = grid
        self._workspace = workspace
        self.setObjectName("thumbnailsPanel")
        self.setProperty("role", "panel")
        self.model = ThumbnailModel(thumbnail, self)
        self.list = QListView(self)
        self.list.setObjectName("thumbnails")
        self.list.setAccessibleName(tr("List of series"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(TileDelegate(self.list))
        self.list.setDragEnabled(True)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.activated.connect(self._on_activated)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.addWidget(self.list)
        workspace.changed.connect(self._on_workspace)
        grid.changed.connect(self._mark)
        for model in grid.cells:
            model.changed.connect(self._mark)

    def focus_list(self) -> None:
        """Give the keyboard to the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def catch_up(self) -> None:
        """Show what is open already."""
        self.model.follow(self._workspace.state)
        self._mark()

    def watch(self, model: Any) -> None:
        """Follow one more viewport."""
        model.changed.connect(self._mark)

    def _on_workspace(self, old: WorkspaceState, new: WorkspaceState) -> None:
        if new.catalogue is not old.catalogue:
            self.model.follow(new)
            self._mark()

    def _mark(self) -> None:
        shown = {
            id(model.state.what.display_set)
            for model in self._grid.visible()
            if model.state.what.display_set is not None
        }
        self.model.mark(shown, id(self._grid.active.state.what.display_set))

    def _on_activated(self, index: QModelIndex) -> None:
        for row in self.model.rows[index.row() :]:
            if row.display_set is not None:
                self.chosen.emit(row.display_set)
                return


def small_picture(shown: Shown) -> QPixmap:
    """The whole frame, its own window, as large as a tile's picture."""
    view = ViewTransform.fitting(
        shown.pyramid.columns,
        shown.pyramid.rows,
        THUMBNAIL[0] * 2,
        THUMBNAIL[1] * 2,
        shown.aspect,
    )
    values: npt.NDArray[Any] = resample(shown.pyramid, view).values
    if shown.pyramid.colour:
        form = QImage.Format.Format_RGB32
    else:
        values = np.ascontiguousarray(
            picture(values, shown.info, Look(shown.default_voi))
        )
        form = QImage.Format.Format_Grayscale8
    height, width = values.shape
    image = QImage(values.data, width, height, values.strides[0], form)
    return QPixmap.fromImage(image.copy())


def _rows(state: WorkspaceState) -> Any:
    """Patients, studies and display sets in the order of the index."""
    by_key = {entry.series.key: entry for entry in state.catalogue.series}
    for patient in state.catalogue.index.patients:
        name, *rest = patient_lines(patient.first)
        yield Row("patient", name, " · ".join(rest))
        for study in patient.studies:
            yield Row("study", _study_title(study.first), _study_date(study.first))
            for series in study.series:
                for display_set in by_key[series.key].display_sets:
                    yield _set_row(display_set)


def _set_row(display_set: DisplaySet) -> Row:
    return Row("set", caption(display_set.label), _count(display_set), display_set)


def _count(display_set: DisplaySet) -> str:
    count = len(display_set.frames)
    if display_set.view != "stack" or count == 1:
        return ""
    multi = (display_set.first.integer(tags.NumberOfFrames) or 1) > 1
    return tr("{count} fr", count=count) if multi else str(count)


def _study_title(header: Header) -> str:
    title = header.text(tags.StudyDescription) or header.text(tags.Modality)
    return caption(title) or tr("Study")


def _study_date(header: Header) -> str:
    return date_text(header.text(tags.StudyDate))
