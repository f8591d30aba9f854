"""Which language the window speaks."""

from pathlib import Path

from PySide6.QtCore import QLocale

TRANSLATIONS = Path(__file__).parent.parent / "resources" / "translations"


def languages() -> tuple[str, ...]:
    """English and every language that has a catalogue."""
    found = sorted(path.name for path in TRANSLATIONS.glob("*") if path.is_dir())
    return ("en", *found)


def language_of(setting: str) -> str:
    """The language of a setting; "" means the system's, English when we lack it."""
    wanted = setting or QLocale.system().name()
    for language in languages():
        if wanted == language or wanted.split("_")[0] == language.split("_")[0]:
            return language
    return "en"
