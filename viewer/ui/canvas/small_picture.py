"""A frame as a small picture, for lists and filmstrips."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage, QPixmap

from viewer.geometry.view_transform import ViewTransform
from viewer.pixels.layers import cover
from viewer.pixels.look import Look
from viewer.pixels.pipeline import bare_picture
from viewer.pixels.resample import resample, rgb_words
from viewer.ui.widgets.tiles import THUMBNAIL
from viewer.work.loading import Shown


def small_picture(shown: Shown) -> QPixmap:
    """The whole frame, its own window, as large as a tile's picture."""
    state = shown.frame.state
    view = ViewTransform.fitting(
        shown.pyramid.columns,
        shown.pyramid.rows,
        THUMBNAIL[0] * 2,
        THUMBNAIL[1] * 2,
        shown.aspect,
        state.rotation if state else 0,
        state is not None and state.flipped,
    )
    thin = replace(  # of a strip of any length a pixel across is seen
        view,
        scale_x=max(view.scale_x, 1 / shown.pyramid.columns),
        scale_y=max(view.scale_y, 1 / shown.pyramid.rows),
    )
    return QPixmap.fromImage(painted(shown, thin))


def painted(shown: Shown, view: ViewTransform) -> QImage:
    """What a view shows of a frame, in its own window."""
    shown = shown.seen(Look())
    values: npt.NDArray[Any] = resample(shown.pyramid, view).values
    covering = cover(shown.layers, view)
    if shown.pyramid.colour:
        values = values if covering is None else covering.laid_over_words(values)
        form = QImage.Format.Format_RGB32
    else:
        values = np.ascontiguousarray(
            bare_picture(values, shown.info, Look(shown.default_voi))
        )
        form = QImage.Format.Format_Grayscale8
        if covering is not None and covering.is_coloured:
            grey = np.repeat(values[..., np.newaxis], 3, axis=-1)
            values = covering.laid_over_words(rgb_words(grey))
            form = QImage.Format.Format_RGB32
        elif covering is not None:
            covering.lay_over(values)
    height, width = values.shape
    image = QImage(values.data, width, height, values.strides[0], form)
    return image.copy()
