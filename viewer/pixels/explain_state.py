"""The step of a pixel that a presentation state shows, in place of the image's own."""

import numpy as np

from viewer.files.explanation import Step, number
from viewer.pixels.explain_stored import Pixel
from viewer.pixels.look import Window
from viewer.pixels.modality import rescaled
from viewer.pixels.padding import padding_mask
from viewer.pixels.presentation import grey_levels, presented
from viewer.pixels.voi import voi_levels
from viewer.text import tr


def state_step(pixel: Pixel) -> Step | None:
    """Transform, window, presentation LUT and polarity of the state in force."""
    info, state = pixel.subject.info, pixel.look.state
    name = state.label if state and state.label else tr("without a name")
    if info.colour == "blended":
        sentence = tr(
            "The presentation state {name} blends two images here: the colour on the"
            " screen is a mixture of both.",
            name=name,
        )
        return Step("state", name, sentence)
    voi = pixel.look.voi or pixel.subject.voi
    if info.display_transform is None or voi is None:
        return None
    if padding_mask(pixel.stored, info.padding).any():
        return None
    value = float(rescaled(pixel.stored, info.display_transform)[0, 0])
    with np.errstate(all="ignore"):
        levels = np.nan_to_num(voi_levels(np.array([value]), voi))
    parts = [
        tr(
            "The presentation state {name} decides: the window, transform and polarity"
            " of the image do not count.",
            name=name,
        ),
        tr("Its transform makes {value} of the stored value.", value=number(value)),
    ]
    window = "LUT"
    if isinstance(voi, Window):
        window = f"W {number(voi.width)}  L {number(voi.centre)}"
    parts.append(f"{window}: {number(value)} → {number(round(float(levels[0]), 2))}.")
    if info.presentation is not None:
        before, levels = levels, presented(levels, info.presentation)
        parts.append(
            tr(
                "Its presentation LUT makes {after} of {before}.",
                after=number(round(float(levels[0]), 2)),
                before=number(round(float(before[0]), 2)),
            )
        )
    if info.inverse:
        parts.append(tr("Its smallest value is white."))
    if pixel.look.inverted:
        parts.append(tr("The reader has inverted the picture."))
    grey = int(grey_levels(levels, info.inverse != pixel.look.inverted)[0])
    return Step("state", str(grey), " ".join(parts), numbers=(grey,))
