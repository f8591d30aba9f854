"""Which language the window speaks."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

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


def install_qt_translation(application: QCoreApplication, language: str) -> bool:
    """Let Qt's own buttons and menus speak the language.

    False when Qt brings no translation of it: they stay English then.
    """
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(application)
    if translator.load(f"qtbase_{language}", folder):
        return application.installTranslator(translator)
    return False
