"""Presentation states of every kind, and what is drawn by them (PS3.3 A.33).

Keyword arguments named as DICOM keywords replace elements, None removes them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.demo.documents import presentation_state, references
from viewer.demo.parts import item

if TYPE_CHECKING:
    from pydicom import Dataset

UNREGISTERED_STATE = "1.2.840.10008.5.1.4.1.1.1.11.1"
COLOUR_STATE = "1.2.840.10008.5.1.4.1.1.11.2"
PSEUDO_COLOUR_STATE = "1.2.840.10008.5.1.4.1.1.11.3"
BLENDING_STATE = "1.2.840.10008.5.1.4.1.1.11.4"
XA_STATE = "1.2.840.10008.5.1.4.1.1.11.5"


def graphic(
    shape: str, points: Sequence[float], units: str = "PIXEL", filled: bool = False
) -> "Dataset":
    """An item of GraphicObjectSequence; points are column, row, column, row …"""
    return item(
        GraphicAnnotationUnits=units,
        GraphicDimensions=2,
        NumberOfGraphicPoints=len(points) // 2,
        GraphicData=list(points),
        GraphicType=shape,
        GraphicFilled="Y" if filled else "N",
    )


def boxed_text(
    text: str,
    first: tuple[float, float],
    last: tuple[float, float],
    units: str = "PIXEL",
    justification: str = "LEFT",
) -> "Dataset":
    """An item of TextObjectSequence in a bounding box."""
    return item(
        BoundingBoxAnnotationUnits=units,
        UnformattedTextValue=text,
        BoundingBoxTopLeftHandCorner=list(first),
        BoundingBoxBottomRightHandCorner=list(last),
        BoundingBoxTextHorizontalJustification=justification,
    )


def anchored_text(
    text: str, at: tuple[float, float], units: str = "PIXEL", visible: bool = True
) -> "Dataset":
    """An item of TextObjectSequence at an anchor point."""
    return item(
        AnchorPointAnnotationUnits=units,
        UnformattedTextValue=text,
        AnchorPoint=list(at),
        AnchorPointVisibility="Y" if visible else "N",
    )


def layer(name: str, order: int = 1, **elements: Any) -> "Dataset":
    """An item of GraphicLayerSequence."""
    return item(GraphicLayer=name, GraphicLayerOrder=order, **elements)


def annotation(
    layer_name: str,
    graphics: Sequence["Dataset"] = (),
    texts: Sequence["Dataset"] = (),
    images: Sequence["Dataset"] = (),
) -> "Dataset":
    """An item of GraphicAnnotationSequence, for all images when none is given."""
    return item(
        GraphicLayer=layer_name,
        ReferencedImageSequence=references(images) if images else None,
        GraphicObjectSequence=list(graphics) or None,
        TextObjectSequence=list(texts) or None,
    )


def displayed_area(
    first: tuple[int, int],
    last: tuple[int, int],
    mode: str = "SCALE TO FIT",
    **elements: Any,
) -> "Dataset":
    """An item of DisplayedAreaSelectionSequence; corners are column, row from 1."""
    described: dict[str, Any] = {
        "DisplayedAreaTopLeftHandCorner": list(first),
        "DisplayedAreaBottomRightHandCorner": list(last),
        "PresentationSizeMode": mode,
        "PresentationPixelAspectRatio": [1, 1],
    }
    return item(**{**described, **elements})


def drawn_state(images: Sequence["Dataset"], **elements: Any) -> "Dataset":
    """A greyscale state with two layers: every graphic, texts in both units."""
    wide, high = images[0].Columns, images[0].Rows
    shapes = [
        graphic("POINT", [wide / 4, high / 4]),
        graphic("POLYLINE", [0, 0, wide, 0, wide, high, 0, high, 0, 0]),
        graphic("CIRCLE", [wide / 2, high / 2, wide * 0.6, high / 2]),
    ]
    ends = ((0.7, 0.25), (0.9, 0.25), (0.8, 0.2), (0.8, 0.3))
    curves = [
        graphic(
            "INTERPOLATED", [2, high - 2, wide / 2, high * 0.8, wide - 2, high - 2]
        ),
        graphic(
            "ELLIPSE",
            [part for x, y in ends for part in (wide * x, high * y)],
            filled=True,
        ),
    ]
    texts = [
        boxed_text("In a box", (0.1, 0.9), (0.6, 0.98), "DISPLAY", "CENTER"),
        anchored_text("At an anchor", (wide / 2, high / 2)),
    ]
    described: dict[str, Any] = {
        "GraphicLayerSequence": [
            layer("SHAPES", 1, GraphicLayerRecommendedDisplayGrayscaleValue=65535),
            layer(
                "CURVES",
                2,
                GraphicLayerRecommendedDisplayCIELabValue=[34885, 53485, 50171],
            ),
        ],
        "GraphicAnnotationSequence": [
            annotation("SHAPES", shapes, texts),
            annotation("CURVES", curves),
        ],
    }
    return presentation_state(images, **{**described, **elements})


def colour_state(images: Sequence["Dataset"], **elements: Any) -> "Dataset":
    """A colour softcopy state: no windows, an ICC profile (A.33.2)."""
    described: dict[str, Any] = {
        "SOPClassUID": COLOUR_STATE,
        "SoftcopyVOILUTSequence": None,
        "PresentationLUTShape": None,
        "ICCProfile": srgb_profile(),
    }
    return presentation_state(images, **{**described, **elements})


def pseudo_colour_state(images: Sequence["Dataset"], **elements: Any) -> "Dataset":
    """A pseudo-colour state: grey levels through a palette (A.33.3)."""
    described: dict[str, Any] = {
        "SOPClassUID": PSEUDO_COLOUR_STATE,
        "PresentationLUTShape": None,
        "ICCProfile": srgb_profile(),
        **palette(),
    }
    return presentation_state(images, **{**described, **elements})


def blending_state(
    underlying: Sequence["Dataset"],
    superimposed: Sequence["Dataset"],
    opacity: float = 0.5,
    **elements: Any,
) -> "Dataset":
    """A blending state: the second images, coloured, over the first (A.33.4)."""
    described: dict[str, Any] = {
        "SOPClassUID": BLENDING_STATE,
        "ReferencedSeriesSequence": None,
        "SoftcopyVOILUTSequence": None,
        "PresentationLUTShape": None,
        "BlendingSequence": [
            _blended("UNDERLYING", underlying),
            _blended("SUPERIMPOSED", superimposed),
        ],
        "RelativeOpacity": opacity,
        "ICCProfile": srgb_profile(),
        **palette(),
    }
    return presentation_state(underlying, **{**described, **elements})


def palette() -> dict[str, Any]:
    """The elements of a palette of 256 colours: black, red, yellow, white."""
    heat = np.arange(256) * 3 * 257
    channels = {"Red": heat, "Green": heat - 65_535, "Blue": heat - 131_070}
    elements: dict[str, Any] = {}
    for name, entries in channels.items():
        keyword = f"{name}PaletteColorLookupTable"
        elements[f"{keyword}Descriptor"] = [256, 0, 16]
        elements[f"{keyword}Data"] = entries.clip(0, 65_535).astype("<u2").tobytes()
    return elements


def srgb_profile() -> bytes:
    """An ICC profile of sRGB, padded to even length."""
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile + b"\0" * (len(profile) % 2)


def _blended(position: str, images: Sequence["Dataset"]) -> "Dataset":
    first = images[0]
    return item(
        BlendingPosition=position,
        StudyInstanceUID=first.StudyInstanceUID,
        ReferencedSeriesSequence=[
            {
                "SeriesInstanceUID": first.SeriesInstanceUID,
                "ReferencedImageSequence": references(images),
            }
        ],
        RescaleIntercept=first.get("RescaleIntercept", 0),
        RescaleSlope=first.get("RescaleSlope", 1),
        RescaleType="US",
        SoftcopyVOILUTSequence=[
            {
                "WindowCenter": first.get("WindowCenter", 128),
                "WindowWidth": first.get("WindowWidth", 256),
            }
        ],
    )
