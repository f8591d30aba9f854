"""Which start is the window, and what the others tell it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.limits import HANDED_OVER_BYTES
from viewer.ui import single_instance
from viewer.ui.single_instance import (
    LONGEST_SOCKET_PATH,
    Claim,
    claim_or_hand_over,
    messages_of,
    paths_of,
    runtime_folder,
    server_name,
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="folders of POSIX systems")
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test meets the windows of the person at this machine."""
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(single_instance, "runtime_folder", lambda: str(folder))


def claimed(*paths: str) -> Claim:
    claim = claim_or_hand_over(paths, wait_seconds=0)
    assert claim is not None
    return claim


def test_the_first_start_is_the_window() -> None:
    claim = claimed("/data")
    assert claim.is_ours
    claim.release()


def test_a_second_start_waits_for_the_first_and_then_has_its_own_window() -> None:
    first, second = claimed("/data"), claimed("/data")
    assert not second.is_ours
    first.release()
    third = claimed("/data")
    assert third.is_ours
    third.release()


def test_nothing_is_left_behind() -> None:
    claimed("/data").release()
    folder = single_instance.runtime_folder()
    assert folder is not None
    assert os.listdir(folder) == []


@posix
def test_a_lock_that_was_removed_while_it_was_waited_for_is_no_claim(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import fcntl

    first = claimed("/data")
    lock = fcntl.flock
    others: list[Claim] = []

    def late(descriptor: int, how: int) -> None:
        """The first window ends and another one starts just before this lock."""
        monkeypatch.setattr(fcntl, "flock", lock)
        first.release()
        others.append(claimed("/data"))
        lock(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", late)
    assert not claimed("/data").is_ours
    assert others[0].is_ours
    others[0].release()


def test_the_claim_of_a_dead_program_is_free() -> None:
    code = (
        "import sys; from viewer.ui import single_instance as s; "
        "s.runtime_folder = lambda: sys.argv[1]; "
        "print(s.claim_or_hand_over([]).is_ours, flush=True); sys.stdin.read()"
    )
    folder = single_instance.runtime_folder()
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline().strip() == b"True"
    assert not claimed().is_ours
    process.kill()
    process.communicate()
    again = claimed()
    assert again.is_ours
    again.release()


def test_without_a_private_folder_each_start_has_its_window(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(single_instance, "runtime_folder", lambda: None)
    assert not claimed("/data").is_ours


def test_where_no_lock_can_be_made_each_start_has_its_window(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        single_instance, "runtime_folder", lambda: str(tmp_path / "missing")
    )
    claim = claim_or_hand_over(["/data"])
    assert claim == Claim("")


def test_the_demonstration_is_never_handed_over() -> None:
    first = claimed()
    claim = claim_or_hand_over([], handing=False)
    assert claim is not None
    assert not claim.is_ours
    first.release()


def test_the_first_start_loads_no_qt_for_it(tmp_path: Path) -> None:
    code = (
        "import sys; from viewer.ui.single_instance import claim_or_hand_over; "
        "claim = claim_or_hand_over(['/data']); assert claim.is_ours; "
        "claim.release(); "
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    environment = {**os.environ, "NEGATOSCOPE_SETTINGS": str(tmp_path / "other.json")}
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment)
    assert found.returncode == 0


def test_settings_and_screens_of_their_own_have_windows_of_their_own() -> None:
    environments = [
        {"NEGATOSCOPE_SETTINGS": "/a.json", "DISPLAY": ":0"},
        {"NEGATOSCOPE_SETTINGS": "/b.json", "DISPLAY": ":0"},
        {"NEGATOSCOPE_SETTINGS": "/a.json", "DISPLAY": ":1"},
        {"NEGATOSCOPE_SETTINGS": "/a.json", "QT_QPA_PLATFORM": "offscreen"},
    ]
    names = {server_name("/run", environment) for environment in environments}
    assert len(names) == len(environments)
    assert server_name("/run", environments[0]) in names


@posix
def test_the_folder_is_the_session_s_or_one_that_is_made_for_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "LONGEST_SOCKET_PATH", 1000)
    session = tmp_path / "session"
    session.mkdir(mode=0o700)
    own = str(tmp_path / f"negatoscope-{os.getuid()}")
    both = {"XDG_RUNTIME_DIR": str(session), "TMPDIR": str(tmp_path)}
    assert runtime_folder(both) == str(session)
    session.chmod(0o755)
    assert runtime_folder(both) == own
    assert os.stat(own).st_mode & 0o777 == 0o700


@posix
def test_a_folder_whose_name_is_too_long_for_a_socket_is_passed_over() -> None:
    assert runtime_folder({"TMPDIR": "/" + "x" * LONGEST_SOCKET_PATH}) is None


@posix
@pytest.mark.parametrize("bad", ["open to all", "a link", "a file"])
def test_a_folder_that_others_may_have_prepared_is_not_used(
    tmp_path: Path, bad: str
) -> None:
    own = tmp_path / f"negatoscope-{os.getuid()}"
    if bad == "open to all":
        own.mkdir()
        own.chmod(0o777)
    elif bad == "a link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        own.symlink_to(tmp_path / "elsewhere")
    else:
        own.touch(mode=0o600)
    assert runtime_folder({"TMPDIR": str(tmp_path)}) is None


@posix
def test_the_socket_has_room_in_its_address() -> None:
    name = server_name("/" + "x" * (LONGEST_SOCKET_PATH - 33))
    assert len(name) <= LONGEST_SOCKET_PATH


def test_paths_come_back_as_they_were_given() -> None:
    paths = ["/data/espaço ç.dcm", "/π/\udcff", "/a\nb", "/archive.zip!/member"]
    (message,) = messages_of(paths)
    assert paths_of(message) == paths
    assert json.loads(message) == {"open": paths}
    assert message.count(b"\n") == 1


def test_no_paths_are_a_message_too() -> None:
    assert [paths_of(message) for message in messages_of([])] == [[]]


def test_a_long_selection_is_parted_in_its_order() -> None:
    paths = [f"/folder/{'x' * 200}/{number}" for number in range(1000)]
    messages = messages_of(paths)
    assert len(messages) > 1
    assert all(len(message) <= HANDED_OVER_BYTES for message in messages)
    assert [path for one in messages for path in paths_of(one) or []] == paths


def test_a_path_longer_than_a_message_is_not_handed_over() -> None:
    assert messages_of(["/" + "x" * HANDED_OVER_BYTES]) == []


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"open /data\n",
        b"[]\n",
        b'"/data"\n',
        b"null\n",
        b"\xff\xfe\n",
        b'{"open": "/data"}\n',
        b'{"open": null}\n',
        b'{"open": ["data"]}\n',
        b'{"open": ["--demo"]}\n',
        b'{"open": [7]}\n',
        b'{"open": ["/a\\u0000b"]}\n',
        b'{"open": ["/data"], "quit": true}\n',
        b'{"command": ["/data"]}\n',
        b"[" * 60_000,
        b'{"open": ["/' + b"x" * HANDED_OVER_BYTES + b'"]}\n',
    ],
)
def test_anything_but_absolute_paths_is_dropped(message: bytes) -> None:
    assert paths_of(message) is None
