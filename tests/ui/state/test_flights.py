from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.held import HeldPool
from tests.ui.sets import header_of
from viewer import limits
from viewer.demo.build import RLE_LOSSLESS, ct_slice, enhanced_mr, to_bytes
from viewer.files.dataset import complete_header
from viewer.files.sources import Source
from viewer.files.walk import walk_header
from viewer.kinds.base import Frame
from viewer.pixels.look import Window
from viewer.ui.state.flights import Asker, Flights, key_of
from viewer.ui.state.jobs import Jobs
from viewer.work.failure import Failed
from viewer.work.loading import Shown, finish_frame, load_frame
from viewer.work.tasks import decode_frame


class Field:
    """Flights over a pool that answers when told to."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.pool = HeldPool()
        self.jobs = Jobs(self.pool)
        self.flights = Flights(self.jobs)
        self.landed: list[Shown] = []
        self.crashed: list[Failed] = []

    def asker(self, priority: int = 0) -> Asker:
        return Asker(priority, self.landed.append, self.crashed.append)

    def ask(self, frame: Frame, priority: int = 0) -> Asker:
        asker = self.asker(priority)
        self.flights.ask(frame, asker)
        return asker

    def steps(self) -> list[object]:
        """What has been asked of the pool so far."""
        return [function for function, _, _ in self.pool.held]

    def answer(self, number: int) -> None:
        """Answer one question and deal with the answer."""
        before = len(self.jobs._open)
        self.pool.answer(number)
        self.qtbot.waitUntil(
            lambda: len(self.jobs._open) < before or len(self.pool.held) > number + 1
        )


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[Field]:
    field = Field(qtbot)
    yield field
    field.jobs.close()


def native(number: int = 0) -> Frame:
    return Frame(header_of(ct_slice(number), f"memory:{number}"))


def compressed(number: int = 0) -> Frame:
    return Frame(header_of(ct_slice(number), f"memory:{number}", RLE_LOSSLESS))


def test_an_uncompressed_frame_takes_one_job(field: Field) -> None:
    field.ask(native())
    field.answer(0)
    assert field.steps() == [load_frame]
    assert len(field.landed) == 1


def test_a_compressed_frame_goes_through_a_decoder_process(field: Field) -> None:
    frame = compressed()
    field.ask(frame)
    for number in range(3):
        field.answer(number)
    assert field.steps() == [load_frame, decode_frame, finish_frame]
    lanes = [options["lane"] for options in field.pool.options]
    assert lanes == ["disk", "decode", "disk"]
    decoding = field.pool.options[1]
    assert decoding["result_bytes"] == 16 * 16 * 2
    assert decoding["deadline_seconds"] >= 10
    assert decoding["key"] == frame.header.identity
    assert len(field.landed) == 1


def test_what_the_walker_could_not_read_is_read_whole_once(field: Field) -> None:
    header = walk_header(Source("memory:e", to_bytes(enhanced_mr(2))))
    assert header.wants_dataset
    field.ask(Frame(header, 0))
    field.answer(0)
    field.answer(1)
    field.ask(Frame(header, 1))
    field.answer(2)
    assert field.steps() == [complete_header, load_frame, load_frame]
    windows = [shown.default_voi for shown in field.landed]
    assert windows == [Window(500, 1000), Window(510, 1000)]
    assert field.flights.header(Frame(header)).complete


@pytest.mark.parametrize(
    ("priority", "seconds", "is_long"),
    [(10, 1.01, True), (10, 0.99, False), (0, 1.01, False)],
)
def test_what_takes_long_and_is_not_waited_for_leaves_a_worker_free(
    field: Field, priority: int, seconds: float, is_long: bool
) -> None:
    frame = compressed()
    uid = frame.header.transfer_syntax_uid
    pace = seconds * limits.LONG_SECONDS / (16 * 16 * 2)
    field.flights._paces[uid] = pace
    field.ask(frame, priority)
    field.answer(0)
    assert [options["is_long"] for options in field.pool.options] == [False, is_long]


def test_how_long_frames_take_is_learnt(field: Field) -> None:
    field.ask(compressed())
    field.answer(0)
    field.answer(1)
    (pace,) = field.flights._paces.values()
    assert pace > 0


def test_two_who_want_the_same_frame_share_its_way(field: Field) -> None:
    frame = native()
    field.ask(frame)
    field.ask(Frame(frame.header))
    field.answer(0)
    assert len(field.pool.held) == 1
    assert len(field.landed) == 2
    assert field.landed[0] is field.landed[1]


def test_a_frame_is_hurried_when_the_reader_waits_for_it(field: Field) -> None:
    frame = native()
    field.ask(frame, priority=20)
    field.ask(frame, priority=0)
    assert [options["priority"] for options in field.pool.options] == [20, 0]
    assert field.pool.waiting() == [1]
    field.answer(1)
    assert len(field.landed) == 2


def test_a_frame_that_is_being_read_is_not_asked_for_again(field: Field) -> None:
    frame = native()
    field.ask(frame, priority=20)
    field.pool.begin(0)
    field.ask(frame, priority=0)
    assert len(field.pool.held) == 1


def test_the_next_steps_of_a_hurried_frame_are_urgent_too(field: Field) -> None:
    frame = compressed()
    field.ask(frame, priority=20)
    field.pool.begin(0)
    field.ask(frame, priority=0)
    field.answer(0)
    assert field.pool.options[1]["priority"] == 0


def test_a_dropped_frame_that_has_not_begun_is_never_read(field: Field) -> None:
    asker = field.ask(native())
    field.flights.drop(asker)
    assert field.pool.waiting() == []
    field.ask(native())
    assert field.pool.waiting() == [1]


def test_a_dropped_frame_goes_no_further_than_its_present_step(field: Field) -> None:
    """Fast scrolling must not fill the decoders with frames nobody waits for."""
    asker = field.ask(compressed())
    field.pool.begin(0)
    field.flights.drop(asker)
    field.answer(0)
    assert field.steps() == [load_frame]
    assert field.landed == []


def test_what_is_being_decoded_lands_for_one_who_has_gone_on(field: Field) -> None:
    asker = field.ask(compressed())
    field.answer(0)
    field.pool.begin(1)
    field.flights.leave(asker)
    field.answer(1)
    field.answer(2)
    assert len(field.landed) == 1


def test_nothing_is_begun_for_one_who_has_gone_on(field: Field) -> None:
    asker = field.ask(compressed())
    field.pool.begin(0)
    field.flights.leave(asker)
    field.answer(0)
    assert field.steps() == [load_frame]
    waiting = field.ask(native())
    field.flights.leave(waiting)
    assert field.pool.waiting() == []


def test_a_frame_wanted_again_while_it_is_read_goes_on(field: Field) -> None:
    frame = compressed()
    asker = field.ask(frame)
    field.pool.begin(0)
    field.flights.drop(asker)
    field.ask(frame)
    for number in range(3):
        field.answer(number)
    assert len(field.pool.held) == 3
    assert len(field.landed) == 1


def test_one_of_two_may_leave(field: Field) -> None:
    frame = native()
    first, _ = field.ask(frame), field.ask(frame)
    field.flights.drop(first)
    field.answer(0)
    assert len(field.landed) == 1


def test_a_failure_is_told_to_all_and_the_frame_can_be_asked_again(
    field: Field,
) -> None:
    dataset = ct_slice()
    dataset.Rows = 0
    frame = Frame(header_of(dataset))
    field.ask(frame)
    field.ask(frame)
    field.answer(0)
    assert len(field.crashed) == 2
    assert field.crashed[0].sentence.endswith(".")
    field.ask(frame)
    field.answer(1)
    assert len(field.crashed) == 3


def test_clearing_forgets_headers_and_everyone_who_waits(field: Field) -> None:
    frame = native()
    field.ask(frame)
    field.pool.begin(0)
    field.flights.clear()
    field.answer(0)
    assert field.landed == []
    assert field.flights.header(frame) is frame.header


def test_a_file_that_changed_before_its_header_was_read_whole_is_refused(
    field: Field, tmp_path: Path
) -> None:
    """Its complete header may be another patient's."""
    path = tmp_path / "object"
    path.write_bytes(to_bytes(enhanced_mr(2)))
    header = walk_header(Source(str(path)))
    path.write_bytes(to_bytes(enhanced_mr(3)))
    field.ask(Frame(header, 0))
    field.answer(0)
    assert field.steps() == [complete_header]
    assert [crash.sentence for crash in field.crashed] == [
        "The file has changed since it was opened. Open it again."
    ]
    assert field.flights.header(Frame(header)) is header


def test_frames_of_two_states_of_a_file_are_two_frames(tmp_path: Path) -> None:
    path = tmp_path / "object"
    keys = set()
    for number in (2, 3):
        path.write_bytes(to_bytes(enhanced_mr(number)))
        keys.add(key_of(Frame(walk_header(Source(str(path))))))
    assert len(keys) == 2
