"""An image plane in the patient: pixel ↔ millimetres, and the letters at its edges.

PS3.3 C.7.6.2.1.1 (plane), C.7.6.1.1.1 (orientation letters). Image coordinates are
continuous: (0, 0) is the outer corner of the first pixel, (0.5, 0.5) its centre.
"""

import math
from collections.abc import Sequence

from viewer.records import dataclass
from viewer.text import DIRECTIONS, figure, tr

Vector = tuple[float, float, float]

COSINE_TOLERANCE = 0.01
"""How far cosines may be from unit length and from a right angle."""

LETTER_THRESHOLD = 0.0001
"""A component of a direction below this gets no letter."""

_BIPED = (("L", "R"), ("P", "A"), ("H", "F"))
_QUADRUPED = (("LE", "RT"), ("D", "V"), ("CR", "CD"))
_BIPED_OPPOSITES = {"A": "P", "P": "A", "R": "L", "L": "R", "H": "F", "F": "H"}
_SIX = "RLAPHF"
_QUADRUPED_OPPOSITES = {
    "LE": "RT",
    "RT": "LE",
    "D": "V",
    "V": "D",
    "CR": "CD",
    "CD": "CR",
    "R": "CD",
    "M": "L",
    "L": "M",
    "PR": "DI",
    "DI": "PR",
    "PA": "D",
    "PL": "D",
}


@dataclass(frozen=True, slots=True)
class Plane:
    """Where a frame lies in the patient's coordinates (LPS, mm).

    `position_mm` is the centre of the first pixel. `row_cosine` is the direction of
    increasing column index (the first three of ImageOrientationPatient).
    `row_spacing_mm` is the distance between rows (the first of PixelSpacing).
    """

    position_mm: Vector
    row_cosine: Vector
    column_cosine: Vector
    row_spacing_mm: float
    column_spacing_mm: float

    @property
    def normal(self) -> Vector:
        """Unit vector across the plane: row × column."""
        return cross(self.row_cosine, self.column_cosine)

    def to_patient(self, column: float, row: float) -> Vector:
        """Continuous image coordinates → patient (x, y, z) in mm."""
        along_row = (column - 0.5) * self.column_spacing_mm
        along_column = (row - 0.5) * self.row_spacing_mm
        x, y, z = (
            origin + along_row * r + along_column * c
            for origin, r, c in zip(
                self.position_mm, self.row_cosine, self.column_cosine, strict=True
            )
        )
        return x, y, z

    def to_image(self, point_mm: Vector) -> tuple[float, float, float]:
        """Patient (x, y, z) in mm → (column, row, distance from the plane in mm).

        The distance is signed: positive on the side that `normal` points to.
        """
        x, y, z = (p - o for p, o in zip(point_mm, self.position_mm, strict=True))
        offset = (x, y, z)
        return (
            dot(offset, self.row_cosine) / self.column_spacing_mm + 0.5,
            dot(offset, self.column_cosine) / self.row_spacing_mm + 0.5,
            dot(offset, self.normal),
        )


@dataclass(frozen=True, slots=True)
class EdgeLetters:
    """Orientation letters at the four sides of the picture; "" where unknown."""

    left: str = ""
    right: str = ""
    top: str = ""
    bottom: str = ""


def dot(a: Vector, b: Vector) -> float:
    """Scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """Vector product."""
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def cosines_are_valid(row_cosine: Vector, column_cosine: Vector) -> bool:
    """Both of unit length and at a right angle, within the tolerance."""
    return all(
        abs(math.sqrt(dot(v, v)) - 1.0) <= COSINE_TOLERANCE
        for v in (row_cosine, column_cosine)
    ) and (abs(dot(row_cosine, column_cosine)) <= COSINE_TOLERANCE)


def letters(cosine: Vector, quadruped: bool = False) -> str:
    """Where a direction points to, the largest component first: "L", "LA", "LAF"."""
    names = _QUADRUPED if quadruped else _BIPED
    by_size = sorted(range(3), key=lambda axis: -abs(cosine[axis]))
    return "".join(
        names[axis][0 if cosine[axis] > 0 else 1]
        for axis in by_size
        if abs(cosine[axis]) > LETTER_THRESHOLD
    )


def opposite_letters(text: str, quadruped: bool = False) -> str:
    """The other end of a direction in letters; "" when a letter is not known."""
    opposites = _QUADRUPED_OPPOSITES if quadruped else _BIPED_OPPOSITES
    found, rest = [], text.strip().upper()
    while rest:
        token = rest[:2] if rest[:2] in opposites else rest[:1]
        if token not in opposites:
            return ""
        found.append(opposites[token])
        rest = rest[len(token) :]
    return "".join(found)


def letters_of_cosines(
    row_cosine: Vector, column_cosine: Vector, quadruped: bool = False
) -> tuple[str, str]:
    """(to the right edge, to the bottom edge) before any rotation; "" when invalid."""
    if not cosines_are_valid(row_cosine, column_cosine):
        return "", ""
    return letters(row_cosine, quadruped), letters(column_cosine, quadruped)


def edge_letters(
    patient_orientation: Sequence[str],
    rotation_degrees: int = 0,
    flipped: bool = False,
    quadruped: bool = False,
) -> EdgeLetters:
    """Letters at the edges as shown: first rotated clockwise, then flipped left–right.

    `patient_orientation` is (direction of the row, of the column) in letters, as in
    the attribute PatientOrientation or from `letters_of_cosines`: the first names the
    right edge of the picture as stored, the second its bottom edge.
    """
    if len(patient_orientation) != 2:
        return EdgeLetters()
    far = [text.strip().upper() for text in patient_orientation]
    near = [opposite_letters(text, quadruped) for text in far]
    right, bottom = (f if n else "" for f, n in zip(far, near, strict=True))
    around = [near[1], right, bottom, near[0]]  # clockwise from the top
    turns = rotation_degrees // 90 % 4
    top, right, bottom, left = around[-turns:] + around[:-turns] if turns else around
    if flipped:
        left, right = right, left
    return EdgeLetters(left, right, top, bottom)


def shown_letters(text: str, quadruped: bool = False) -> str:
    """Letters of a direction as the language of the window has them.

    "LAF" is "EAI" in Portuguese: esquerda, anterior, inferior. Those of animals are
    the standard's abbreviations everywhere: "D" is dorsal.
    """
    said = tr(DIRECTIONS).split()
    if quadruped or len(said) != len(_SIX):
        return text
    return text.translate(dict(zip(map(ord, _SIX), said, strict=True)))


def shown_edges(edges: EdgeLetters, quadruped: bool = False) -> EdgeLetters:
    """The letters of all sides in the language of the window."""
    sides = edges.left, edges.right, edges.top, edges.bottom
    return EdgeLetters(*(shown_letters(side, quadruped) for side in sides))


def patient_text(point_mm: Vector, quadruped: bool = False) -> str:
    """ "L 12.5 · P 30.0 · H 104.0 mm": from the origin of the frame of reference."""
    axes: tuple[Vector, ...] = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
    parts = []
    for axis, value in zip(axes, point_mm, strict=True):
        way = axis if value >= 0 else (-axis[0], -axis[1], -axis[2])
        letter = shown_letters(letters(way, quadruped), quadruped)
        parts.append(f"{letter} {figure(abs(value), '.1f')}")
    return tr("{figures} mm", figures=" · ".join(parts))
