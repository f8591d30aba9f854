import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from tests.ui.viewer import rgb_of
from viewer.ui.canvas.corner_text import MARGIN, Corners, Line, TextPainter

WIDTH, HEIGHT = 600, 300


@pytest.fixture
def text(qtbot: QtBot) -> TextPainter:
    font = QFont()
    font.setPixelSize(12)
    return TextPainter(font)


def ink(text: TextPainter, corners: Corners) -> NDArray[np.bool_]:
    """Where light is drawn, (rows, columns)."""
    sheet = QPixmap(WIDTH, HEIGHT)
    sheet.fill(Qt.GlobalColor.black)
    painter = QPainter(sheet)
    text.draw(painter, corners, QRect(0, 0, WIDTH, HEIGHT))
    painter.end()
    found: NDArray[np.bool_] = rgb_of(sheet.toImage()).max(axis=2) > 90
    return found


def box(drawn: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of the ink."""
    rows, columns = np.nonzero(drawn)
    return columns.min(), rows.min(), columns.max(), rows.max()


def test_nothing_is_drawn_of_nothing(text: TextPainter) -> None:
    assert not ink(text, Corners()).any()


@pytest.mark.parametrize(
    ("corner", "at_right", "at_bottom"),
    [
        ("top_left", False, False),
        ("top_right", True, False),
        ("bottom_left", False, True),
        ("bottom_right", True, True),
    ],
)
def test_each_corner_holds_its_lines(
    text: TextPainter, corner: str, at_right: bool, at_bottom: bool
) -> None:
    lines = (Line("One"), Line("Two"), Line("Three"))
    left, top, right, bottom = box(ink(text, Corners(**{corner: lines})))
    three = 3 * text.line_height() + 2 * MARGIN
    assert (left > WIDTH / 2) == at_right
    assert (top > HEIGHT / 2) == at_bottom
    assert bottom - top > 2 * text.line_height() - 4
    edge = HEIGHT - top if at_bottom else bottom
    assert edge < three
    assert (WIDTH - right if at_right else left) in range(MARGIN - 2, MARGIN + 8)


def test_lines_stand_below_each_other(text: TextPainter) -> None:
    first = box(ink(text, Corners(top_left=(Line("HHH"),))))
    both = box(ink(text, Corners(top_left=(Line("HHH"), Line("HHH")))))
    assert both[3] - first[3] == pytest.approx(text.line_height(), abs=1)


def test_a_line_too_wide_breaks_between_its_parts(text: TextPainter) -> None:
    parts = ["A" * 12, "B" * 12, "C" * 12, "D" * 12]
    wide = Line(" · ".join(parts))
    _, top, right, bottom = box(ink(text, Corners(bottom_left=(wide,))))
    assert right < WIDTH / 2
    assert bottom - top > text.line_height()


def test_a_short_part_stays_before_one_that_is_cut_in_any_case(
    text: TextPainter,
) -> None:
    line = Line("11 · A description of a series that is far too wide")
    corners = Corners(top_left=(line,))
    ((found, _),) = text.places(corners, QRect(0, 0, 300, 200), 1.0)
    assert found.text.startswith("11 · A desc")
    assert found.text.endswith("…")


def test_a_word_too_wide_is_cut_before_the_middle(text: TextPainter) -> None:
    left, _, right, _ = box(ink(text, Corners(top_left=(Line("W" * 500),))))
    assert left < 2 * MARGIN
    assert WIDTH / 3 < right < WIDTH / 2


def test_text_of_a_file_is_drawn_as_it_stands(text: TextPainter) -> None:
    plain = Corners(top_left=(Line("<b>&amp;</b><br>x"),))
    assert (box(ink(text, plain))[2]) > 80
    assert box(ink(text, plain))[3] < MARGIN + text.line_height()


def test_a_badge_has_a_ground_under_its_words(text: TextPainter) -> None:
    words = ink(text, Corners(bottom_right=(Line("LOSSY"),)))
    sheet = QPixmap(WIDTH, HEIGHT)
    for tone in ("lossy", "error"):
        sheet.fill(Qt.GlobalColor.black)
        painter = QPainter(sheet)
        line = Line("LOSSY", tone)
        text.draw(painter, Corners(bottom_right=(line,)), QRect(0, 0, WIDTH, HEIGHT))
        painter.end()
        covered = rgb_of(sheet.toImage()).max(axis=2) > 20
        assert covered.sum() > 3 * words.sum()


def test_a_word_can_be_centred_on_a_point(text: TextPainter) -> None:
    sheet = QPixmap(WIDTH, HEIGHT)
    sheet.fill(Qt.GlobalColor.black)
    painter = QPainter(sheet)
    text.draw_at(painter, Line("HH"), QPointF(300, 150))
    painter.end()
    left, top, right, bottom = box(rgb_of(sheet.toImage()).max(axis=2) > 90)
    assert (left + right) / 2 == pytest.approx(300, abs=2)
    assert (top + bottom) / 2 == pytest.approx(150, abs=3)


def test_lines_are_kept_while_in_use_and_never_without_end(text: TextPainter) -> None:
    for number in range(1000):
        ink_of = Corners(bottom_left=(Line(f"Im {number}"),))
        sheet = QPixmap(100, 50)
        painter = QPainter(sheet)
        text.draw(painter, ink_of, QRect(0, 0, 100, 50))
        painter.end()
    assert 0 < len(text._made) <= TextPainter.KEPT
    text.clear()
    assert not text._made


def test_lines_are_as_high_as_their_font(text: TextPainter) -> None:
    assert text.line_height() >= QFontMetricsF(text.font).height()


def test_corners_do_not_run_into_each_other_in_a_small_cell(text: TextPainter) -> None:
    """The last plain lines go; the first one and every badge stay."""
    plain = tuple(Line(f"line {number}") for number in range(8))
    badge = Line("DAMAGED", "error")
    corners = Corners(plain, (*plain, badge), plain, (*plain, badge))
    area = QRect(0, 0, 400, 180)
    places = list(text.places(corners, area, 1.0))
    for one, (_, room) in enumerate(places):
        assert all(not room.intersects(other) for _, other in places[one + 1 :])
    said = [line.text for line, _ in places]
    assert said.count("DAMAGED") == 2
    assert said.count("line 0") == 4
    assert "line 7" not in said
    large = list(text.places(corners, QRect(0, 0, 400, 600), 1.0))
    assert len(large) == 4 * 8 + 2
