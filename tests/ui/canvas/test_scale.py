from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from tests.ui.sets import header_of
from tests.ui.viewer import rgb_of
from viewer.demo.build import ct_slice, image
from viewer.files.spatial import Spacing, spacing_of
from viewer.geometry.plane import EdgeLetters
from viewer.geometry.view_transform import Rotation, ViewTransform
from viewer.ui.canvas.corner_text import TextPainter
from viewer.ui.canvas.scale import (
    BAR_LENGTHS_MM,
    bar_length,
    draw_bar,
    draw_letters,
    letters_of,
)

SIZE, LONGEST = 400, 112.0


def view(
    scale: float = 1.0,
    rotation: Rotation = 0,
    flipped: bool = False,
    scale_y: float | None = None,
) -> ViewTransform:
    return ViewTransform(
        SIZE, SIZE, scale, scale_y or scale, (32.0, 32.0), rotation, flipped
    )


@pytest.mark.parametrize(
    ("rotation", "flipped", "letters"),
    [
        (0, False, EdgeLetters("R", "L", "A", "P")),
        (90, False, EdgeLetters("P", "A", "R", "L")),
        (180, False, EdgeLetters("L", "R", "P", "A")),
        (270, False, EdgeLetters("A", "P", "L", "R")),
        (0, True, EdgeLetters("L", "R", "A", "P")),
        (90, True, EdgeLetters("A", "P", "R", "L")),
    ],
)
def test_letters_follow_turns_and_flips(
    rotation: Rotation, flipped: bool, letters: EdgeLetters
) -> None:
    header = header_of(ct_slice())
    assert letters_of(header, 0, view(rotation=rotation, flipped=flipped)) == letters


def test_an_image_without_cosines_has_the_letters_it_names() -> None:
    header = header_of(image(modality="DX", PatientOrientation=["L", "F"]))
    assert letters_of(header, 0, view()) == EdgeLetters("R", "L", "H", "F")


def test_an_animal_has_its_own_letters() -> None:
    dataset = ct_slice(AnatomicalOrientationType="QUADRUPED")
    letters = letters_of(header_of(dataset), 0, view())
    assert (letters.left, letters.right) == ("RT", "LE")


def test_without_orientation_there_are_no_letters() -> None:
    assert letters_of(header_of(image()), 0, view()) == EdgeLetters()


@pytest.mark.parametrize(
    ("pixels_per_mm", "length_mm"),
    [(0.1, 500), (1, 100), (1.11, 100), (2.5, 20), (10, 10), (100, 1)],
)
def test_the_bar_is_the_longest_round_length_that_fits(
    pixels_per_mm: float, length_mm: float
) -> None:
    spacing = Spacing(1.0, 1.0, "patient")
    assert bar_length(spacing, view(pixels_per_mm), LONGEST) == pytest.approx(
        (length_mm, length_mm * pixels_per_mm)
    )


def test_the_bar_measures_along_the_side_it_stands_at() -> None:
    spacing = Spacing(row_mm=2.0, column_mm=0.5, basis="patient")
    upright = bar_length(spacing, view(1.0, scale_y=4.0), LONGEST)
    turned = bar_length(spacing, view(1.0, rotation=90, scale_y=4.0), LONGEST)
    assert upright == pytest.approx((50, 50 * 4.0 / 2.0))
    assert turned == pytest.approx((50, 50 * 1.0 / 0.5))


@pytest.mark.parametrize(
    ("elements", "has_bar"),
    [
        ({"PixelSpacing": [0.2, 0.2]}, True),
        ({"ImagerPixelSpacing": [0.2, 0.2]}, True),
        ({"NominalScannedPixelSpacing": [0.2, 0.2]}, False),
        ({"PixelAspectRatio": [1, 1]}, False),
        ({}, False),
    ],
)
def test_only_a_calibrated_image_has_a_bar(
    elements: dict[str, Any], has_bar: bool
) -> None:
    spacing = spacing_of(header_of(image(modality="CR", **elements)), 0)
    assert (bar_length(spacing, view(), LONGEST) is not None) == has_bar


def test_no_bar_is_better_than_one_that_does_not_fit() -> None:
    assert bar_length(Spacing(1.0, 1.0, "patient"), view(1e4), LONGEST) is None


class Sheet:
    """Something to draw on, and where there is ink."""

    def __init__(self) -> None:
        self.pixmap = QPixmap(SIZE, SIZE)
        self.pixmap.fill(Qt.GlobalColor.black)
        self.text = TextPainter(QFont())

    def rows_with_ink(self, left: int, right: int) -> list[int]:
        ink = rgb_of(self.pixmap.toImage())[:, left:right].max(axis=(1, 2)) > 60
        return [row for row, there in enumerate(ink) if there]


@pytest.fixture
def sheet(qtbot: QtBot) -> Sheet:
    return Sheet()


def test_the_bar_is_drawn_in_its_true_length(sheet: Sheet) -> None:
    painter = QPainter(sheet.pixmap)
    spacing = Spacing(1.0, 1.0, "patient")
    draw_bar(painter, sheet.text, spacing, view(1.0), QRect(0, 0, SIZE, SIZE))
    painter.end()
    x = SIZE - 1 - 20
    rows = sheet.rows_with_ink(x - 1, x + 2)
    assert rows == list(range(rows[0], rows[-1] + 1))
    assert any(abs(len(rows) - length) <= 2 for length in BAR_LENGTHS_MM[3:])


@pytest.mark.parametrize("spacing", [None, Spacing(1.0, 1.0, "scanned")])
def test_nothing_is_drawn_without_calibration(
    sheet: Sheet, spacing: Spacing | None
) -> None:
    painter = QPainter(sheet.pixmap)
    draw_bar(painter, sheet.text, spacing, view(), QRect(0, 0, SIZE, SIZE))
    painter.end()
    assert sheet.rows_with_ink(0, SIZE) == []


def test_each_letter_stands_in_the_middle_of_its_side(sheet: Sheet) -> None:
    painter = QPainter(sheet.pixmap)
    area = QRect(0, 0, SIZE, SIZE)
    draw_letters(painter, sheet.text, EdgeLetters("R", "L", "A", ""), area)
    painter.end()
    ink = rgb_of(sheet.pixmap.toImage()).max(axis=2) > 60
    middle = slice(SIZE // 2 - 20, SIZE // 2 + 20)
    assert ink[middle, :40].any()
    assert ink[middle, -40:].any()
    assert ink[:40, middle].any()
    assert not ink[-40:, middle].any()
    assert not ink[:40, :40].any()


def test_letters_need_the_cosines_alone() -> None:
    dataset = ct_slice()
    del dataset.ImagePositionPatient, dataset.PixelSpacing
    dataset.ImageOrientationPatient = [0, 1, 0, 0, 0, -1]
    dataset.PatientOrientation = ["R", "F"]
    assert letters_of(header_of(dataset), 0, view()) == EdgeLetters("A", "P", "H", "F")


def test_cosines_that_make_no_sense_leave_no_letters_at_all() -> None:
    dataset = ct_slice()
    dataset.ImageOrientationPatient = [1, 0, 0, 1, 0, 0]
    dataset.PatientOrientation = ["R", "F"]
    assert letters_of(header_of(dataset), 0, view()) == EdgeLetters()
