"""A chest in Hounsfield units: the phantom that the demonstration CT is made of.

Millimetres; x to the patient's left, y to the back, z to the head. z = 0 lies in the
upper abdomen, 150 at the pulmonary trunk, 300 at the top of the thorax.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from viewer.demo.drawing import (
    Picture,
    Plate,
    Point,
    axis_mm,
    blur,
    smooth_noise,
    soft_step,
    squircle,
)

AIR, LUNG, FAT, WATER, MUSCLE = -1000.0, -865.0, -102.0, 8.0, 52.0
MARROW, CORTEX = 190.0, 620.0
BODY_MM = (168.0, 116.0)
CAVITY_MM = (130.0, 85.0)
CAVITY_CENTRE_Y_MM = -4.0
RIB_PITCH_MM, RIB_DROP_MM, RIB_HALF_MM = 29.0, 112.0, (8.0, 4.6)
VERTEBRA_MM, DISC_MM = 25.0, 5.0

Tube = tuple[Point, Point, tuple[float, float], float]

# start, end, radii, value: blood with contrast medium, larger vessels last.
VESSELS: tuple[Tube, ...] = (
    ((-14, -22, 118), (-13, -26, 186), (16, 15), 196),  # ascending aorta
    ((-13, -25, 188), (0, -12, 197), (15, 14), 196),  # arch
    ((0, -12, 197), (20, 24, 194), (14, 13), 196),
    ((20, 24, 194), (25, 45, 178), (13, 12.5), 194),
    ((25, 46, 180), (18, 50, -10), (12.5, 10.5), 192),  # descending aorta
    ((-10, -20, 198), (-20, -16, 262), (7, 6), 195),  # three branches of the arch
    ((2, -8, 200), (12, -8, 262), (5, 4.5), 195),
    ((14, 8, 198), (34, 4, 262), (5.5, 5), 195),
    ((-36, -12, 132), (-36, -15, 215), (9.5, 9), 262),  # superior vena cava
    ((-36, -15, 215), (-30, -26, 260), (8, 7), 240),
    ((-33, -24, 212), (30, -34, 226), (6.5, 6), 240),
    ((12, -42, 128), (17, -30, 150), (15, 14.5), 215),  # pulmonary trunk
    ((17, -28, 150), (2, -6, 150), (13, 9.5), 215),
    ((2, -6, 150), (-46, 4, 147), (9.5, 7), 212),  # right pulmonary artery
    ((18, -26, 151), (46, 2, 154), (12, 7.5), 212),  # left pulmonary artery
    ((-14, 42, 60), (-13, 42, 190), (4, 4), 150),  # azygos vein
    ((-30, -2, -10), (-30, -8, 82), (11, 11), 130),  # inferior vena cava
)
NODES: tuple[tuple[float, float, float, float], ...] = (
    (-2, 2, 5, 3.5),
    (10, 22, 4, 3),
    (-24, 24, 4, 5),
    (-6, -56, 4, 2),
    (14, -58, 5, 2),
    (30, -12, 3, 2),
    (-48, 16, 5, 4),
    (50, 18, 4, 4),
)
AIRWAYS: tuple[Tube, ...] = (
    ((0, 6, 310), (0, 10, 172), (9, 9.5), AIR),
    ((-1, 10, 172), (-30, 12, 146), (8.5, 7), AIR),
    ((1, 10, 172), (36, 14, 142), (8, 6.5), AIR),
    ((-30, 12, 146), (-52, 8, 132), (5, 3), AIR),
    ((36, 14, 142), (56, 14, 126), (5, 3), AIR),
    ((-30, 12, 150), (-56, -8, 160), (4, 2.5), AIR),
    ((38, 12, 146), (60, -8, 158), (4, 2.5), AIR),
)
HILA: tuple[tuple[Point, float], ...] = (((-44, 4, 148), -1), ((46, 4, 150), 1))
NODULE: Point = (-76.0, -26.0, 150.0)


@dataclass
class Chest:
    """The phantom on a square grid; `section` paints it at any height."""

    size: int
    pixel_mm: float
    seed: int = 7

    @cached_property
    def _grid(self) -> tuple[Picture, Picture]:
        axis = axis_mm(self.size, self.pixel_mm)
        return axis[np.newaxis, :], axis[:, np.newaxis]

    @cached_property
    def _inside_mm(self) -> Picture:
        """Depth under the skin."""
        return (1 - squircle(*self._grid, BODY_MM)) * BODY_MM[1]

    @cached_property
    def _cavity(self) -> Picture:
        x, y = self._grid
        return squircle(x, y - CAVITY_CENTRE_Y_MM, CAVITY_MM)

    @cached_property
    def _radius(self) -> Picture:
        x, y = self._grid
        radius: Picture = np.hypot(x, y - CAVITY_CENTRE_Y_MM)
        return radius

    @cached_property
    def _rib_phase(self) -> Picture:
        """How far the ribs have dropped on their way from the spine, in mm."""
        x, y = self._grid
        turn = np.abs(np.arctan2(x, y - CAVITY_CENTRE_Y_MM)) / np.pi
        dropped: Picture = turn * RIB_DROP_MM + np.where(x > 0, 1.5, 0)
        return dropped.astype(np.float32)

    @cached_property
    def _around(self) -> Picture:
        """Air, table, skin and fat: the same in every section."""
        x, y = self._grid
        values = np.full((self.size, self.size), AIR, np.float32)
        depth = 640 - np.sqrt(x**2 + (y + 519) ** 2)
        top = soft_step(-depth + 2, 1.0) * (np.abs(x) < 178)
        shell = top * soft_step(16 + depth, 1.0)
        values += shell * 60
        values += shell * soft_step(4 - np.abs(depth + 0.5) * 2, 1.5) * 860
        values += soft_step(self._inside_mm, 0.8) * (20 - values)
        values += soft_step(self._inside_mm - 2.0, 0.8) * (FAT - values)
        return values

    @cached_property
    def _under_skin(self) -> Picture:
        return soft_step(self._inside_mm - 2.5, 1.0)

    @cached_property
    def _lung(self) -> Picture:
        """Denser towards the back, where the lungs lie heavier."""
        return LUNG + np.maximum(self._grid[1], 0) * np.float32(0.7)

    @cached_property
    def _grain(self) -> Picture:
        """Noise of a reconstruction: fine, a little blurred; larger than a picture."""
        random = np.random.default_rng(self.seed)
        side = self.size + 96
        fine = random.standard_normal((side, side), dtype=np.float32)
        fine = fine + np.roll(fine, 1, 0) + np.roll(fine, 1, 1)
        coarse = smooth_noise(random, (side, side), side // 5)
        return fine * np.float32(5.5) + coarse * np.float32(4)

    @cached_property
    def _branches(self) -> list[Tube]:
        random = np.random.default_rng(self.seed + 1)
        found: list[Tube] = []
        for hilum, side in HILA:
            for toward in range(13):
                turn = 2 * np.pi * toward / 13
                direction = np.array(
                    [side * 0.75, 0.8 * np.cos(turn), np.sin(turn) * 1.1]
                )
                grow(found, random, np.array(hilum), direction, 3.6, 7)
        return found

    @cached_property
    def _reaches(self) -> tuple[Picture, Picture]:
        """The lowest and highest z of each branch."""
        ends = np.array([(start[2], end[2]) for start, end, _, _ in self._branches])
        widths = np.array([radii[0] for _, _, radii, _ in self._branches])
        return ends.min(axis=1) - widths, ends.max(axis=1) + widths

    def section(self, z_mm: float) -> Picture:
        """Hounsfield units at that height: float32 (rows, columns)."""
        plate = Plate(self._around.copy(), self.pixel_mm, z_mm)
        narrowing = _narrowing(z_mm)
        self._wall(plate, narrowing)
        self._lungs(plate, narrowing)
        _mediastinum(plate)
        _belly(plate, soft_step(1 - self._cavity / narrowing, 0.02))
        _spine(plate)
        shift = int(z_mm * 37) % 96, int(z_mm * 61) % 96
        grain = self._grain[
            shift[0] : shift[0] + self.size, shift[1] : shift[1] + self.size
        ]
        return blur(plate.values) + grain

    def _wall(self, plate: Plate, narrowing: float) -> None:
        """Muscles and ribs around the cavity."""
        values = plate.values
        plate.mask = self._under_skin
        _muscles(plate)
        ring = self._cavity / narrowing
        values += soft_step(1.105 - ring, 0.02) * (MUSCLE - values)
        plate.mask = None
        self._ribs(values, ring, plate.z_mm)

    def _ribs(self, values: Picture, ring: Picture, z_mm: float) -> None:
        """Slanting ribs, cut where they pass this height; cartilage in front."""
        band = np.nonzero((ring > 0.98) & (ring < 1.14))
        around = ring[band]
        out_mm = (around - 1.055) * self._radius[band] / around
        turn = (self._rib_phase[band] + z_mm) % RIB_PITCH_MM - RIB_PITCH_MM / 2
        inside = np.sqrt((turn / RIB_HALF_MM[0]) ** 2 + (out_mm / RIB_HALF_MM[1]) ** 2)
        depth = (1 - inside) * RIB_HALF_MM[1]
        cartilage = self._rib_phase[band] > RIB_DROP_MM * 0.84
        hard = np.where(cartilage, 130.0, CORTEX)
        soft = np.where(cartilage, 90.0, MARROW)
        bone = hard + soft_step(depth - 1.5, 1.0) * (soft - hard)
        wall = values[band]
        values[band] = wall + soft_step(depth, 0.8) * (bone - wall)

    def _lungs(self, plate: Plate, narrowing: float) -> None:
        inside = (1 - self._cavity / narrowing) * CAVITY_MM[1] * narrowing
        air = soft_step(inside, 1.0)
        plate.values += air * (self._lung - plate.values)
        plate.mask = air
        lows, highs = self._reaches
        for number in np.nonzero((lows < plate.z_mm) & (plate.z_mm < highs))[0]:
            plate.tube(*self._branches[number])
        for angle, length_mm in ((20, 11), (95, 13), (150, 10), (215, 14), (300, 10)):
            turn = np.deg2rad(angle)
            tip = NODULE[0] + length_mm * np.cos(turn)
            end = (tip, NODULE[1] + length_mm * np.sin(turn), NODULE[2])
            plate.tube(NODULE, end, (1.6, 0.2), -250)
        plate.ellipsoid(NODULE, (6.5, 5.5, 6.5), 38, 25)
        plate.mask = None


def grow(
    found: list[Tube],
    random: np.random.Generator,
    start: np.ndarray[tuple[int], np.dtype[np.float64]],
    direction: np.ndarray[tuple[int], np.dtype[np.float64]],
    radius: float,
    levels: int,
) -> None:
    """Add a branch of a vessel tree and, from its end, two thinner ones."""
    direction = direction / np.linalg.norm(direction)
    end = start + direction * (5 + 2.5 * levels) * random.uniform(0.8, 1.2)
    thinner = radius * 0.79
    found.append(
        (
            (float(start[0]), float(start[1]), float(start[2])),
            (float(end[0]), float(end[1]), float(end[2])),
            (radius, thinner),
            60 - 45 * (7 - levels),
        )
    )
    outside = (end[0] / CAVITY_MM[0]) ** 2 + (end[1] / CAVITY_MM[1]) ** 2 > 0.93
    if levels == 1 or outside or not 10 < end[2] < 285:
        return
    for _ in range(2):
        bend = random.normal(0, 0.5, 3)
        grow(found, random, end, direction + bend, thinner, levels - 1)


def _narrowing(z_mm: float) -> float:
    """Width of the thoracic cavity against its widest: a dome at the top."""
    above = min(max((z_mm - 150) / 148, 0), 0.995)
    return float((1 - above**2.6) ** 0.6)


def _muscles(plate: Plate) -> None:
    high = max(0.0, (plate.z_mm - 190) / 110)
    for side in (-1, 1):
        plate.ellipse((side * 148, 16), (7 + 20 * high, 50), MUSCLE, side * -6)
        plate.ellipse((side * 24, 88), (24, 14), MUSCLE, side * 8)
        plate.ellipse((side * 58, 94), (36, 5 + 6 * high), MUSCLE, side * -11)
        if plate.z_mm > 95:
            plate.ellipse((side * 62, -92), (46, 9 + 6 * high), MUSCLE, side * 14)
        if plate.z_mm > 105:
            plate.ellipse((side * 110, 68), (40, 15), MUSCLE, side * -40)
            plate.ellipse((side * 111, 68), (29, 3.4), MARROW, side * -40, CORTEX)
        if high:
            plate.ellipse((side * 108, 0), (44 * high + 20, 58 * high), MUSCLE)
        plate.tube(
            (side * 22, -88, 240), (side * 140, -40, 292), (7, 6), MARROW, CORTEX
        )
    if 92 < plate.z_mm < 270:
        plate.ellipse((0, -95), (17 + 14 * high, 6.5), 120, 0, 480)


def _mediastinum(plate: Plate) -> None:
    """Fat, nodes, heart, great vessels, airways."""
    z = plate.z_mm
    if z > 20:
        wide = 33 if z > 120 else 33 + (120 - z) * 0.12
        plate.ellipse((-1, -22), (wide, 62), FAT)
        plate.ellipse((0, -74), (15, 16), FAT)
        plate.ellipse((2, 22), (28, 40), FAT + 8)
        for x, y, wide, high in NODES:
            plate.ellipse((x, y), (wide, high), 25)
    plate.ellipse((6, 40), (10, 6), 40)
    plate.ellipse((5, 36), (3.5, 2), -250)
    plate.ellipsoid((24, -26, 92), (68, 51, 62), FAT, 26)
    plate.ellipsoid((25, -25, 92), (61, 45, 56), 104, 26)
    plate.ellipsoid((48, -13, 84), (25, 17, 36), 192, 34)
    plate.ellipsoid((12, -47, 92), (32, 17, 38), 182, 20)
    plate.ellipsoid((-26, -20, 104), (20, 26, 30), 205, 10)
    plate.ellipsoid((14, 9, 116), (31, 16, 21), 194, 4)
    _tubes(plate, VESSELS, 45, 1.2)
    _tubes(plate, AIRWAYS, 25, 1.6)


def _tubes(plate: Plate, tubes: tuple[Tube, ...], wall: float, wall_mm: float) -> None:
    """All walls first, so that none runs through the lumen of a neighbour."""
    for start, end, (first, last), _ in tubes:
        plate.tube(start, end, (first + wall_mm, last + wall_mm), wall)
    for start, end, radii, value in tubes:
        plate.tube(start, end, radii, value)


def _belly(plate: Plate, cavity: Picture) -> None:
    """Diaphragm and what lies under it."""
    if plate.z_mm > 80:
        return
    plate.mask = cavity
    plate.ellipsoid((62, -8, -34), (112, 100, 100), FAT)
    plate.ellipsoid((-62, -6, -28), (112, 100, 106), FAT)
    plate.ellipsoid((84, 34, -8), (34, 40, 62), 128, 14)
    plate.ellipsoid((58, -26, -8), (58, 40, 62), 28)
    plate.ellipsoid((62, -42, 0), (38, 18, 48), -930)
    plate.ellipsoid((2, -44, -22), (64, 30, 76), 110, 12)
    plate.ellipsoid((-62, -6, -26), (82, 78, 100), 110)
    for number in range(9):
        turn = np.deg2rad(number * 41 - 60)
        tip = (-58 - 56 * np.cos(turn), -8 + 54 * np.sin(turn), 4.0 + number * 6)
        plate.tube((-42, 0, 14 + number * 3), tip, (4.5, 1), 152)
    plate.mask = None
    _tubes(plate, (VESSELS[4], VESSELS[-1]), 70, 1.2)


def _spine(plate: Plate) -> None:
    z = plate.z_mm
    plate.ellipse((0, 74), (30, 22), MUSCLE)
    level = (z + 14) % VERTEBRA_MM
    waist = abs(level - (VERTEBRA_MM + DISC_MM) / 2) / VERTEBRA_MM
    width = 17.5 + 4 * waist
    for side in (-1, 1):
        if level > DISC_MM:
            plate.ellipse((side * 13, 79), (4, 9), MARROW, side * -12, CORTEX)
            plate.tube((side * 14, 84, z), (side * 40, 80, z), (5, 4), MARROW, CORTEX)
        plate.tube((side * 13, 88, z), (0, 98, z), (3, 3), 420, CORTEX - 120)
    if level < DISC_MM:
        plate.ellipse((0, 60), (width, 14), 92, 0, 105)
    else:
        plate.ellipse((0, 60), (width, 14.5), MARROW, 0, CORTEX)
    plate.tube((0, 98, z), (0, 106, z), (3.5, 3), 300, CORTEX)
    plate.ellipse((0, 81), (9.5, 8), WATER)
    plate.ellipse((0, 81), (5, 4.5), 42)
