"""What a running window takes from later starts, and what it drops."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from tests.ui.viewer import GUARD_MS
from viewer.limits import HANDED_OVER_BYTES
from viewer.ui import receiver as receiver_module
from viewer.ui.receiver import Receiver
from viewer.ui.single_instance import (
    Claim,
    claim_or_hand_over,
    runtime_folder,
    server_name,
)

ROOT = Path(__file__).parent.parent.parent
START = (
    "import sys; from viewer.ui.single_instance import claim_or_hand_over; "
    "sys.exit(claim_or_hand_over(sys.argv[1:]) is not None)"
)
Connect = Callable[[], QLocalSocket]


@pytest.fixture
def claim() -> Iterator[Claim]:
    """The tests' own settings file makes it another one than anybody's."""
    claim = claim_or_hand_over([])
    assert claim is not None
    assert claim.is_ours
    yield claim
    claim.release()


@pytest.fixture
def receiver(claim: Claim, qapp: object) -> Iterator[Receiver]:
    receiver = Receiver(claim)
    yield receiver
    receiver.close()


@pytest.fixture
def connect(receiver: Receiver, claim: Claim) -> Connect:
    assert receiver.listen()

    def connect() -> QLocalSocket:
        socket = QLocalSocket(receiver)
        socket.connectToServer(claim.server_name)
        assert socket.waitForConnected(GUARD_MS)
        return socket

    return connect


def is_cut(socket: QLocalSocket) -> bool:
    return socket.state() == QLocalSocket.LocalSocketState.UnconnectedState


def start(*paths: str, folder: Path = ROOT) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", START, *paths]
    return subprocess.Popen(command, cwd=folder, env=environment)


def test_a_second_start_hands_over_absolute_paths_and_ends(
    receiver: Receiver, qtbot: QtBot, tmp_path: Path
) -> None:
    assert receiver.listen()
    with qtbot.waitSignal(receiver.received, timeout=GUARD_MS) as waited:
        process = start("espaço ç.dcm", "/data", folder=tmp_path)
    assert waited.args == [[str(tmp_path / "espaço ç.dcm"), "/data"]]
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=GUARD_MS)
    assert process.returncode == 0


def test_starts_that_come_before_the_window_listens_wait_for_it(
    receiver: Receiver, qtbot: QtBot
) -> None:
    got: list[str] = []
    receiver.received.connect(got.extend)
    processes = [start(f"/{number}") for number in range(4)]
    assert receiver.listen()
    qtbot.waitUntil(lambda: len(got) == 4, timeout=GUARD_MS)
    assert sorted(got) == ["/0", "/1", "/2", "/3"]
    qtbot.waitUntil(lambda: all(p.poll() == 0 for p in processes), timeout=GUARD_MS)


def test_the_socket_of_a_dead_program_is_replaced(
    receiver: Receiver, claim: Claim, qtbot: QtBot
) -> None:
    Path(claim.server_name).touch()
    assert receiver.listen()
    with qtbot.waitSignal(receiver.received, timeout=GUARD_MS):
        process = start("/data")
    qtbot.waitUntil(lambda: process.poll() == 0, timeout=GUARD_MS)


def test_only_this_user_can_reach_the_socket(receiver: Receiver, claim: Claim) -> None:
    assert receiver.listen()
    assert Path(claim.server_name).stat().st_mode & 0o077 == 0


def test_a_window_without_the_claim_does_not_listen(
    receiver: Receiver, claim: Claim
) -> None:
    assert receiver.listen()
    second = Receiver(Claim(claim.server_name))
    assert not second.listen()
    second.close()
    assert Path(claim.server_name).exists()


def test_a_closed_window_leaves_the_place_to_the_next(
    receiver: Receiver, claim: Claim
) -> None:
    assert receiver.listen()
    receiver.close()
    assert not Path(claim.server_name).exists()
    following = claim_or_hand_over(["/data"])
    assert following is not None
    assert following.is_ours
    following.release()


@pytest.mark.parametrize(
    "message",
    [b"quit\n", b'{"open": ["relative"]}\n', b"{}\n", b"x" * (HANDED_OVER_BYTES + 9)],
    ids=["a word", "a relative path", "nothing known", "no end"],
)
def test_anything_else_is_dropped_without_an_answer(
    receiver: Receiver, connect: Connect, qtbot: QtBot, message: bytes
) -> None:
    got: list[list[str]] = []
    receiver.received.connect(got.append)
    socket = connect()
    socket.write(message)
    qtbot.waitUntil(lambda: is_cut(socket), timeout=GUARD_MS)
    assert bytes(socket.readAll().data()) == b""
    assert got == []


def test_one_connection_says_one_thing(
    receiver: Receiver, connect: Connect, qtbot: QtBot
) -> None:
    got: list[list[str]] = []
    receiver.received.connect(got.append)
    socket = connect()
    socket.write(b'{"open": ["/a"]}\n{"open": ["/b"]}\n')
    qtbot.waitUntil(lambda: is_cut(socket), timeout=GUARD_MS)
    assert got == [["/a"]]


def test_a_message_in_pieces_is_one_message(
    receiver: Receiver, connect: Connect, qtbot: QtBot
) -> None:
    socket = connect()
    socket.write(b'{"open": ["/a')
    socket.waitForBytesWritten(GUARD_MS)
    with qtbot.waitSignal(receiver.received, timeout=GUARD_MS) as waited:
        socket.write(b'b"]}\n')
    assert waited.args == [["/ab"]]


def test_one_who_says_nothing_is_cut_off(
    connect: Connect, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiver_module, "PATIENCE_MS", 0)
    socket = connect()
    qtbot.waitUntil(lambda: is_cut(socket), timeout=GUARD_MS)


def test_the_tests_stay_apart_from_the_person_s_window(claim: Claim) -> None:
    folder = runtime_folder()
    assert folder is not None
    elsewhere = {**os.environ, "NEGATOSCOPE_SETTINGS": ""}
    assert server_name(folder, elsewhere) != claim.server_name
