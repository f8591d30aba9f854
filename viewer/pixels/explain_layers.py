"""The steps around a pixel's own way: what is subtracted, and what lies over it.

PS3.3 C.7.6.10 (mask), C.7.6.11 (shutter), C.9.2 (overlays).
"""

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.explanation import (
    Attribute,
    Attributes,
    Holder,
    Step,
    attributes,
    number,
)
from viewer.pixels.explain_state import decided_by, name_of
from viewer.pixels.explain_stored import Pixel
from viewer.pixels.layers import Layer, visible_layers
from viewer.pixels.state_attributes import SHUTTER
from viewer.text import figure, tr


def difference_step(pixel: Pixel) -> Step | None:
    """The value less its mask, in the unit of the values subtracted."""
    made = pixel.subject.decoded.difference
    if made is None:
        return None
    value = float(pixel.stored[0, 0]) / made.scale
    how = made.how
    parts = [
        tr(
            "The mean of frames {contrasts} less the mean of frames {masks}.",
            contrasts=_frames(how.contrasts),
            masks=_frames(how.masks),
        )
    ]
    if any(how.shift):
        down, right = (figure(part, "g") for part in how.shift)
        sentence = tr(
            "The mask is moved {down} down and {right} right.", down=down, right=right
        )
        parts.append(sentence)
    if how.logarithmic:
        parts.append(tr("Logarithms are subtracted: the values are intensities."))
    if made.scale != 1:
        sentence = tr("It goes on as {scale} times itself.", scale=number(made.scale))
        parts.append(sentence)
    found = attributes(Holder(pixel.subject.header), tags.PixelIntensityRelationship)
    state = pixel.subject.state
    said = (tags.MaskSubtractionSequence, tags.RecommendedViewingMode)
    found += (
        decided_by(state).masks
        if state
        else attributes(Holder(pixel.subject.header), *said)
    )
    return Step("difference", number(value), " ".join(parts), found, (value,))


def layer_at(pixel: Pixel) -> Layer | None:
    """The uppermost layer that lies over the pixel and is switched on."""
    layers = visible_layers(pixel.subject.layers, pixel.look)
    over = [
        layer for layer in layers if layer.coverage.levels[0][pixel.row, pixel.column]
    ]
    return over[-1] if over else None


def layer_step(pixel: Pixel) -> Step | None:
    """What lies over the pixel; None when nothing does."""
    layer = layer_at(pixel)
    if layer is None:
        return None
    red, green, blue = layer.colour
    figures = {"red": red, "green": green, "blue": blue}
    state = pixel.subject.state
    if layer.purpose == "shutter":
        found = (
            decided_by(state).shutter
            if state
            else attributes(Holder(pixel.subject.header), *SHUTTER)
        )
        sentence = (
            tr(
                "A shutter of the presentation state {name} hides it, in the colour"
                " {red}, {green}, {blue}.",
                name=name_of(state),
                **figures,
            )
            if state
            else tr(
                "A shutter of the file hides it, in the colour {red}, {green}, {blue}.",
                **figures,
            )
        )
        return Step("layer", tr("shutter"), sentence, found, layer.colour)
    sentence = (
        tr(
            "An overlay in layer {layer} of the presentation state {name} lies over"
            " it, in the colour {red}, {green}, {blue}.",
            layer=caption(layer.name),
            name=name_of(state),
            **figures,
        )
        if state
        else tr(
            "An overlay of the file lies over it, in the colour {red}, {green},"
            " {blue}.",
            **figures,
        )
    )
    return Step("layer", tr("overlay"), sentence, _overlays(pixel), layer.colour)


def _overlays(pixel: Pixel) -> Attributes:
    """Of every overlay that has a bit at this pixel."""
    subject = pixel.subject
    rows, columns = subject.decoded.values.shape[:2]
    groups = [
        overlay.group
        for overlay in subject.info.overlays
        if overlay.mask(rows, columns)[pixel.row, pixel.column]
    ]
    state, top = subject.state, Holder(subject.header)
    told = dict(decided_by(state).overlays) if state else {}
    own = {plane.group for plane in state.overlays} if state else set()
    found: list[Attribute] = []
    for group in groups:
        found += told.get(group, ())
        if group not in own:
            offset = (group - 0x6000) << 16
            wanted = (tags.OverlayOrigin + offset, tags.OverlayLabel + offset)
            found += attributes(top, *wanted)
    return tuple(found)


def _frames(indexes: tuple[int, ...]) -> str:
    """Frames counted from 1, not all of many."""
    named = ", ".join(str(index + 1) for index in indexes[:4])
    return f"{named} …" if len(indexes) > 4 else named
