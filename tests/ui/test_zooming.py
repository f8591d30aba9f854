import pytest
from PySide6.QtWidgets import QInputDialog

from tests.ui.conftest import OpenViewer, Write
from viewer.demo.build import ct_slice
from viewer.geometry.fit import LARGEST_ZOOM, SMALLEST_ZOOM
from viewer.ui.zooming import parse_zoom


@pytest.mark.parametrize(
    ("text", "zoom"),
    [
        ("150", 1.5),
        (" 62,5 % ", 0.625),
        ("1e9", LARGEST_ZOOM),
        ("0.0001", SMALLEST_ZOOM),
        ("0", None),
        ("-5", None),
        ("nan", None),
        ("inf", None),
        ("much", None),
        ("", None),
    ],
)
def test_a_zoom_is_a_number_of_percent_within_what_can_be_shown(
    text: str, zoom: float | None
) -> None:
    assert parse_zoom(text) == zoom


@pytest.mark.parametrize(
    ("typed", "accepted", "zoom"),
    [("250", True, 2.5), ("250", False, None), ("much", True, None)],
)
def test_the_zoom_can_be_typed(
    open_viewer: OpenViewer,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    accepted: bool,
    zoom: float | None,
) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    monkeypatch.setattr(
        QInputDialog, "getText", lambda *arguments, text: (typed, accepted)
    )
    viewer.press_key("Ctrl+3")
    assert viewer.model.state.camera.zoom == zoom
