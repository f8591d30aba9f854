"""The catalogues of the window's languages, from the sentences in the code.

`make translations` brings every negatoscope.po up to date (new sentences come in
empty, those that the code no longer has go), compiles it to negatoscope.mo, and lists
what still needs a translator. Nothing else writes these files, save translators.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "viewer"
CATALOGUES = CODE / "resources" / "translations"
KEYWORDS = {"tr": None, "trn": (1, 2), "mark": None}
METHODS = [("**.py", "python")]


def template() -> Catalog:
    """Every sentence of the code, with the files that it stands in."""
    found = Catalog(project="Negatoscope", charset="utf-8")
    for name, _, sentence, _, _ in extract_from_dir(CODE, METHODS, keywords=KEYWORDS):
        found.add(sentence, locations=[(f"viewer/{Path(name).as_posix()}", 0)])
    return found


def po_files() -> list[Path]:
    """The catalogues, one a language, as translators edit them."""
    return sorted(CATALOGUES.glob("*/LC_MESSAGES/negatoscope.po"))


def read(path: Path) -> Catalog:
    """A catalogue of the folder; its language is the folder's."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def updated(catalogue: Catalog, sentences: Catalog) -> Catalog:
    """The catalogue with exactly those sentences; nothing is guessed or kept aside."""
    catalogue.project, catalogue.version = "Negatoscope", ""
    catalogue.msgid_bugs_address = ""
    sentences.creation_date = catalogue.creation_date
    catalogue.update(sentences, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """The sentences without a translation, or with one that is only guessed."""
    return [
        message
        for message in catalogue
        if message.id and (message.fuzzy or not all(_forms(message)))
    ]


def _forms(message: Message) -> tuple[object, ...]:
    string = message.string
    return string if isinstance(string, tuple) else (string,)


def _write(path: Path, catalogue: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalogue, width=88, include_lineno=False, sort_by_file=True)
    path.with_suffix(".mo").write_bytes(compiled(catalogue))


def main() -> int:
    """Bring every catalogue up to date; 1 when a sentence lacks its translation."""
    sentences, missing = template(), 0
    for path in po_files():
        catalogue = updated(read(path), sentences)
        _write(path, catalogue)
        for message in untranslated(catalogue):
            missing += 1
            sys.stdout.write(f"{path.relative_to(ROOT)}: {message.id!r}\n")
    sys.stdout.write(f"{len(sentences)} sentences, {missing} without translation\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
