"""Media that vanish, lose files or cut them while the reader scrolls, and come back.

Each slice is a picture with the values of its own file, a marked one, or a sentence;
what was seen stays; after the medium came back, "Try again" brings the picture.
"""

import shutil
from pathlib import Path

import numpy as np

from tests.campaign.plan import Plan, peak_memory_mb
from tests.campaign.record import Record
from tests.campaign.session import Session, timed_out_is_a_fault
from viewer.demo.build import RLE_LOSSLESS, ct_slice, to_bytes

SLICES, SIZE = 24, 64


def run(plan: Plan) -> Record:
    """Each turn a new disc vanishes, is cut, or is exchanged for another one."""
    chance, tried = plan.chance(), 0
    with Session(plan) as session:
        for turn in plan.turns():
            disc = plan.folder / f"disc-{turn}"
            kept = plan.folder / f"kept-{turn}"
            _disc(disc, shift=100 * turn, compressed=bool(turn % 2))
            session.open(disc)
            with timed_out_is_a_fault(session, f"turn {turn}"):
                _scroll(session, chance.sample(range(SLICES), 4), 100 * turn)
                shutil.copytree(disc, kept)
                harm = (_remove, _cut, _exchange)[turn % 3]
                harm(disc, turn)
                tried += SLICES
                _scroll(session, chance.sample(range(SLICES), SLICES), 100 * turn)
                shutil.rmtree(disc, ignore_errors=True)
                shutil.copytree(kept, disc)
                _retry(session)
            session.close_studies()
            shutil.rmtree(disc)
            shutil.rmtree(kept)
        stall, faults = session.watch.longest_seconds * 1000, tuple(session.faults)
    return Record(
        "vanishing",
        tried,
        plan.seed,
        plan.elapsed,
        restarts=session.restarts,
        longest_stall_ms=stall,
        peak_memory_mb=peak_memory_mb(),
        faults=faults,
        note="slices of media that vanish, are cut or exchanged while scrolling",
    )


def _pixels(
    number: int, shift: int
) -> np.ndarray[tuple[int, int], np.dtype[np.uint16]]:
    ramp = np.arange(SIZE * SIZE, dtype=np.uint16).reshape(SIZE, SIZE) % 97
    return ramp + np.uint16(shift + number)


def _disc(folder: Path, shift: int, compressed: bool) -> None:
    folder.mkdir()
    for number in range(SLICES):
        dataset = ct_slice(number, _pixels(number, shift))
        syntax = RLE_LOSSLESS if compressed else ""
        (folder / str(number)).write_bytes(to_bytes(dataset, syntax))


def _remove(disc: Path, turn: int) -> None:
    shutil.rmtree(disc)


def _cut(disc: Path, turn: int) -> None:
    for number, path in enumerate(sorted(disc.iterdir())):
        if number % 2:
            data = path.read_bytes()
            path.write_bytes(data[: len(data) * 2 // 3])


def _exchange(disc: Path, turn: int) -> None:
    """Other pictures under the same names: another patient's disc was put in."""
    shutil.rmtree(disc)
    _disc(disc, shift=100 * turn + 50, compressed=bool(turn % 2))


def _scroll(session: Session, numbers: list[int], shift: int) -> None:
    model = session.viewer.model
    for number in numbers:
        model.go_to(number)
        session.viewer.wait()
        if model.trouble is not None:
            continue
        if model.shown is None:
            session.faults.append(f"slice {number}: neither a picture nor a sentence")
            return
        own = int(Path(model.shown.frame.header.source.path).name)
        is_own = np.array_equal(model.shown.decoded.values, _pixels(own, shift))
        if not is_own and not model.shown.decoded.marks:
            session.faults.append(f"file {own}: values that are not its own, unmarked")


def _retry(session: Session) -> None:
    """The medium is back: what could not be shown is asked for again."""
    model = session.viewer.model
    if model.trouble is None:
        return
    model.ask_again()
    session.viewer.wait()
    if model.trouble is not None and not model.trouble.sentence:
        session.faults.append("a frame failed again without a sentence")
