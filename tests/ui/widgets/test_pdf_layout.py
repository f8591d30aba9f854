"""Where the pages of a document lie, in pixels of the view."""

import pytest
from PySide6.QtCore import QPointF, QSize, QSizeF

from viewer.ui.widgets.pdf_layout import FIT_PAGE, FIT_WIDTH, GAP, PageLayout

A4, WIDE = QSizeF(600, 800), QSizeF(800, 400)


def layout(zoom: float) -> PageLayout:
    return PageLayout((A4, WIDE), zoom, QSize(1000, 500), 1.5)


def test_a_zoom_is_a_part_of_the_true_size() -> None:
    first, second = layout(0.5).places
    assert (first.width(), first.height()) == (450, 600)
    assert second.top() == GAP + 600 + GAP
    assert first.center().x() == second.center().x() == 500


def test_the_widest_page_fits_the_width_and_the_highest_the_view() -> None:
    first, second = layout(FIT_WIDTH).places
    assert second.width() == pytest.approx(1000 - 2 * GAP)
    assert first.width() == pytest.approx((1000 - 2 * GAP) * 600 / 800)
    assert layout(FIT_PAGE).places[0].height() == pytest.approx(500 - 2 * GAP)


def test_pages_wider_than_the_view_begin_at_its_edge() -> None:
    places = layout(4.0).places
    assert places[1].left() == GAP
    assert layout(4.0).whole.width() == round(800 * 6.0) + 2 * GAP


def test_what_is_seen_and_where_a_point_lies() -> None:
    made = layout(1.0)
    assert made.seen(0) == (0,)
    assert made.seen(1000) == (0, 1)
    assert made.seen(1250) == (1,)
    assert made.page_at(1211.9) == 0
    assert made.page_at(1e9) == 1
    corner = made.places[1].topLeft()
    assert made.point_at(corner + QPointF(15, 30)) == (1, QPointF(10, 20))
    assert made.point_at(QPointF(1, 1)) is None


def test_no_document_takes_no_room() -> None:
    empty = PageLayout()
    assert (empty.places, empty.seen(0), empty.page_at(0)) == ((), (), 0)
    assert empty.point_at(QPointF(0, 0)) is None
