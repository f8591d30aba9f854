"""Films: every frame, at its time, with its pixels; read by their boxes and by Qt."""

import itertools
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QMediaPlayer, QVideoSink
from pytestqt.qtbot import QtBot

from tests.ui.viewer import GUARD_MS, rgb_of
from viewer.ui.widgets.mp4 import Mp4Writer
from viewer.ui.widgets.quiet_multimedia import quiet_multimedia

WIDTH, HEIGHT = 64, 48


def picture(level: int) -> QImage:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(0xFF000000 | level * 0x010101)
    return image


def box(content: bytes, *names: bytes) -> bytes:
    """The inside of a box of ISO 14496-12, by the names of those around it."""
    at = 0
    while at < len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        if name == names[0]:
            inside = content[at + 8 : at + size]
            return box(inside, *names[1:]) if names[1:] else inside
        at += size
    raise AssertionError(names)


def times_ms(path: Path) -> list[float]:
    """How long each picture stays, as the film's table of times says."""
    media = box(path.read_bytes(), b"moov", b"trak", b"mdia")
    (scale,) = struct.unpack_from(">I", box(media, b"mdhd"), 12)
    table = box(media, b"minf", b"stbl", b"stts")
    (count,) = struct.unpack_from(">I", table, 4)
    pairs = [struct.unpack_from(">II", table, 8 + 8 * n) for n in range(count)]
    return [ticks * 1000 / scale for many, ticks in pairs for _ in range(many)]


def codec(path: Path) -> bytes:
    """The four letters of the film's sample description."""
    media = box(path.read_bytes(), b"moov", b"trak", b"mdia")
    return box(media, b"minf", b"stbl", b"stsd")[12:16]


def written(qtbot: QtBot, path: Path, times: list[float]) -> str:
    """Make a film with pictures of these lengths, each brighter than the last."""
    quiet_multimedia()
    writer = Mp4Writer(path, (WIDTH, HEIGHT))
    told: list[str] = []
    writer.finished.connect(told.append)
    waiting = list(enumerate(times))

    def feed() -> None:
        if waiting:
            number, length = waiting.pop(0)
            begin = sum(times[:number])
            writer.add(picture(40 * number), begin, begin + length)
        else:
            writer.end()

    writer.hungry.connect(feed)
    writer.start()
    qtbot.waitUntil(lambda: bool(told), timeout=GUARD_MS)
    return told[0]


def test_the_film_says_what_it_is_not_for(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    assert written(qtbot, path, [40.0, 40.0]) == ""
    told = box(path.read_bytes(), b"moov", b"udta", b"meta")[4:]  # after its version
    comment = box(told, b"ilst", b"\xa9cmt", b"data")[8:]  # after kind and language
    assert comment.decode() == "Not cleared for primary diagnosis"
    kinds = {told[at : at + 4] for at in (told.find(b"\xa9day"),) if at >= 0}
    assert kinds == set()


@pytest.mark.parametrize(
    ("times", "within_ms"),
    [
        ([40.0] * 4, 0.001),
        ([33.333] * 7, 0.02),
        ([8.0] * 7, 0.02),
        ([2000.0, 40.0, 100.0, 100.0], 0.02),
    ],
)
def test_every_picture_stays_for_its_own_time(
    qtbot: QtBot, tmp_path: Path, times: list[float], within_ms: float
) -> None:
    path = tmp_path / "film.mp4"
    assert written(qtbot, path, times) == ""
    assert codec(path) == b"mp4v"
    assert times_ms(path) == pytest.approx(times, abs=within_ms)
    assert [one.name for one in tmp_path.iterdir()] == ["film.mp4"]


def test_a_last_picture_of_another_length_comes_twice(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "film.mp4"
    assert written(qtbot, path, [40.0, 40.0, 250.0]) == ""
    assert times_ms(path) == pytest.approx([40.0, 40.0, 125.0, 125.0], abs=0.02)


@pytest.mark.qt_log_ignore("No RHI backend", extend=True)
def test_the_pictures_are_seen_by_a_player(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    assert written(qtbot, path, [400.0, 400.0, 400.0]) == ""
    player, sink = QMediaPlayer(), QVideoSink()
    player.setVideoSink(sink)
    seen: list[Any] = []
    sink.videoFrameChanged.connect(
        lambda frame: seen.append(rgb_of(frame.toImage())) if frame.isValid() else None
    )
    player.setSource(QUrl.fromLocalFile(str(path)))
    player.play()
    ended = QMediaPlayer.MediaStatus.EndOfMedia
    qtbot.waitUntil(lambda: player.mediaStatus() == ended, timeout=GUARD_MS)
    assert seen[0].shape == (HEIGHT, WIDTH, 3)
    levels = sorted({round(float(np.median(one)) / 10) * 10 for one in seen})
    assert levels == [0, 40, 80]
    player.stop()
    player.deleteLater()
    sink.deleteLater()


def test_a_cancelled_film_leaves_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    quiet_multimedia()
    writer = Mp4Writer(tmp_path / "film.mp4", (WIDTH, HEIGHT))
    begins = itertools.count(0, 40)

    def feed() -> None:
        begin = next(begins)
        writer.add(picture(0), begin, begin + 40)

    told: list[str] = []
    writer.finished.connect(told.append)
    writer.hungry.connect(feed)
    writer.start()
    qtbot.waitUntil(lambda: writer.waits > 0 or bool(told), timeout=GUARD_MS)
    writer.cancel()
    assert told == ["Cancelled."]
    qtbot.waitUntil(lambda: list(tmp_path.iterdir()) == [], timeout=GUARD_MS)


def test_a_place_that_cannot_be_written_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    told = written(qtbot, tmp_path / "absent" / "film.mp4", [40.0])
    assert told.startswith("film.mp4 was not saved: ")
    assert told.endswith(". Choose another folder, or a GIF.")
