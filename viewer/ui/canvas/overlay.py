"""What the corners of a cell say at this moment, from its model."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import numpy as np

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.fidelity import fidelity
from viewer.files.header import Header
from viewer.files.icc_profile import icc_text
from viewer.files.measures import chosen_calibration
from viewer.files.spatial import orientation_of, plane_of, states_orientation
from viewer.geometry.plane import patient_text
from viewer.kinds.captions import captions
from viewer.pixels.look import Look, LookupTable, Window
from viewer.pixels.padding import Padding
from viewer.pixels.readout import pixel_texts, value_figure
from viewer.text import figure, retold, tr, trn
from viewer.ui.canvas.corner_text import SEPARATOR, Corners, Line
from viewer.ui.canvas.guides import following_text
from viewer.ui.canvas.kept import Kept
from viewer.ui.canvas.waiting import making_badges
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.base import Pointer
from viewer.work.loading import Shown

if TYPE_CHECKING:
    from viewer.kinds.sections import Section
    from viewer.pixels.presentation_state import PresentationState

Detail = Literal["all", "minimal", "none"]
_MASKS_NAMED = 4
DETAILS: tuple[Detail, ...] = ("all", "minimal", "none")
"""How much text lies over the image; the patient's identity shows in "minimal" too."""


def corners(
    model: ViewportModel,
    detail: Detail,
    pointer: Pointer | None,
    *,
    hides_identity: bool = False,
    display: str = "",
    is_key: bool = False,
    kept: Kept | None = None,
) -> Corners:
    """The texts of the shown frame, not of one that is still loading.

    What keeps the picture from being the image itself, the side of the body and
    mirroring stand whatever the detail. `display` is the state of the screen, `is_key`
    that the reader chose the image.
    """
    shown = model.shown
    if shown is None:
        return Corners()
    header, frame_index = shown.frame.header, shown.frame.frame_index
    kept = kept or Kept()
    texts = kept.get(
        "captions",
        (shown, hides_identity),
        lambda: captions(header, frame_index, hides_identity),
    )
    side = (Line(texts.side, "letter"),) if texts.side else ()
    key = (Line(tr("★ Key image"), "state"),) if is_key else ()
    badges = (*side, *key, *_all_badges(model, shown, kept))
    mirrored = _mirrored(model)
    standing = (Line(model.standing, "state"),) if model.standing else ()
    if detail == "none":
        return Corners((), standing, mirrored, badges)
    if detail == "minimal":
        return Corners(_lines(*texts.patient), standing, mirrored, badges)
    state = (
        *_state_lines(model, shown),
        *mirrored,
        *_pointer_lines(model, shown, pointer),
    )
    return Corners(
        top_left=_lines(*texts.patient),
        top_right=(*_lines(*texts.study), *standing),
        bottom_left=state,
        bottom_right=(
            *_lines(*texts.series, *texts.technique, display),
            *badges,
        ),
    )


def _all_badges(model: ViewportModel, shown: Shown, kept: Kept) -> tuple[Line, ...]:
    """What was done to the picture, and what is wrong with it."""
    return (
        *_state_badges(model.state.look, shown),
        *_calibrated(model, shown),
        *_fused_badges(model),
        *making_badges(model),
        *kept.get("badges", (shown,), lambda: _badges(shown.frame.header, shown)),
    )


def _fused_badges(model: ViewportModel) -> tuple[Line, ...]:
    if model.state.fusion is None:
        return ()
    from viewer.ui.canvas.fused import fused_badges

    return fused_badges(model)


def _window_lines(model: ViewportModel, shown: Shown) -> tuple[str, ...]:
    """The window of the image; of what is fused with it, too."""
    own = _voi_text(model, shown)
    if model.state.fusion is None:
        return (own,)
    from viewer.ui.canvas.fused import fused_window_lines

    return fused_window_lines(model, own)


def _mirrored(model: ViewportModel) -> tuple[Line, ...]:
    """A true mirror image says so; half a turn with a flip is one too."""
    flipped = model.state.camera.flipped
    return (Line(tr("MIRRORED"), "letter"),) if flipped else ()


def _state_badges(look: Look, shown: Shown) -> tuple[Line, ...]:
    """That a presentation state is in force, or was chosen and is not for this image.

    `look` holds the chosen one, the frame the one that it is shown by.
    """
    applied, frame = shown.frame.state, shown.frame
    if applied is None:
        chosen = look.state
        if chosen is None or chosen.covers(frame.header, frame.frame_index):
            return ()
        name = _name_of(chosen)
        return (Line(tr("State {name}: not for this image", name=name), "state"),)
    text = tr("State {name}", name=_name_of(applied))
    mine = applied.annotations_for(frame.header, frame.frame_index)
    hidden = {one.layer for one in mine} & look.hidden_layers
    if hidden:
        text += SEPARATOR + trn(
            "{count} layer hidden", "{count} layers hidden", len(hidden)
        )
    lines = [Line(text, "state")]
    if applied.is_of_another_patient(frame.header):
        lines.append(Line(tr("The state is of another patient ID"), "error"))
    if applied.is_cut:
        lines.append(Line(tr("The state draws more than is shown"), "error"))
    masking = applied.masking
    wants_mask = masking.recommended and masking.is_for(frame.frame_index)
    if wants_mask and shown.decoded.difference is None:
        lines.append(Line(tr("The mask of the state is not subtracted"), "error"))
    if applied.blended is not None and frame.over is None:
        lines.append(Line(tr("Nothing to superimpose here"), "error"))
    if shown.area is not None and shown.area.mode == "TRUE SIZE":
        lines.append(Line(tr("True size by what the screen says of itself"), "letter"))
    return tuple(lines)


def _calibrated(model: ViewportModel, shown: Shown) -> tuple[Line, ...]:
    """That lengths are not those of the file."""
    users, frame = model.state.calibrations, shown.frame
    if chosen_calibration(users, frame.header, frame.frame_index) is None:
        return ()
    return (Line(tr("Lengths calibrated by user"), "state"),)


def _name_of(state: PresentationState) -> str:
    return state.label or tr("without a name")


def _badges(header: Header, shown: Shown) -> tuple[Line, ...]:
    """The fidelity line, and what is wrong with this picture."""
    badges = []
    computed = (tr("COMPUTED"),) if shown.frame.is_computed else ()
    line = SEPARATOR.join((*computed, *fidelity(header, shown.decoded.loss)))
    if line:
        badges.append(Line(line, "lossy"))
    index = shown.frame.frame_index
    if states_orientation(header, index) and orientation_of(header, index) is None:
        badges.append(Line(tr("Orientation makes no sense: no letters"), "error"))
    if terms := header.source.character_set:
        joined = ", ".join(filter(None, terms))
        badges.append(Line(tr("Texts read as {terms}", terms=joined), "letter"))
    if shown.lacks_shutter:
        badges.append(Line(tr("Shutter makes no sense: left out"), "error"))
    profile = shown.info.icc_profile
    if profile is not None and profile.fault:
        badges.append(Line(icc_text(profile), "letter"))
    badges.extend(Line(retold(note), "letter") for note in shown.decoded.notes)
    badges.extend(Line(tr(note), "letter") for note in shown.info.notes)
    if "damaged" in shown.decoded.marks:
        badges.append(Line(tr("DAMAGED – picture incomplete"), "error"))
    return tuple(badges)


def _state_lines(model: ViewportModel, shown: Shown) -> tuple[Line, ...]:
    lines = [
        _section_text(model),
        _number_text(model),
        _few_text(model),
        _mask_text(shown),
        *_window_lines(model, shown),
    ]
    cell = model.cell()
    if cell is not None:
        zoom = cell.zoom_of(model.state.camera)
        lines.append(tr("Zoom {percent} %", percent=_percent(zoom)))
    profile = shown.info.icc_profile
    if profile is not None and not profile.fault:
        lines.append(icc_text(profile))
    lines.append(following_text(model.guides.state.following))
    return _lines(*lines)


def _section_text(model: ViewportModel) -> str:
    """How what is shown was made of a volume; "" of images as they are."""
    display_set = model.shown_what.display_set
    section = display_set.section if display_set else None
    computed = display_set.computed if display_set else None
    if computed is not None:
        return computed.title(model.shown_what.index)
    return section.title() if section else ""


def _number_text(model: ViewportModel) -> str:
    what = model.shown_what
    display_set, index = what.display_set, what.index
    if display_set is None or what.count < 2:
        return ""
    if display_set.section is not None:
        return _plane_text(display_set.section, index, what.count)
    if display_set.axes:
        text = tr("Im {number} / {count}", number=index + 1, count=what.count)
        return SEPARATOR.join((text, *_axis_texts(model)))
    if display_set.phases == 1:
        return tr("Im {number} / {count}", number=index + 1, count=what.count)
    size = what.count // display_set.phases
    phase = index // size
    text = tr("Im {number} / {count}", number=index % size + 1, count=size)
    if phase < len(display_set.phase_labels):
        return f"{text} · {display_set.phase_labels[phase]}"
    return f"{text} · {phase + 1} / {display_set.phases}"


def _plane_text(section: Section, index: int, count: int) -> str:
    """Which of the computed planes, and of which phase."""
    text = tr("Plane {number} / {count}", number=index + 1, count=count)
    return SEPARATOR.join(filter(None, (text, section.stack.phase_label)))


def _axis_texts(model: ViewportModel) -> Iterator[str]:
    """Where the frame stands along each axis; ↕ marks the one that is stepped along."""
    display_set = model.shown_what.display_set
    axes = display_set.axes if display_set else ()
    for number, axis in enumerate(axes):
        place = axis.places[model.shown_what.index]
        if len(axes) == 1:
            yield axis.labels[place]
            continue
        text = f"{axis.labels[place]} [{place + 1}/{len(axis.labels)}]"
        yield f"↕ {text}" if number == model.state.axis else text


def _few_text(model: ViewportModel) -> str:
    """That not all images of the stack are in it."""
    display_set = model.shown_what.display_set
    if display_set is None or display_set.whole is None:
        return ""
    return tr(
        "{count} of {whole}: key images only",
        count=len(display_set.frames),
        whole=len(display_set.whole.frames),
    )


def _mask_text(shown: Shown) -> str:
    """That the frame is subtracted, and from what: frames counted from 1."""
    made = shown.decoded.difference
    if made is None:
        return ""
    masks = made.how.masks
    numbers = ", ".join(str(index + 1) for index in masks[:_MASKS_NAMED])
    more = " …" if len(masks) > _MASKS_NAMED else ""
    text = tr("DSA · less frame {numbers}", numbers=numbers + more)
    return f"{text} · {made.how.explanation}" if made.how.explanation else text


def _voi_text(model: ViewportModel, shown: Shown) -> str:
    voi = model.voi()
    inverted = tr(" · inverted") if model.state.look.inverted else ""
    if isinstance(voi, Window):
        text = f"W {value_figure(voi.width)}  L {value_figure(voi.centre)}"
        kind = "" if voi.function == "LINEAR" else f" {voi.function}"
        name = f" · {caption(voi.explanation)}" if voi.explanation else ""
        return text + kind + name + inverted
    if isinstance(voi, LookupTable):
        origin = tr("of the state") if shown.frame.state else tr("of the file")
        name = caption(voi.explanation) or origin
        return tr("LUT {name}", name=name) + inverted
    return inverted.removeprefix(" · ")


def _pointer_lines(
    model: ViewportModel, shown: Shown, pointer: Pointer | None
) -> tuple[Line, ...]:
    """Frame position, value with its unit, and the place in the patient."""
    values = shown.decoded.values
    if pointer is None:
        return ()
    column, row = int(pointer.column // 1), int(pointer.row // 1)
    if not (0 <= row < values.shape[0] and 0 <= column < values.shape[1]):
        return ()
    lines = [f"x {column + 1}  y {row + 1} · {value_text(shown, column, row)}"]
    fusion, over = model.state.fusion, model.overlaid.over(shown)
    if fusion is not None and over is not None:
        lines.append(f"{fusion.name} {value_text(over, column, row)}")
    plane = plane_of(shown.frame.header, shown.frame.frame_index)
    curved = shown.frame.curved
    if curved is not None:
        from viewer.ui.canvas.path_lines import curved_place

        lines.insert(0, curved_place(curved, pointer.column, pointer.row))
    places = curved or plane
    if places is not None:
        header = shown.frame.header
        quadruped = header.text(tags.AnatomicalOrientationType) == "QUADRUPED"
        point_mm = places.to_patient(pointer.column, pointer.row)
        lines.insert(0, patient_text(point_mm, quadruped))
    return _lines(*lines)


def value_text(shown: Shown, column: int, row: int) -> str:
    """The values of a pixel as the reader reads them, with units where known."""
    shown_value = shown.decoded.values[row, column]
    if shown.frame.is_computed and _is_no_value(shown_value, shown.info.padding):
        return tr("no value here")
    return " · ".join(pixel_texts(shown.decoded, shown.info, column, row))


def _is_no_value(stored: np.generic, padding: Padding | None) -> bool:
    value = float(stored)
    return not math.isfinite(value) or (
        padding is not None and padding.low <= value <= padding.high
    )


def _percent(zoom: float) -> str:
    return figure(zoom * 100, ".0f" if zoom >= 0.1 else ".1f")


def _lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(text) for text in texts if text)
