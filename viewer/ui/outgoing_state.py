"""From what the active viewport shows to the request of a presentation state."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from viewer.files.spatial import pixel_aspect, spacing_of
from viewer.kinds.base import Frame
from viewer.pixels.look import Look, LookupTable
from viewer.text import for_files, tr
from viewer.ui.outgoing import image_of
from viewer.ui.state.annotations import key_of
from viewer.work.loading import Shown

if TYPE_CHECKING:
    from viewer.export.presentation_state import StateRequest
    from viewer.export.records import Display, DisplayedFrame, DrawnMark
    from viewer.pixels.frame_info import FrameInfo
    from viewer.pixels.voi import Voi
    from viewer.ui.app import App
    from viewer.ui.state.measured_marks import Measured
    from viewer.ui.state.viewport import ViewportModel


def state_request(
    app: App, measured: Measured, done: Callable[[StateRequest], None]
) -> bool:
    """Collect all frames of the active series; those whose header is short are read.

    False where there is no state of it, which is said.
    """
    model = app.grid.active
    shown, display_set = model.shown, model.shown_what.display_set
    if shown is None or display_set is None:
        return False
    if shown.decoded.difference is not None:
        app.status.tell(
            tr("A state of images less their mask cannot be saved: show them whole.")
        )
        return False
    frames = [frame.shown_by(model.state.look.state) for frame in display_set.images]
    loaded: dict[Frame, Shown] = {shown.frame: shown}
    short = [frame for frame in frames if _is_short(frame, shown)]
    left = set(short)

    def finish() -> None:
        made = tuple(
            _displayed(app, model, frame, loaded.get(frame), measured)
            for frame in frames
        )
        done(_request(model, made))

    def arrived(frame: Frame, found: Shown | None) -> None:
        if found is not None:
            loaded[frame] = found
        left.discard(frame)
        if not left:
            finish()

    if not short:
        finish()
    for frame in short:
        app.loader.thumbnail(frame, partial(arrived, frame))
    return True


def _is_short(frame: Frame, shown: Shown) -> bool:
    """Its header lacks what decides how it is shown."""
    header = frame.header
    same = header.source.path == shown.frame.header.source.path
    return header.wants_dataset and not header.complete and not same


def _displayed(
    app: App, model: ViewportModel, frame: Frame, own: Shown | None, measured: Measured
) -> DisplayedFrame:
    from viewer.export.records import DisplayedFrame

    active = model.shown
    assert active is not None
    best = (
        active if frame.header.source.path == active.frame.header.source.path else own
    )
    header = best.frame.header if best else frame.header
    info = own.info if own else _info(replace(frame, header=header))
    spacing = spacing_of(header, frame.frame_index)
    pair = (spacing.row_mm, spacing.column_mm) if spacing else None
    return DisplayedFrame(
        image_of(header),
        frame.frame_index,
        _display(info, model.state.look),
        _voi(model, info, own),
        pair if spacing is not None and spacing.is_calibrated else None,
        pixel_aspect(header, frame.frame_index),
        _drawn(app, frame, measured),
    )


def _info(frame: Frame) -> FrameInfo:
    from viewer.pixels.frame_info import frame_info
    from viewer.pixels.state_display import with_state

    info = frame_info(frame.header, frame.frame_index)
    if frame.state is None:
        return info
    return with_state(info, frame.state, frame.header, frame.frame_index)


def _display(info: FrameInfo, look: Look) -> Display:
    from viewer.export.records import Display

    if info.is_colour and info.colour != "pseudo":
        return Display(
            shutter=info.shutter if look.shutters else None,
            overlays=_groups(info, look),
            is_colour=True,
        )
    table = info.presentation
    return Display(
        info.voi_transform,
        info.inverse != look.inverted if table is None else False,
        _inverted(table) if table is not None and look.inverted else table,
        info.shutter if look.shutters else None,
        _groups(info, look),
    )


def _groups(info: FrameInfo, look: Look) -> tuple[int, ...]:
    return tuple(one.group for one in info.overlays) if look.overlays else ()


def _inverted(table: LookupTable) -> LookupTable:
    from viewer.pixels.lookup import entries_of

    top = (1 << table.bits) - 1
    return replace(table, entries=(top - entries_of(table)).astype("<u2").tobytes())


def _voi(model: ViewportModel, info: FrameInfo, own: Shown | None) -> Voi | None:
    """The reader's window for all; else each image's own, or that of the shown one."""
    if not info.has_voi:
        return None
    if model.state.look.voi is not None:
        return model.state.look.voi
    if own is not None and own.default_voi is not None:
        return own.default_voi
    return info.voi_choices[0] if info.voi_choices else model.voi()


def _drawn(app: App, frame: Frame, measured: Measured) -> tuple[DrawnMark, ...]:
    from viewer.export.mark_drawing import drawn_mark
    from viewer.pixels.mark_lines import lines_of

    state = app.annotations.state
    if not state.visible:
        return ()
    found = []
    for mark in state.of(key_of(frame)):
        if not mark.hidden:
            made = measured.get(mark.uid)
            with for_files():
                told = lines_of(made) if made is not None else ()
            found.append(drawn_mark(mark, (*mark.text.splitlines(), *told)))
    return tuple(found)


def _request(model: ViewportModel, frames: tuple[DisplayedFrame, ...]) -> StateRequest:
    from viewer.export.presentation_state import StateRequest

    camera = model.state.camera
    colours = any(frame.display.is_colour for frame in frames)
    return StateRequest(
        frames,
        camera.rotation,
        camera.flipped,
        _area(model) if camera.zoom is not None else None,
        description=tr("Marks and display"),
        profile=_profile() if colours else b"",
    )


def _area(model: ViewportModel) -> tuple[int, int, int, int] | None:
    """The pixels that are seen, from 1; they may lie beyond the image."""
    cell = model.cell()
    if cell is None:
        return None
    transform = cell.transform(model.state.camera)
    one = transform.to_image(0, 0)
    other = transform.to_image(cell.width, cell.height)
    (left, right), (top, bottom) = (
        sorted((one[0], other[0])),
        sorted((one[1], other[1])),
    )
    return (
        math.floor(left + 0.5) + 1,
        math.floor(top + 0.5) + 1,
        max(math.floor(right + 0.5), math.floor(left + 0.5) + 1),
        max(math.floor(bottom + 0.5), math.floor(top + 0.5) + 1),
    )


def _profile() -> bytes:
    """sRGB: what the colours on the screen are."""
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
