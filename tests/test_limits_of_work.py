"""Limits on archives, workers and what is kept, each tried from both sides."""

import math
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.files.test_dicomdir import dicomdir, found
from tests.files.zips import zipped
from tests.pixels.headers import header
from tests.work import chores
from viewer import limits
from viewer.commands.asking import asked
from viewer.commands.pixel_stages import StageRequest
from viewer.demo.build import ct_slice, to_bytes
from viewer.files import archive
from viewer.files.archive import member_of
from viewer.files.scan import Skipped
from viewer.files.scan_archive import Passwords
from viewer.files.sources import ArchiveError, Source
from viewer.pixels import deflated
from viewer.pixels.agreement import agreed
from viewer.pixels.codestream import CodeStream
from viewer.pixels.decode import DecodeRequest
from viewer.pixels.encoding import PixelError, encoding_of
from viewer.pixels.frames import FrameBytes
from viewer.pixels.subtraction import Subtraction
from viewer.store.studies import Studies
from viewer.store.thumbnails import Thumbnails
from viewer.ui.state.scenes import Scenes
from viewer.work.pool import DEADLINES, Pool
from viewer.work.process import WorkerProcess
from viewer.work.rooms import Rooms
from viewer.work.spares import WorkerLostError
from viewer.work.tasks import result_bytes

Limits = pytest.MonkeyPatch
DEFLATED = "1.2.840.10008.1.2.1.99"


def member(path: Path, name: str) -> Source:
    return Source(f"{path}!/{name}", member=name)


def test_a_compressed_member_inflates_only_so_far(
    tmp_path: Path, monkeypatch: Limits
) -> None:
    path = zipped(tmp_path / "a.zip", {"zeros": bytes(1000)})
    monkeypatch.setattr(limits, "ARCHIVE_MEMBER_BYTES", 1000)
    assert member_of(member(path, "zeros")).read(0, 1000) == bytes(1000)
    path = zipped(tmp_path / "b.zip", {"zeros": bytes(1001)})
    with pytest.raises(ArchiveError):
        member_of(member(path, "zeros")).read(0, 1001)
    path = zipped(tmp_path / "c.zip", {"zeros": bytes(1001)}, zipfile.ZIP_STORED)
    assert member_of(member(path, "zeros")).read(0, 1001) == bytes(1001)


def test_members_and_archives_are_kept_up_to_a_number(
    tmp_path: Path, monkeypatch: Limits
) -> None:
    monkeypatch.setattr(archive, "_members", type(archive._members)())
    monkeypatch.setattr(archive, "_archives", type(archive._archives)())
    monkeypatch.setattr(limits, "ARCHIVE_MEMBERS_KEPT", 3)
    monkeypatch.setattr(limits, "ARCHIVES_KEPT", 2)
    for number in range(4):
        path = zipped(tmp_path / f"{number}.zip", {"one": b"1", "two": b"2"})
        member_of(member(path, "one"))
        member_of(member(path, "two"))
        assert len(archive._members) == min(3, 2 * number + 2)
        assert len(archive._archives) == min(2, number + 1)


@pytest.mark.parametrize(("right", "is_opened"), [(2, True), (3, False)])
def test_a_password_is_asked_for_so_often(
    monkeypatch: Limits, right: int, is_opened: bool
) -> None:
    monkeypatch.setattr(limits, "PASSWORD_TRIES", 3)
    said = iter([*["wrong"] * right, "right"])
    locked: Any = SimpleNamespace(accepts=lambda password: password == b"right")
    passwords = Passwords(lambda *_: next(said), lambda: False)
    assert bool(passwords.open("a.zip", locked)) == is_opened


@pytest.mark.parametrize("most", [2, 1])
def test_so_many_files_beside_a_dicomdir_are_looked_at(
    tmp_path: Path, monkeypatch: Limits, most: int
) -> None:
    monkeypatch.setattr(limits, "UNLISTED_FILES", most)
    for name in ("LISTED", "A", "B"):
        (tmp_path / name).write_bytes(to_bytes(ct_slice(0)))
    listing = found(dicomdir(tmp_path / "DICOMDIR", ["LISTED"]))
    beside = [one for one in listing if isinstance(one, Skipped)]
    names = {Path(one.path).name for one in beside} & {"A", "B"}
    assert len(names) <= most
    assert most == 1 or len(names) == 2


@pytest.mark.parametrize("is_kept", [True, False])
def test_an_inflated_file_is_kept_up_to_a_size(
    tmp_path: Path, monkeypatch: Limits, is_kept: bool
) -> None:
    monkeypatch.setattr(deflated, "_kept", {})
    path = tmp_path / "deflated"
    path.write_bytes(to_bytes(ct_slice(0), DEFLATED))
    size = len(deflated.inflated(str(path), None))
    deflated._kept.clear()
    monkeypatch.setattr(limits, "INFLATED_BYTES_KEPT", size - (not is_kept))
    deflated.inflated(str(path), None)
    assert bool(deflated._kept) == is_kept


def test_only_small_frames_may_be_larger_than_their_stream(monkeypatch: Limits) -> None:
    encoding = replace(encoding_of(header(bytes(8))), frames=2, rows=8, columns=8)
    tile = CodeStream("JPEG 2000", rows=4, columns=8, components=1, precision=16)
    monkeypatch.setattr(limits, "TILE_PIXELS", 64)
    assert agreed(tile, encoding).rows == 4
    monkeypatch.setattr(limits, "TILE_PIXELS", 63)
    with pytest.raises(PixelError, match="pixels"):
        agreed(tile, encoding)


def test_lanes_without_a_deadline_of_the_job_have_one() -> None:
    assert DEADLINES == {
        "header": limits.HEADER_DEADLINE_SECONDS,
        "decode": limits.FRAME_DEADLINE_MAX_SECONDS,
        "render": limits.RENDER_SECONDS,
    }


def test_a_rendered_picture_has_so_many_pixels_and_no_more() -> None:
    grid = SimpleNamespace(centre_mm=(0.0, 0.0, 0.0))
    body = SimpleNamespace(solid=SimpleNamespace(grid=grid, diameter_mm=1.0))
    scenes: Any = SimpleNamespace(body=lambda model: body)
    side = math.isqrt(limits.SOLID_PIXELS)
    for size in (side - 24, side, side + 24):
        model: Any = SimpleNamespace(size=(size, size))
        screen = Scenes.screen(scenes, model)
        assert screen is not None
        assert screen.columns == screen.rows == min(size, side)


class Noted(Pool):
    """Keeps what it is asked and answers nothing."""

    options: dict[str, Any]

    def submit(self, function: Any, request: Any, **options: Any) -> Any:
        self.options = options


@pytest.mark.parametrize("is_late", [False, True])
def test_a_command_tries_again_while_there_is_time(
    monkeypatch: Limits, is_late: bool
) -> None:
    pool, request = Noted(), StageRequest(Source("a"), "stored")
    asked(pool, chores.double, request)  # type: ignore[arg-type]
    assert pool.options["deadline_seconds"] == limits.FILE_SECONDS
    monkeypatch.setattr(limits, "SECOND_TRY_SECONDS", -1.0 if is_late else 60.0)
    again = pool.options["retry"](request)
    assert (again is None) == is_late


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    made = WorkerProcess(())
    made.wait_ready()
    yield made
    made.close()


def test_a_worker_is_confined_and_ready_in_time(worker: WorkerProcess) -> None:
    assert limits.WORKER_START_SECONDS >= 10  # of slow machines: a guard, no target
    assert limits.WORKER_MEMORY_KEPT_BYTES < limits.WORKER_ADDRESS_BYTES
    found = worker.ask(chores.limits_in_force, None, seconds=30.0)
    assert isinstance(found, dict)
    assert limits.WORKER_OPEN_FILES in found.values()
    assert limits.WORKER_ADDRESS_BYTES in found.values()


def test_a_worker_that_does_not_come_up_is_given_up(monkeypatch: Limits) -> None:
    monkeypatch.setattr(limits, "WORKER_START_SECONDS", 0.0)
    late = WorkerProcess(())
    try:
        with pytest.raises(WorkerLostError):
            late.wait_ready()
    finally:
        late.close()


def test_large_answers_have_a_shared_block_and_small_ones_none(
    worker: WorkerProcess,
) -> None:
    worker.ask(chores.double, 1, seconds=30.0, result_bytes=1)
    assert worker._block is None
    most = limits.SHARED_ARRAY_BYTES
    worker.ask(chores.double, 1, seconds=30.0, result_bytes=most - 1)
    assert worker._block is None
    worker.ask(chores.double, 1, seconds=30.0, result_bytes=most)
    assert worker._block is not None


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_block_up_to_a_size_is_kept_for_the_next_answer(
    worker: WorkerProcess, monkeypatch: Limits, is_kept: bool
) -> None:
    size = 4 * limits.SHARED_ARRAY_BYTES
    monkeypatch.setattr(limits, "KEPT_BLOCK_BYTES", size if is_kept else size - 4096)
    worker.ask(chores.double, 1, seconds=30.0, result_bytes=size)
    worker._shrink_block()
    assert (worker._block is not None) == is_kept


def test_arrays_of_an_answer_have_room_to_be_aligned() -> None:
    encoding = encoding_of(header(bytes(8)))
    plain = DecodeRequest(FrameBytes(None, b"", ()), encoding, 0)
    subtracted = replace(plain, subtraction=Subtraction((0,), (1,)))
    more = result_bytes(subtracted) - result_bytes(plain)
    assert more == limits.SHARED_ALIGNMENT_BYTES + 4 * 4


def test_free_memory_is_kept_up_to_its_limit() -> None:
    kept = Rooms()
    pieces = [kept.take(limits.LARGEST_ROOM_BYTES) for _ in range(10)]
    assert all(piece is not None for piece in pieces)
    assert kept.take(limits.LARGEST_ROOM_BYTES + 1) is None
    del pieces
    assert 0 < kept.free_bytes <= limits.KEPT_ROOMS_BYTES
    assert kept.free_bytes > limits.KEPT_ROOMS_BYTES - 2 * limits.LARGEST_ROOM_BYTES


def test_what_is_kept_of_known_files_ends_at_the_stated_sizes() -> None:
    """That they are kept to is tested in tests/store, with smaller ones."""
    base: Any = None
    assert Studies(base, "one")._limit_bytes == limits.INDEX_BYTES
    assert Thumbnails(base)._limit_bytes == limits.THUMBNAIL_CACHE_BYTES
