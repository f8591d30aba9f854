"""What the shapes of marks are called."""

from viewer.geometry.marks import Shape
from viewer.text import mark

NAMES: dict[Shape, str] = {
    "distance": mark("Distance"),
    "polyline": mark("Length along a line"),
    "angle": mark("Angle"),
    "cobb": mark("Cobb angle"),
    "bidirectional": mark("Bidirectional"),
    "ratio": mark("Ratio of two lengths"),
    "rectangle": mark("Rectangle"),
    "ellipse": mark("Ellipse"),
    "polygon": mark("Polygon"),
    "freehand": mark("Freehand area"),
    "profile": mark("Profile line"),
    "point": mark("Point"),
    "arrow": mark("Arrow"),
    "text": mark("Text"),
    "calibration": mark("Calibration"),
}
