"""Standalone overlays: the bitmaps in colours of their own, and how large they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QSpinBox,
    QWidget,
)

from viewer.files.header import Header
from viewer.files.spatial import spacing_of
from viewer.kinds.base import Frame
from viewer.kinds.graphs import Fact
from viewer.kinds.overlay_planes import NamedPlane, Planes
from viewer.kinds.references import Reference
from viewer.pixels.overlay import Colour, Laid
from viewer.pixels.padding import padding_mask
from viewer.pixels.pipeline import modality_values
from viewer.text import figure, mark, tr
from viewer.ui.widgets.content_view import ContentView
from viewer.ui.widgets.fact_list import FactList
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.paper_beside import paper_beside
from viewer.ui.widgets.plane_bitmap import PlaneBitmap
from viewer.work.loading import Shown

COLOUR_NAMES = (
    mark("Yellow"),
    mark("Green"),
    mark("Blue"),
    mark("Orange"),
    mark("Red"),
    mark("White"),
)
COLOURS: tuple[Colour, ...] = (
    (255, 224, 138),
    (143, 227, 136),
    (120, 180, 255),
    (255, 165, 90),
    (255, 110, 100),
    (255, 255, 255),
)
PICTURE = QSize(1200, 1200)


class PlanesView(ContentView):
    """The planes of one frame on black; over their image when the reader asks."""

    word = "planes"
    numbers_are_told = True
    lay_asked = Signal(object, object)
    """(`Reference` to the image, `Laid` to lay over it)"""
    companions_asked = Signal(object, object, object)
    """(the view, references to images, what to call with each that is open)"""

    def build(self) -> QWidget:
        self.setObjectName("planesView")
        self._planes: Planes | None = None
        self._image: Shown | None = None
        self.frame = QSpinBox(self)
        self.frame.setAccessibleName(tr("Frame"))
        self.frame.setPrefix(f"{tr('Frame')} ")
        self.frame.valueChanged.connect(self._show_frame)
        self.colour = QComboBox(self)
        self.colour.setAccessibleName(tr("Colour"))
        for at in range(len(COLOURS)):
            self.colour.addItem(tr(COLOUR_NAMES[at]))
        self.colour.currentIndexChanged.connect(self._show_frame)
        self.over = QPushButton(tr("Lay over the image"), self)
        self.over.clicked.connect(self._on_over)
        for control in (self.frame, self.colour, self.over):
            self.add_tool(control)
        self.bitmap = PlaneBitmap(self)
        self.bitmap.activated.connect(self.activated)
        self.setFocusProxy(self.bitmap)
        self.pointer = plain_label()
        self.pointer.setObjectName("planesPointer")
        self.pointer.setProperty("role", "secondary")
        self.pointer.setContentsMargins(12, 2, 12, 2)
        self.bitmap.pointed.connect(self.pointer.setText)
        self.facts = FactList(self)
        return paper_beside(self.bitmap, self.pointer, self.facts)

    def fill(self, content: object, header: Header) -> None:
        assert isinstance(content, Planes)
        self._planes = content
        with QSignalBlocker(self.frame):
            self.frame.setRange(1, len(content.frames))
            self.frame.setValue(1)
        self.frame.setVisible(len(content.frames) > 1)
        self.over.setVisible(bool(content.images))
        self._show_frame()
        if content.images:
            answer = partial(self._on_image, content)
            self.companions_asked.emit(self, content.images[:1], answer)

    def wipe(self) -> None:
        self.companions_asked.emit(self, (), None)
        self._planes = self._image = None
        self.bitmap.show_planes(())
        self.facts.show_facts(())
        self.pointer.clear()

    def holds(self) -> frozenset[str]:
        everything = frozenset({"picture", "numbers", "words"})
        return everything if self._planes else frozenset()

    def numbers(self) -> Sequence[Sequence[str]]:
        return [(tr("Attribute"), tr("Value")), *self.facts.facts]

    def words(self) -> str:
        facts = (f"{name}: {value}" for name, value in self.facts.facts)
        return "\n".join((self.head.who, *facts))

    def picture(self, size: QSize = PICTURE) -> QImage:
        """The bitmap with whose it is above it."""
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        font = self.font()
        font.setPixelSize(max(12, size.height() // 50))
        painter.setFont(font)
        height = painter.fontMetrics().height()
        for number, line in enumerate((self.head.who, self.head.object.text()), 1):
            painter.drawText(height, height * number + height // 2, line)
        self.bitmap.paint(painter, QRectF(image.rect()).adjusted(0, 3 * height, 0, 0))
        painter.end()
        return image

    def _coloured(self) -> tuple[NamedPlane, ...]:
        """The planes of the frame, each in the next colour from the chosen one on."""
        if self._planes is None:
            return ()
        planes = self._planes.frames[self.frame.value() - 1]
        return tuple(self._in_colour(planes))

    def _in_colour(self, planes: Sequence[NamedPlane]) -> list[NamedPlane]:
        first = max(self.colour.currentIndex(), 0)
        return [
            replace(
                plane,
                overlay=replace(
                    plane.overlay, colour=COLOURS[(first + at) % len(COLOURS)]
                ),
            )
            for at, plane in enumerate(planes)
        ]

    def _show_frame(self) -> None:
        planes = self._coloured()
        self.bitmap.show_planes(planes)
        facts: list[Fact] = []
        for plane in planes:
            facts.append((mark("Overlay"), plane.title))
            facts.append((mark("Area"), f"{figure(plane.set_pixels, ',')} px"))
            facts += self._measured(plane)
            facts += plane.facts
        notes = []
        if self._planes is not None and self._planes.images and self._image is None:
            notes.append(
                tr("The image that it refers to is not open: no area in mm², no mean.")
            )
        self.facts.show_facts(facts, notes)

    def _measured(self, plane: NamedPlane) -> list[Fact]:
        """Area and mean by the image that the overlay refers to, where it is open."""
        if self._image is None:
            return []
        frame = self._image.frame
        spacing = spacing_of(frame.header, frame.frame_index)
        facts: list[Fact] = []
        if spacing is not None:
            area = plane.set_pixels * spacing.row_mm * spacing.column_mm
            words = f"{figure(area, ',.1f')} mm² ({spacing.sentence})"
            facts.append((mark("Area on the image"), words))
        mean = _mean(self._image, plane)
        if mean:
            facts.append((mark("Mean in the image"), mean))
        return facts

    def _on_image(
        self, planes: Planes, reference: Reference, frame: Frame, found: object
    ) -> None:
        if planes is self._planes and isinstance(found, Shown):
            self._image = found
            self._show_frame()

    def _on_over(self) -> None:
        if self._planes is None:
            return
        reference = self._planes.images[0]
        frames = tuple(
            tuple(plane.overlay for plane in self._in_colour(planes))
            for planes in self._planes.frames
        )
        self.lay_asked.emit(reference, Laid(reference.sop_instance_uid, frames))


def _mean(shown: Shown, plane: NamedPlane) -> str:
    """The mean of the pixels under the plane, in the image's unit; "" for colours."""
    values = shown.decoded.values
    if shown.info.is_colour or values.ndim != 2:
        return ""
    under = plane.overlay.mask(*values.shape)
    under &= ~padding_mask(values, shown.info.padding)
    if not under.any():
        return ""
    mean = float(modality_values(values[under], shown.info).mean())
    return f"{figure(mean, '.5g')} {shown.info.unit}".replace("-", "−").rstrip()
