"""What each panel of the right side has besides itself, whichever there are."""

from tests.ui.conftest import OpenViewer
from viewer.ui.capture import PANELS


def test_every_panel_can_be_asked_for_in_a_screenshot(open_viewer: OpenViewer) -> None:
    without = set(open_viewer().tabs) - set(PANELS)
    assert not without, "in PANELS of ui/capture.py, and brought in ui/capturing.py"
