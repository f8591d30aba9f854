"""Settings and databases cut, flipped, emptied and filled with noise.

The program starts, keeps what was damaged aside, says so, and brings back what its
backups have: no mark that stands in a backup or is still whole is lost.
"""

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication

from tests.campaign.plan import Plan, peak_memory_mb
from tests.campaign.record import Record
from tests.campaign.session import Session
from viewer.demo.build import ct_slice, to_bytes
from viewer.geometry.marks import FrameKey, Mark
from viewer.store.lasting import KeepingError, NewerError
from viewer.store.marks import MarkChange, Marks, Place, _understood
from viewer.store.settings import (
    DAMAGED,
    RESTORED,
    VARIABLE,
    Settings,
    load_settings,
    save_settings,
)
from viewer.text import set_language, tr
from viewer.ui.start import _made
from viewer.ui.theme import new_application

if TYPE_CHECKING:
    from viewer.ui.single_instance import Claim

MARKS = 40
STUDY = "1.2.3"
WINDOW_EVERY = 12
"""So often the damaged files meet the real window."""

KEPT = replace(Settings(), theme="light", smooth=False, recent_paths=("/a", "/b"))


def run(plan: Plan) -> Record:
    """Settings, marks and the databases of known files take turns."""
    chance, tried, lost = plan.chance(), 0, 0
    faults: list[str] = []
    for turn in plan.turns():
        folder = plan.folder / str(turn)
        folder.mkdir()
        if turn % WINDOW_EVERY == WINDOW_EVERY - 1:
            faults += _in_the_window(replace(plan, folder=folder), chance)
        elif turn % 2:
            faults += _settings(folder, chance)
        else:
            gone, found = _marks(folder, chance)
            lost += gone
            faults += found
        shutil.rmtree(folder)
        tried += 1
    return Record(
        "stores",
        tried,
        plan.seed,
        plan.elapsed,
        peak_memory_mb=peak_memory_mb(),
        marks_lost=lost,
        faults=tuple(faults),
        note="damaged settings and databases",
    )


def harmed(path: Path, chance: random.Random) -> str:
    """Damage the file; what was done to it."""
    data = path.read_bytes()
    name = chance.choice(list(_HARMS))
    path.write_bytes(_HARMS[name](data, chance))
    return name


def _flip(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 8, 200))):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _blank(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes(len(data) - at)


_HARMS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "cut": lambda data, chance: data[: chance.randrange(len(data))],
    "flipped": _flip,
    "blank from somewhere on": _blank,
    "noise": lambda data, chance: chance.randbytes(len(data)),
    "empty": lambda data, chance: b"",
    "doubled": lambda data, chance: data + data,
}


def _settings(folder: Path, chance: random.Random) -> list[str]:
    """A file that is none any more comes back from its backup, and that is told."""
    path, told = folder / "settings.json", list[str]()
    save_settings(KEPT, path)
    harm, harmed_data = harmed(path, chance), path.read_bytes()
    try:
        found = load_settings(path, lambda said, **values: told.append(said))
    except Exception as error:  # noqa: BLE001 (whatever it is, the program did not start)
        return [f"settings {harm}: {type(error).__name__}"]
    if told == [RESTORED] and found != KEPT:
        return [f"settings {harm}: the backup came back other than it was"]
    if told == [DAMAGED]:
        return [f"settings {harm}: the backup was not used"]
    is_aside = bool(list(folder.glob("*.bad*")))
    if is_aside != (told in ([RESTORED], [DAMAGED])):
        return [f"settings {harm}: kept aside {is_aside}, but told {told}"]
    if is_broken(harmed_data) and not is_aside:
        return [f"settings {harm}: taken for whole"]
    return []


def is_broken(data: bytes) -> bool:
    """It is no settings file any more, by Python's own reader of JSON."""
    try:
        return not isinstance(json.loads(data), dict)
    except (ValueError, RecursionError):
        return True


def _place(number: int) -> Place:
    return Place(STUDY, FrameKey(f"1.2.{number % 5}"), (64, 64))


def _mark(number: int) -> MarkChange:
    mark = Mark(f"2.25.{number}", "point", ((number + 0.5, 2.5),), f"note {number}")
    return MarkChange(mark.uid, _place(number), mark)


def _marks(folder: Path, chance: random.Random) -> tuple[int, list[str]]:
    """(marks lost, faults): half of them are in the backup of the second window."""
    path, told = folder / "marks.sqlite", list[str]()
    for part in range(2):
        store = Marks(path)
        half = range(part * MARKS // 2, (part + 1) * MARKS // 2)
        store.save([_mark(number) for number in half])
        store.close()
    backed_up = {f"2.25.{number}" for number in range(MARKS // 2)}
    harm = harmed(path, chance)
    intact = _rows_left(path)
    store = Marks(path)
    store.tell = told.append
    try:
        kept = {mark.uid for _, mark in store.load([STUDY]).marks}
        store.save([_mark(MARKS)])
        after = {mark.uid for _, mark in store.load([STUDY]).marks}
    except NewerError:  # so the damaged head says, and the reader is told
        return 0, []
    except KeepingError as error:
        return 0, [f"marks {harm}: {error}"]
    finally:
        store.close()
    faults = [] if after == kept | {f"2.25.{MARKS}"} else [f"marks {harm}: not kept"]
    whole = {f"2.25.{number}" for number in range(MARKS)}
    if kept != whole and not told:
        faults.append(f"marks {harm}: {len(whole - kept)} are gone without a word")
    if told and not (folder / told[0]).exists():
        faults.append(f"marks {harm}: the damaged file was not kept aside")
    gone = (backed_up | intact) - kept
    if gone:
        faults.append(f"marks {harm}: lost {sorted(gone)}, told {told}")
    return len(gone), faults


def _rows_left(path: Path) -> set[str]:
    """Marks that SQLite itself still finds from the beginning of the damaged file."""
    found: set[str] = set()
    copy = path.with_name("copy.sqlite")
    shutil.copy(path, copy)
    base = sqlite3.connect(copy)
    base.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        for row in base.execute("SELECT * FROM marks ORDER BY rowid"):
            is_text = not any("\ufffd" in part for part in row if isinstance(part, str))
            if is_text and _understood(row) is not None:
                found.add(str(row[0]))
    except (sqlite3.Error, UnicodeDecodeError):  # its message quotes the damage
        pass
    finally:
        base.close()
        copy.unlink()
    return found


def _in_the_window(plan: Plan, chance: random.Random) -> list[str]:
    """Everything that is kept is damaged at once; the image shows, trouble is told."""
    image, faults = plan.folder / "image", list[str]()
    image.write_bytes(to_bytes(ct_slice()))
    with Session(plan, remember=True) as session:
        session.open(image)
        session.app.preferences.save()
        faults += session.faults
    kept = plan.folder / "kept"
    for path in [path for path in kept.rglob("*") if path.is_file()]:
        if path.stat().st_size:
            harmed(path, chance)
    stored = (kept / "settings.json").read_bytes()
    faults += _untold(plan, must_tell=is_broken(stored))
    settings = load_settings(kept / "settings.json")
    with Session(plan, settings=settings, remember=True) as session:
        session.open(image)
        if session.shown() != "picture":
            faults.append(f"the window shows {session.shown()}, {settings}")
        faults += session.faults
    return faults


def _untold(plan: Plan, *, must_tell: bool) -> list[str]:
    """Start as the program does: the reader finds in the window what was damaged."""
    os.environ[VARIABLE] = str(plan.folder / "kept" / "settings.json")
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else new_application()
    claim = cast("Claim", SimpleNamespace(is_ours=True))
    app, pool = _made(application, claim, from_disc=False)
    app.window.show()
    said = app.status.noted.accessibleName() if app.status.noted.isVisible() else ""
    app.close()
    pool.close()
    is_told = tr(RESTORED) in said or tr(DAMAGED) in said
    set_language("en")
    if is_told == must_tell:
        return []
    return [f"settings damaged: {must_tell}, in the window: {said!r}"]
