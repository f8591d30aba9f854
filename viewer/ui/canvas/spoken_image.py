"""An image in words: which it is and how it lies, and how it is seen now."""

from collections.abc import Iterator

from viewer.geometry.plane import EdgeLetters
from viewer.kinds.captions import captions
from viewer.kinds.splitting import plane_words
from viewer.pixels.look import Window
from viewer.pixels.readout import value_figure
from viewer.text import figure, tr
from viewer.ui.canvas.kept import Kept
from viewer.ui.canvas.overlay import corners
from viewer.ui.canvas.scale import letters_of
from viewer.ui.state.viewport import ViewportModel


def spoken_name(model: ViewportModel, *, hides_identity: bool) -> str:
    """Patient, series, plane and which side of the patient lies where."""
    shown, cell = model.shown, model.cell()
    if shown is None or cell is None:
        return tr("Image")
    header, index = shown.frame.header, shown.frame.frame_index
    display_set = model.on_screen.display_set
    section = display_set.section if display_set else None
    texts = captions(header, index, hides_identity)
    transform = cell.transform(model.state.camera)
    parts = (
        *texts.patient[:1],
        *(tr("series {name}", name=name) for name in texts.series[:1]),
        section.title() if section else plane_words(header, index),
        _sides(letters_of(header, index, transform)),
        texts.side,
    )
    return ", ".join(part for part in parts if part)


def spoken_look(model: ViewportModel, *, is_key: bool, kept: Kept) -> Iterator[str]:
    """Window, zoom, and all that is badged or said to be wrong."""
    cell, voi = model.cell(), model.voi()
    if isinstance(voi, Window):
        width, centre = value_figure(voi.width), value_figure(voi.centre)
        yield tr("Window width {width}, centre {centre}", width=width, centre=centre)
    if model.state.look.inverted:
        yield tr("Inverted")
    if cell is not None:
        zoom = figure(100 * cell.zoom_of(model.state.camera), ".0f")
        yield tr("Zoom {percent} %", percent=zoom)
    if model.state.play.playing:
        yield tr("Playing")
    badges = corners(model, "none", None, is_key=is_key, kept=kept)
    for line in (*badges.top_right, *badges.bottom_left, *badges.bottom_right):
        yield line.text


def _sides(letters: EdgeLetters) -> str:
    """ "R at the left, A at the top"; "" where nothing is known."""
    left = tr("{side} at the left", side=letters.left) if letters.left else ""
    top = tr("{side} at the top", side=letters.top) if letters.top else ""
    return ", ".join(filter(None, (left, top)))
