"""`negatoscope self-test`: whether this installation has all that the program needs.

Every codec decodes a picture whose values are known, in a worker process; an object of
every kind goes the whole way to its picture; the parts of Qt are loaded. What a package
or an installer left out is named.
"""

import argparse
import gettext
import importlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

import viewer
from viewer.commands.output import prepare_streams, print_failure, until_closed
from viewer.demo.streams import STREAMS, Stream
from viewer.kinds import KINDS, family
from viewer.work.pool import Pool
from viewer.work.tasks import decode_frame

QT_MODULES = (
    "QtCore",
    "QtGui",
    "QtMultimedia",
    "QtNetwork",
    "QtPdf",
    "QtPrintSupport",
    "QtSvg",
    "QtWidgets",
)
"""Those that the program imports; a test holds this to the code."""

_PLATFORMS = {"win32": "qwindows", "darwin": "libqcocoa", "linux": "libqxcb"}
_DECODE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the table; `fault` is "" when all is well."""

    part: str
    name: str
    by: str
    fault: str = ""


def run(arguments: list[str]) -> int:
    """Print the table; 1 when something is missing, 2 for wrong usage."""
    parser = argparse.ArgumentParser(
        prog="negatoscope self-test",
        description="Try every codec, every kind of object and the parts of Qt.",
    )
    try:
        parser.parse_args(arguments)
    except SystemExit as end:
        return 2 if end.code else 0
    prepare_streams()
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return until_closed(_report)


def _report() -> int:
    part, count, faults = "", 0, 0
    for check in checks():
        if check.part != part:
            part = check.part
            print_line(part)
        count, faults = count + 1, faults + bool(check.fault)
        word = "MISSING" if check.fault else "ok"
        print_line(f"  {word:<8} {check.name:<36} {check.by}".rstrip())
        if check.fault:
            print_failure(f"{check.name} {check.by}".rstrip(), check.fault)
    print_line(f"{count} checked, {faults} missing")
    return 1 if faults else 0


def print_line(text: str) -> None:
    """To standard output, at once: a crash of what comes next shows where it was."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def checks() -> Iterator[Check]:
    """Everything, one after another."""
    pool = Pool()
    try:
        for stream in STREAMS:
            for decoder in stream.decoders:
                fault = _fault(partial(decode_stream, pool, stream, decoder))
                yield Check("Codecs", stream.name, decoder, fault)
    finally:
        pool.close()
    for module in QT_MODULES:
        fault = _fault(partial(_import, module))
        yield Check("Qt", module, "", fault)
    for name, look in (
        ("platform plugin", _platform),
        ("sound and video", _sound),
        ("icons", _icons),
        ("translations", _translations),
        ("manual", _manual),
    ):
        yield Check("Qt", name, "", _fault(look))
    for kind in (name for entry in KINDS for name in entry.names):
        fault = _fault(partial(show, kind))
        yield Check("Kinds of object", kind, family(kind).view, fault)


def decode_stream(pool: Pool, stream: Stream, decoder: str) -> str:
    """Why the decoder does not give the picture of the stream; "" when it does."""
    answer = pool.submit(
        decode_frame,
        stream.request(decoder),
        lane="decode",
        deadline_seconds=_DECODE_SECONDS,
    ).result()
    expected = stream.expected()
    if answer.decoder != decoder or answer.values.shape != expected.shape:
        return f"{answer.decoder} answered instead"
    off = np.abs(answer.values.astype(int) - expected.astype(int)).max()
    return f"values are wrong by {off}" if off > stream.tolerance else ""


def show(kind: str) -> str:
    """Why an object of this kind cannot be shown; "" when it can."""
    from viewer.commands.drawing import drawing
    from viewer.commands.pixel_stages import StageRequest
    from viewer.demo.build import to_bytes
    from viewer.demo.kinds import object_of
    from viewer.files.sources import Source
    from viewer.ui.painting import painted

    source = Source(f"demo:{kind}", to_bytes(object_of(kind)))
    made = drawing(StageRequest(source, "display"))
    if made.display_set.kind != kind:
        return f"it was taken for {made.display_set.kind}"
    return "" if len(np.unique(painted(made))) > 1 else "nothing was painted"


def _fault(look: Callable[[], str]) -> str:
    """What is wrong, whatever way it shows itself."""
    try:
        return look()
    except Exception as error:  # noqa: BLE001 (any error at all is the finding)
        return f"{type(error).__name__}: {error}"


def _import(module: str) -> str:
    from viewer.ui.widgets.quiet_multimedia import quiet_multimedia

    quiet_multimedia()
    importlib.import_module(f"PySide6.{module}")
    return ""


def _platform() -> str:
    """The plugin with which Qt shows windows here, and one application by it."""
    from PySide6.QtCore import QLibraryInfo
    from PySide6.QtWidgets import QApplication

    from viewer.ui.theme import new_application

    QApplication.instance() or new_application()
    wanted = _PLATFORMS.get(sys.platform, "")
    plugins = QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)
    found = [path.name for path in Path(plugins, "platforms").glob(f"{wanted}*")]
    return "" if found else f"no {wanted} in {plugins}"


def _sound() -> str:
    """What plays is there, which Qt loads only when it is first asked."""
    from PySide6.QtMultimedia import QMediaFormat

    wanted = QMediaFormat.FileFormat.Wave
    readable = QMediaFormat().supportedFileFormats(QMediaFormat.ConversionMode.Decode)
    return "" if wanted in readable else "no backend reads WAV"


def _icons() -> str:
    from viewer.ui.actions import ACTIONS
    from viewer.ui.icons import application_icon, icon

    named = {row.icon: icon(row.icon) for row in ACTIONS if row.icon}
    for name, made in (*named.items(), ("negatoscope", application_icon())):
        if made.pixmap(32, 32).isNull():
            return f"{name} is not drawn"
    return ""


def _translations() -> str:
    """The catalogues are beside the code."""
    folder = Path(viewer.__file__).parent / "resources" / "translations"
    found = gettext.find("negatoscope", str(folder), ["pt_BR"])
    return "" if found else f"no catalogue in {folder}"


def _manual() -> str:
    """Every page in every language, with pictures that Qt can read."""
    from PySide6.QtGui import QImage

    from viewer.ui.language import languages
    from viewer.ui.manual import FOLDER, PAGES
    from viewer.ui.widgets.manual_text import pictures_in

    for code in languages():
        for name in PAGES:
            text = (FOLDER / code / f"{name}.md").read_text("utf-8")
            for picture in pictures_in(text):
                if QImage(str(FOLDER / code / "pictures" / picture)).isNull():
                    return f"{picture} of {code} is not read"
    return ""
