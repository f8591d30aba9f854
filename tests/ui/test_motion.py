"""Less motion: nothing moves that is not an image, and no film starts by itself."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import OpenViewer, Write
from viewer.demo.ultrasound import clip
from viewer.ui import motion
from viewer.ui.widgets.colours import choose_motion, signs_move


@pytest.fixture(autouse=True)
def moving_again() -> Iterator[None]:
    yield
    choose_motion(True)


@pytest.mark.parametrize(
    ("platform", "answer", "reduces"),
    [
        ("linux", "false\n", True),
        ("linux", "true\n", False),
        ("linux", "", False),
        ("darwin", "1\n", True),
        ("darwin", "0\n", False),
        ("freebsd14", "false\n", False),
    ],
)
def test_the_system_is_asked(platform: str, answer: str, reduces: bool) -> None:
    def answered(command: Sequence[str]) -> str:
        assert command[0] in ("gsettings", "defaults")
        return answer

    assert motion.asked(platform, answered) == reduces


def test_a_command_that_is_not_there_says_nothing() -> None:
    assert motion._answer(("no-such-command",)) == ""


@pytest.mark.parametrize("says", [True, False])
def test_the_readers_wish_goes_before_the_systems(
    monkeypatch: pytest.MonkeyPatch, says: bool, qapp: QApplication
) -> None:
    monkeypatch.setattr(motion, "system_reduces", lambda: says)
    for wish, moves in (("full", True), ("reduced", False), ("system", not says)):
        motion.apply_motion(wish)
        assert signs_move() == moves


def test_the_bar_stands_still_and_menus_appear_at_once(
    open_viewer: OpenViewer, qapp: QApplication
) -> None:
    viewer = open_viewer()
    viewer.app.preferences.change(motion="reduced")
    viewer.app.status.show_workspace(viewer.app.workspace.state)
    assert viewer.app.status.bar.maximum() == 1
    assert not qapp.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)
    viewer.app.preferences.change(motion="full")
    viewer.app.status.show_workspace(viewer.app.workspace.state)
    assert viewer.app.status.bar.maximum() == 0


def test_no_film_starts_by_itself(open_viewer: OpenViewer, write: Write) -> None:
    """Not even one that asks for it (PS3.3 C.7.6.5, Preferred Playback Sequencing)."""
    _, film = clip()
    film.PreferredPlaybackSequencing = 0
    viewer = open_viewer(write("a", film))
    assert viewer.model.state.what.count > 1
    assert not viewer.model.state.play.playing
