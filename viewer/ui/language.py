"""Which language the window speaks, and Qt with it."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from viewer.text import languages

__all__ = ["install_qt_translation", "language_of", "languages"]

NAME = "qtTranslation"


def language_of(setting: str) -> str:
    """The language of a setting; "" means the system's, English when we lack it."""
    wanted = setting or QLocale.system().name()
    there = languages()
    if wanted in there:
        return wanted
    root = wanted.split("_")[0]
    return next((one for one in there if one.split("_")[0] == root), "en")


def install_qt_translation(application: QCoreApplication, language: str) -> bool:
    """Let Qt's own buttons and menus speak the language, and no other any more.

    False when Qt brings no translation of it: they are English then. Numbers that Qt
    writes in fields, and dates, follow the language too.
    """
    for old in application.findChildren(QTranslator, NAME):
        application.removeTranslator(old)
        old.deleteLater()
    QLocale.setDefault(QLocale(language))
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(application)
    translator.setObjectName(NAME)
    for code in (language, language.split("_")[0]):
        if translator.load(f"qtbase_{code}", folder):
            return application.installTranslator(translator)
    translator.deleteLater()
    return False
