"""Prints: the films that a print object describes, as they would come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QPainter,
)
from PySide6.QtWidgets import (
    QComboBox,
    QWidget,
)

from viewer import limits
from viewer.files.header import Header
from viewer.files.spatial import pixel_aspect
from viewer.kinds.base import Frame
from viewer.kinds.captions import patient_lines
from viewer.kinds.film_layout import film_size_mm
from viewer.kinds.graphs import Fact
from viewer.kinds.print_objects import Film, FilmImage, PrintJob
from viewer.kinds.references import Reference
from viewer.pixels.look import Look
from viewer.pixels.pipeline import bare_picture, picture
from viewer.text import figure, mark, tr, trn
from viewer.ui.canvas.film import Printed, sheet_of
from viewer.ui.widgets.content_view import ContentView
from viewer.ui.widgets.fact_list import FactList
from viewer.ui.widgets.film_paper import FilmPaper, Places
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.paper_beside import paper_beside
from viewer.work.loading import Shown

PICTURE = QSize(1600, 1600)


class FilmView(ContentView):
    """One film at a time; images that it only names are put in when they are open."""

    word = "film"
    numbers_are_told = True
    own_keys = frozenset(
        {
            Qt.Key.Key_Left,
            Qt.Key.Key_Right,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        }
    )
    companions_asked = Signal(object, object, object)
    """(the view, references that a film names, what to call with each of them)"""

    def build(self) -> QWidget:
        self.setObjectName("filmView")
        self._job: PrintJob | None = None
        self._films: list[Film] = []
        self._pictures: dict[Reference, Printed] = {}
        self._people: dict[str, None] = {}
        self._found: set[Reference] = set()
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(tr("Film"))
        to_contents = QComboBox.SizeAdjustPolicy.AdjustToContents
        self.choice.setSizeAdjustPolicy(to_contents)
        self.choice.currentIndexChanged.connect(self._show_chosen)
        self.add_tool(self.choice)
        self.paper = FilmPaper(self)
        self.paper.activated.connect(self.activated)
        self.paper.jump_asked.connect(self.jump_asked)
        self.paper.chosen.connect(self._show_chosen)
        self.setFocusProxy(self.paper)
        self.people = plain_label()
        self.people.setObjectName("filmPeople")
        self.people.setWordWrap(True)
        self.people.setContentsMargins(12, 4, 12, 4)
        self.facts = FactList(self)
        return paper_beside(self.paper, self.people, self.facts)

    def fill(self, content: object, header: Header) -> None:
        assert isinstance(content, PrintJob)
        self._job, self._films = content, list(content.films)
        self._fill_choice()
        wanted = list(content.film_boxes)
        for film in content.films:
            wanted += self._wanted(film)
        if wanted:
            self.companions_asked.emit(
                self, tuple(wanted), partial(self._on_found, content)
            )

    def wipe(self) -> None:
        self.companions_asked.emit(self, (), None)
        self._job, self._films = None, []
        self._pictures.clear()
        self._people.clear()
        self._found.clear()
        self.people.clear()
        with QSignalBlocker(self.choice):
            self.choice.clear()
        self.paper.show_film(None, {})
        self.facts.show_facts(())

    def holds(self) -> frozenset[str]:
        everything = frozenset({"picture", "numbers", "words"})
        return everything if self._job else frozenset()

    def numbers(self) -> Sequence[Sequence[str]]:
        return [(tr("Attribute"), tr("Value")), *self.facts.facts]

    def words(self) -> str:
        facts = (f"{name}: {value}" for name, value in self.facts.facts)
        return "\n".join((self.head.who, self.people.text(), *facts))

    def picture(self, size: QSize = PICTURE) -> QImage:
        """The film on white, with whose it is above it."""
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        font = self.font()
        font.setPixelSize(max(12, size.height() // 64))
        painter.setFont(font)
        height = painter.fontMetrics().height()
        lines = (self.head.who, self.head.object.text(), self.people.text())
        shown = [line for line in lines if line]
        for number, line in enumerate(shown, 1):
            painter.drawText(height, height * number + height // 2, line)
        room = QRectF(image.rect()).adjusted(
            height, (len(shown) + 1) * height, -height, -height
        )
        self.paper.paint(painter, room)
        painter.end()
        return image

    @property
    def _shown(self) -> Film | None:
        at = self.choice.currentIndex()
        return self._films[at] if 0 <= at < len(self._films) else None

    def _wanted(self, film: Film) -> list[Reference]:
        """What of a film other objects hold: its boxes, its annotations, its images."""
        images = [one.image for one in film.images if one.image and one.picture is None]
        return [*film.boxes, *film.annotation_boxes, *images]

    def _on_found(
        self, job: PrintJob, reference: Reference, frame: Frame, found: object
    ) -> None:
        """An object that the film names has been read."""
        if job is not self._job or self._job is None or reference in self._found:
            return
        self._found.add(reference)
        if isinstance(found, Shown):
            self._pictures[reference] = _printed(found)
            who = " · ".join(patient_lines(frame.header))
            self._people.setdefault(who)
            self.people.setText(
                tr("Images of: {people}", people="; ".join(self._people))
            )
        elif isinstance(found, PrintJob):
            self._merge(reference, found)
        self._show_chosen()

    def _merge(self, reference: Reference, found: PrintJob) -> None:
        """A film of the session, or an image or annotation box of a film."""
        assert self._job is not None
        if reference in self._job.film_boxes:
            self._films += found.films
            self._fill_choice()
            wanted = [one for film in found.films for one in self._wanted(film)]
        else:
            wanted = []
            for at, film in enumerate(self._films):
                if reference in (*film.boxes, *film.annotation_boxes):
                    self._films[at] = _with_parts(film, found)
                    wanted += [
                        one.image
                        for part in found.films
                        for one in part.images
                        if one.image and one.picture is None
                    ]
        if wanted:
            answer = partial(self._on_found, self._job)
            self.companions_asked.emit(self, tuple(wanted), answer)

    def _fill_choice(self) -> None:
        at = max(self.choice.currentIndex(), 0)
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for number in range(1, len(self._films) + 1):
                self.choice.addItem(tr("Film {number}", number=number))
            self.choice.setCurrentIndex(at)
        self.choice.setVisible(len(self._films) > 1)
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self._job is None:
            return
        film = self._shown
        if film is None:
            named = len(self._job.film_boxes)
            notes = [tr("It describes no film itself.")]
            if named:
                notes = [tr("The film boxes that it names are not open.")]
            self.paper.show_film(None, {})
            self.facts.show_facts(self._job.facts, notes)
            return
        places: Places = {
            one.position: (one, self._picture_of(one)) for one in film.images
        }
        self.paper.show_film(film, places)
        sheet = sheet_of(film, QRectF(0, 0, 1000, 1000))
        chosen = places.get(self.paper.position)
        box = chosen[0].facts if chosen else ()
        facts = (*box, _size_fact(film), *film.facts, *self._job.facts)
        notes = [*film.notes, sheet.layout.note]
        missing = sum(box not in self._found for box in film.boxes)
        if missing:
            notes.append(
                trn(
                    "{count} image box that it names is not open.",
                    "{count} image boxes that it names are not open.",
                    missing,
                )
            )
        if "NONE" in (film.magnification, *(one.magnification for one in film.images)):
            notes.append(tr("Without magnification: drawn as large as it fits."))
        if film_size_mm(film.size_id, film.orientation) is None:
            notes.append(tr("The size of the film is not known: drawn as 14 × 17 in."))
        notes += [one.note for one in film.images]
        self.facts.show_facts(
            [fact for fact in facts if fact[1]],
            [*dict.fromkeys(note for note in notes if note)],
        )

    def _picture_of(self, image: FilmImage) -> Printed | None:
        if image.picture is not None:
            return Printed(image.picture, image.aspect)
        return self._pictures.get(image.image) if image.image else None


def _printed(shown: Shown) -> Printed:
    """A frame as it is printed where a film refers to it: by its own display.

    A large grey one is made from its values in a smaller size.
    """
    look = Look(shown.default_voi)
    levels = shown.pyramid.levels
    small = [
        level for level in levels if max(level.shape) <= limits.PRINTED_PIXELS
    ] or levels[-1:]
    if shown.info.is_colour or small[0] is levels[0]:
        made = picture(shown.decoded.values, shown.info, look)
    else:
        made = bare_picture(small[0], shown.info, look)
    aspect = pixel_aspect(shown.frame.header, shown.frame.frame_index)
    return Printed(np.ascontiguousarray(made), aspect)


def _with_parts(film: Film, found: PrintJob) -> Film:
    """A film with the images and annotations of a box that was found."""
    images = [one for part in found.films for one in part.images]
    annotations = [one for part in found.films for one in part.annotations]
    return replace(
        film,
        images=(*film.images, *images),
        annotations=(*film.annotations, *annotations),
    )


def _size_fact(film: Film) -> Fact:
    size = film_size_mm(film.size_id, film.orientation)
    if size is None:
        return mark("Size"), ""
    width, height = (figure(side, ".0f") for side in size)
    return mark("Size"), f"{width} × {height} mm"
