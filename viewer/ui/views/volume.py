"""A volume seen as a body: the rendered picture, presets, clip box and scalpel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QRect, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from viewer.dicom import tags
from viewer.files.fidelity import fidelity
from viewer.files.header import Header
from viewer.geometry.orbit import (
    Orbit,
    ViewName,
    rolled,
    seen_from,
    zoomed,
)
from viewer.geometry.plane import (
    letters,
    opposite_letters,
    patient_text,
    shown_letters,
)
from viewer.kinds.scene_presets import PRESET_TITLES, PresetName, presets_of
from viewer.kinds.scenes import Carving, Scene, boxed
from viewer.text import figure, tr
from viewer.ui.state.scene_moves import dragged, notched, turned
from viewer.ui.state.scenes import Rendering, seen_at
from viewer.ui.widgets.clip_box import ClipBox
from viewer.ui.widgets.content_view import PRINTED, ContentView
from viewer.ui.widgets.scene_picture import ScenePicture


def _rolled_by(orbit: Orbit, degrees: tuple[float, float]) -> Orbit:
    return rolled(orbit, *degrees)


KEY_DEGREES = 10.0
KEY_ZOOM = 1.25

_VIEWS: dict[Qt.Key, ViewName] = {
    Qt.Key.Key_A: "A",
    Qt.Key.Key_P: "P",
    Qt.Key.Key_L: "L",
    Qt.Key.Key_R: "R",
    Qt.Key.Key_H: "H",
    Qt.Key.Key_F: "F",
}
_TURNS: dict[Qt.Key, tuple[float, float]] = {
    Qt.Key.Key_Left: (-KEY_DEGREES, 0.0),
    Qt.Key.Key_Right: (KEY_DEGREES, 0.0),
    Qt.Key.Key_Up: (0.0, -KEY_DEGREES),
    Qt.Key.Key_Down: (0.0, KEY_DEGREES),
}
_ZOOMS = {Qt.Key.Key_Plus: KEY_ZOOM, Qt.Key.Key_Minus: 1 / KEY_ZOOM}
_KEYS: dict[int, Callable[[Orbit], Orbit]] = {
    **{key: partial(seen_from, name=name) for key, name in _VIEWS.items()},
    **{key: partial(_rolled_by, degrees=by) for key, by in _TURNS.items()},
    **{key: partial(zoomed, factor=by) for key, by in _ZOOMS.items()},
}


class VolumeView(ContentView):
    """Shows the pictures that `Scenes` delivers; gestures change the scene."""

    word = "volume"
    own_keys = frozenset({*_VIEWS, *_TURNS, *_ZOOMS})

    def build(self) -> QWidget:
        self.setObjectName("volumeView")
        self._shown: Rendering | None = None
        self._is_nothing_there = False
        self.preset = QComboBox(self)
        self.preset.setObjectName("scenePreset")
        self.preset.setAccessibleName(tr("Preset"))
        self.preset.activated.connect(self._on_preset)
        self.cut = _button(self, tr("Cut"), tr("Draw around what is to be cut away"))
        keep_tip = tr("Draw around what is to stay: all else is cut away")
        self.keep = _button(self, tr("Keep only"), keep_tip)
        for knife, other in ((self.cut, self.keep), (self.keep, self.cut)):
            knife.setCheckable(True)
            knife.toggled.connect(partial(self._on_knife, other))
        self.undo = _button(self, tr("Undo cut"), tr("Take back the last cut"))
        self.undo.clicked.connect(
            lambda: self._change(lambda s: replace(s, carvings=s.carvings[:-1]))
        )
        self.clip = _button(self, tr("Clip box"), tr("Leave out sides of the volume"))
        self.clip.setCheckable(True)
        for control in (self.preset, self.cut, self.keep, self.undo, self.clip):
            self.add_tool(control)
        body = QWidget(self)
        around = QVBoxLayout(body)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        self.scene_picture = ScenePicture(body)
        around.addWidget(self.scene_picture, 1)
        self.box = ClipBox(body)
        self.box.hide()
        around.addWidget(self.box)
        self.clip.toggled.connect(self.box.setVisible)
        self.box.changed.connect(
            lambda axis, *ends: self._change(lambda s: boxed(s, axis, ends))
        )
        self._connect(self.scene_picture)
        self.model.progressed.connect(self._tell_progress)
        self.model.changed.connect(self._show_rest)
        return body

    def fill(self, content: object, header: Header) -> None:
        assert isinstance(content, Rendering)
        picture = self.scene_picture
        orientation = header.text(tags.AnatomicalOrientationType)
        picture.quadruped = orientation == "QUADRUPED"
        is_first = self._shown is None or self._shown.body is not content.body
        self._shown = content
        picture.show_picture(content.picture, content.scene.orbit)
        if is_first:
            self._offer(content)
        self._show_rest()

    def wipe(self) -> None:
        if self.model.content is None:
            self._shown = None
            self.scene_picture.clear()

    def is_settled(self) -> bool:
        if self.model.trouble is not None:
            return True
        shown, scene = self._shown, self.model.state.scene
        if shown is None or scene is None:
            return False
        return shown.is_fine and shown.scene == scene.painted

    def picture(self, size: QSize = PRINTED) -> QImage:
        """The body with whose it is above it."""
        view = self.scene_picture
        head = self.head.height()
        image = QImage(view.width(), view.height() + head, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.black)
        painter = QPainter(image)
        painter.setFont(self.font())
        painter.setPen(Qt.GlobalColor.white)
        lines = (self.head.who, self.head.object.text())
        painter.drawText(QRect(12, 0, view.width() - 24, head), "\n".join(lines))
        view.paint(painter, QRect(0, head, view.width(), view.height()))
        painter.end()
        return image

    def cancel_gesture(self) -> bool:
        """Take back an outline that is being drawn, and lay the knife away."""
        had_knife = self.scene_picture.cuts
        self.cut.setChecked(False)
        self.keep.setChecked(False)
        return self.scene_picture.cancel() or had_knife

    def _connect(self, picture: ScenePicture) -> None:
        picture.activated.connect(self.activated)
        picture.activated.connect(self.setFocus)
        picture.maximise_asked.connect(self.maximise_asked)
        picture.menu_asked.connect(self.menu_asked)
        picture.dragged.connect(self._on_drag)
        picture.zoomed.connect(lambda by: self._change(lambda s: notched(s, by)))
        picture.picked.connect(self._on_pick)
        picture.outlined.connect(self._on_outline)
        picture.resized.connect(self._on_resized)

    def _change(self, change: Callable[[Scene], Scene]) -> None:
        scene = self.model.state.scene
        if scene is not None:
            self._is_nothing_there = False
            self.model.change(scene=change(scene))

    def _on_drag(self, what: str, right: float, down: float) -> None:
        if self._shown is not None:
            diameter = self._shown.screen.diameter_mm
            self._change(lambda scene: dragged(scene, what, right, down, diameter))

    def _on_preset(self) -> None:
        name: PresetName = self.preset.currentData()
        self._change(lambda scene: replace(scene, preset=name, shift=0.0))

    def _on_knife(self, other: QPushButton, is_taken: bool) -> None:
        if is_taken:
            other.setChecked(False)
        cuts = self.cut.isChecked() or self.keep.isChecked()
        self.scene_picture.cuts = cuts
        shape = Qt.CursorShape.CrossCursor if cuts else Qt.CursorShape.ArrowCursor
        self.scene_picture.setCursor(shape)

    def _on_pick(self, x: float, y: float) -> None:
        if self._shown is None or not self._is_true():
            return
        point = seen_at(self._shown, x, y)
        self._change(lambda scene: replace(scene, point_mm=point))
        self._is_nothing_there = point is None
        self._show_rest()

    def _is_true(self) -> bool:
        """The picture is of the scene as it is now."""
        scene = self.model.state.scene
        return bool(self._shown and scene and self._shown.scene == scene.painted)

    def _on_outline(self, outline: tuple[tuple[float, float], ...]) -> None:
        keeps = self.keep.isChecked()
        self.cut.setChecked(False)
        self.keep.setChecked(False)
        shown = self._shown
        if shown is None:
            return
        screen = shown.screen
        points = tuple((x * screen.columns, y * screen.rows) for x, y in outline)
        carving = Carving(shown.scene.orbit, screen, points, keeps)
        self._change(lambda scene: replace(scene, carvings=(*scene.carvings, carving)))

    def _on_resized(self) -> None:
        view = self.scene_picture
        ratio = view.devicePixelRatioF()
        size = (round(view.width() * ratio), round(view.height() * ratio))
        self.model.size = (max(size[0], 1), max(size[1], 1))
        self.model.resized.emit()

    def _tell_progress(self) -> None:
        progress = self.model.progress
        if progress is not None:
            done, whole = progress
            text = tr(
                "Loading {done} of {whole}\nEsc: back to the images",
                done=done,
                whole=whole,
            )
            if done == whole:
                text = tr("The picture is being made…\nEsc: back to the images")
            self.waiting.setText(text)

    def _offer(self, content: Rendering) -> None:
        """Presets that mean anything here, and the ends of the box."""
        solid = content.body.solid
        with QSignalBlocker(self.preset):
            self.preset.clear()
            for name in presets_of(solid.unit):
                self.preset.addItem(tr(PRESET_TITLES[name]), name)
        quadruped, names = self.scene_picture.quadruped, []
        for way in (solid.grid.column_mm, solid.grid.row_mm, solid.grid.slice_mm):
            largest = max(abs(part) for part in way)
            x, y, z = (part if abs(part) == largest else 0.0 for part in way)
            high = letters((x, y, z), quadruped)
            ends = opposite_letters(high, quadruped), high
            low, high = (shown_letters(end, quadruped) for end in ends)
            names.append((low, high))
        self.box.name_ends(names)

    def _show_rest(self) -> None:
        """Controls, texts and the picked point, by the scene as it is now."""
        shown, scene = self._shown, self.model.state.scene
        if shown is None or scene is None:
            return
        with QSignalBlocker(self.preset):
            self.preset.setCurrentIndex(self.preset.findData(scene.preset))
        self.undo.setEnabled(bool(scene.carvings))
        self.box.show_box(scene.box)
        picture = self.scene_picture
        picture.spot = None
        if scene.point_mm is not None:
            x, y = shown.screen.place(shown.scene.orbit, scene.point_mm)
            picture.spot = x / shown.screen.columns, y / shown.screen.rows
        frame = self.model.state.what.frame
        below = _below(shown, frame.header) if frame is not None else []
        picture.show_texts(self._above(shown, scene), below)

    def _above(self, shown: Rendering, scene: Scene) -> list[str]:
        lines = [scene.title()]
        unit = shown.body.solid.unit
        if scene.preset in ("mip", "surface"):
            low, high = (figure(end, ".4g") for end in scene.window)
            lines.append(f"{low} … {high} {unit}".replace("-", "−").rstrip())
        elif scene.shift:
            lines.append(tr("Shifted by {value}", value=figure(scene.shift, "+.0f")))
        if scene.point_mm is not None:
            place = patient_text(scene.point_mm, self.scene_picture.quadruped)
            lines.append(tr("Point at {place}", place=place))
        elif self._is_nothing_there:
            lines.append(tr("Nothing is seen there: no point"))
        return lines

    def keyPressEvent(self, event: QKeyEvent) -> None:
        change = _KEYS.get(event.key())
        if change is not None:
            self._change(lambda scene: turned(scene, change))
        else:
            super().keyPressEvent(event)


def _below(shown: Rendering, header: Header) -> list[str]:
    """What a reader has to know of what is seen."""
    decoded, solid = shown.body.filled.decoded, shown.body.solid
    is_damaged = "damaged" in decoded.marks
    damaged = [tr("DAMAGED – picture incomplete")] if is_damaged else []
    hint = tr("Not for measuring: click to find a point on the planes")
    marks = " · ".join((tr("COMPUTED"), *fidelity(header, decoded.loss)))
    return [*solid.notes, *decoded.notes, hint, *damaged, marks]


def _button(parent: QWidget, text: str, tip: str) -> QPushButton:
    button = QPushButton(text, parent)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
