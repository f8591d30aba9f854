"""Whether signs may move: the reader's wish, else the system's where it says so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from viewer.ui.widgets.colours import choose_motion

if TYPE_CHECKING:
    from viewer.ui.app import App

ANSWER_SECONDS = 2.0
_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
_QUESTIONS: dict[str, tuple[Sequence[str], str]] = {
    "linux": (
        ("gsettings", "get", "org.gnome.desktop.interface", "enable-animations"),
        "false",
    ),
    "darwin": (
        ("defaults", "read", "com.apple.universalaccess", "reduceMotion"),
        "1",
    ),
}
"""(command, its answer when the reader of this computer wants less motion)"""


def begin(app: App) -> None:
    """At a start, when the first picture is there: the system may take its time."""
    if app.preferences.settings.motion != "system":
        apply_motion(app.preferences.settings.motion)
        return
    app.jobs.ask(
        lambda _: system_reduces(),
        None,
        lane="disk",
        done=lambda _: apply_motion(app.preferences.settings.motion),
        failed=lambda _: None,
    )


def apply_motion(wish: str) -> None:
    """Follow "full", "reduced", or "system": what the desktop says."""
    reduced = wish == "reduced" or (wish == "system" and system_reduces())
    if reduced:
        for effect in _EFFECTS:
            QApplication.setEffectEnabled(effect, False)
    choose_motion(not reduced)


@cache
def system_reduces() -> bool:
    """The system's own setting; False where it has none or does not answer."""
    if sys.platform == "win32":
        return not _windows_animates()
    return asked(sys.platform, _answer)


def asked(platform: str, answer: Callable[[Sequence[str]], str]) -> bool:
    """Ask a command of the system."""
    question = _QUESTIONS.get(platform)
    return question is not None and answer(question[0]).strip() == question[1]


def _answer(command: Sequence[str]) -> str:
    try:
        found = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=ANSWER_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return found.stdout if found.returncode == 0 else ""


def _windows_animates() -> bool:
    """SPI_GETCLIENTAREAANIMATION: "Show animations in Windows"."""
    import ctypes

    get_client_area_animation = 0x1042
    animates = ctypes.c_int(1)
    windll = getattr(ctypes, "windll", None)
    if windll is not None:
        windll.user32.SystemParametersInfoW(
            get_client_area_animation, 0, ctypes.byref(animates), 0
        )
    return bool(animates.value)
