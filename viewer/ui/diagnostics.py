"""What helps whoever mends the program; nothing of patients, files or their names."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from viewer import __version__
from viewer.store.settings import Settings

if TYPE_CHECKING:
    from viewer.ui.app import App

PARTS = (
    ("Python", "", "PSF-2.0"),
    ("Qt, PySide6", "PySide6-Essentials", "LGPL-3.0-only"),
    ("pydicom", "pydicom", "MIT"),
    ("NumPy", "numpy", "BSD-3-Clause"),
    ("imagecodecs", "imagecodecs", "BSD-3-Clause"),
    ("pylibjpeg-openjpeg", "pylibjpeg-openjpeg", "MIT"),
    ("pyjpegls", "pyjpegls", "MIT"),
    ("simplejpeg", "simplejpeg", "MIT"),
    ("Pillow", "pillow", "MIT-CMU"),
    ("highdicom", "highdicom", "MIT"),
    ("VTK", "vtk", "BSD-3-Clause"),
    ("Tabler Icons", "", "MIT"),
)
"""(name, package, licence) of what the program stands on; all: THIRD-PARTY.md."""

_PLAIN = (bool, int)
_WORDS = ("theme", "language", "annotations", "text_size", "motion", "layout")
"""Settings that say nothing of anybody: numbers, switches, and these words."""


def versions() -> Iterator[tuple[str, str, str]]:
    """(name, version, licence) of the parts that are installed."""
    for name, package, licence in PARTS:
        if name == "Python":
            yield name, platform.python_version(), licence
        elif not package:
            yield name, "", licence
        else:
            try:
                yield name, version(package), licence
            except PackageNotFoundError:
                continue


def diagnostics(app: App) -> str:
    """Plain English lines; numbers and words of our own, never a text of a file."""
    state = app.workspace.state
    index = state.catalogue.index
    views = [model.state.what.display_set for model in app.grid.on_screen()]
    lines = (
        f"Negatoscope {__version__}",
        f"System: {platform.system()} {platform.release()} {platform.machine()}",
        f"Python {platform.python_version()}, Qt {qVersion()},"
        f" platform {QGuiApplication.platformName()}",
        f"Packaged: {getattr(sys, 'frozen', False)}; processors: {os.cpu_count()}",
        *(f"{name} {number}" for name, number, _ in versions() if number),
        *_screens(),
        f"Objects: {index.shown} shown, {len(index.skipped)} skipped,"
        f" {len(index.failed)} unreadable, {state.catalogue.missing} missing",
        f"On screen: {', '.join(one.kind if one else 'nothing' for one in views)}",
        f"Settings: {', '.join(_changed(app.preferences.settings)) or 'as at first'}",
    )
    return "\n".join(lines) + "\n"


def _screens() -> Iterator[str]:
    for number, screen in enumerate(QGuiApplication.screens(), 1):
        size = screen.size()
        yield (
            f"Screen {number}: {size.width()} x {size.height()},"
            f" scale {screen.devicePixelRatio():g}, {screen.depth()} bits"
        )


def _changed(settings: Settings) -> Iterator[str]:
    """Those that are not as at first, as far as they say nothing of anybody."""
    first = Settings()
    for field in fields(settings):
        value = getattr(settings, field.name)
        says_nothing = isinstance(value, _PLAIN) or field.name in _WORDS
        if says_nothing and value != getattr(first, field.name):
            yield f"{field.name} = {value}"
