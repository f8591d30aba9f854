"""The catalogues of the window's languages, from the sentences in the code.

`make translations` brings every negatoscope.po up to date (new sentences come in
empty, those that the code no longer has go), compiles it to negatoscope.mo, and lists
what still needs a translator. Nothing else writes these files, save translators.
"""

import ast
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "viewer"
CATALOGUES = CODE / "resources" / "translations"
PLACES = {"tr": (0, 1), "trn": (0, 2), "mark": (0, 1), "said": (1, 2)}
"""Where a call has its sentence: (first argument, the one after the last)."""


def template() -> Catalog:
    """Every sentence of the code, with the files that it stands in."""
    found = Catalog(project="Negatoscope", charset="utf-8")
    for path in sorted(CODE.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for sentence in sentences_of(ast.parse(path.read_text(encoding="utf-8"))):
            found.add(sentence, locations=[(name, 0)])
    return found


def sentences_of(tree: ast.Module) -> Iterator[str | tuple[str, ...]]:
    """What a module says, in its order; of a plural both forms."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        first, end = PLACES.get(name, (0, 0))
        texts = [
            one.value
            for one in call.args[first:end]
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        if texts and len(texts) == end - first:
            yield texts[0] if len(texts) == 1 else tuple(texts)


def po_files() -> list[Path]:
    """The catalogues, one a language, as translators edit them."""
    folders = CATALOGUES.glob("*/LC_MESSAGES/negatoscope.po")
    return sorted([*folders, *CATALOGUES.glob("*.po")])


def language_of(path: Path) -> str:
    """That of a catalogue: its name, or that of its folder."""
    alone = path.parent == CATALOGUES
    return path.stem if alone else path.parent.parent.name


def read(path: Path) -> Catalog:
    """A catalogue, in its language."""
    with path.open("rb") as file:
        return read_po(file, locale=language_of(path), abort_invalid=True)


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
    if path.parent != CATALOGUES:  # one that stands alone is read as it is
        path.with_suffix(".mo").write_bytes(compiled(catalogue))


def begun(code: str) -> Catalog:
    """The catalogue of a new language; its team is called as the language itself."""
    name = Locale.parse(code).get_display_name(code) or code
    team = f"{name[:1].upper()}{name[1:]} <>"
    return Catalog(code, project="Negatoscope", language_team=team, fuzzy=False)


def main(codes: Sequence[str] = ()) -> int:
    """Bring every catalogue up to date, and begin those of new languages.

    1 when a sentence lacks its translation.
    """
    sentences, missing = template(), 0
    for code in codes:
        path = CATALOGUES / f"{code}.po"
        if not path.exists():
            _write(path, begun(code))
    for path in po_files():
        catalogue = updated(read(path), sentences)
        _write(path, catalogue)
        for message in untranslated(catalogue):
            missing += 1
            sys.stdout.write(f"{path.relative_to(ROOT)}: {message.id!r}\n")
    sys.stdout.write(f"{len(sentences)} sentences, {missing} without translation\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
