import argparse
from pathlib import Path

import pytest

from viewer.commands.index import run as index
from viewer.commands.info import run as info
from viewer.commands.pixels import run as pixels
from viewer.commands.words import parsed
from viewer.demo.build import ct_slice, to_bytes


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(exit_on_error=False)
    made.add_argument("paths", nargs="+")
    made.add_argument("--json", action="store_true")
    made.add_argument("--pair", nargs=2, type=int)
    return made


@pytest.mark.parametrize(
    ("words", "paths", "json"),
    [
        (["a", "--json", "b"], ["a", "b"], True),
        (["--json", "--", "-a", "--json"], ["-a", "--json"], True),
        (["--", "--", "-b"], ["--", "-b"], False),
        (["a", "--", "b"], ["a", "b"], False),
        (["--pair", "1", "2", "--", "-a"], ["-a"], False),
    ],
    ids=str,
)
def test_what_follows_two_dashes_are_paths(
    parser: argparse.ArgumentParser, words: list[str], paths: list[str], json: bool
) -> None:
    options = parsed(parser, words)
    assert (options.paths, options.json) == (paths, json)
    assert options.pair in (None, [1, 2])


def test_two_dashes_alone_name_nothing(parser: argparse.ArgumentParser) -> None:
    with pytest.raises(SystemExit):
        parsed(parser, ["--json", "--"])


def test_commands_read_files_whose_names_begin_with_a_dash(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-o").write_bytes(to_bytes(ct_slice()))
    assert info(["--json", "--", "-o"]) == 0
    assert '"path": "-o"' in capsys.readouterr().out
    assert index(["--", "-o"]) == 0
    assert "Objects: 1" in capsys.readouterr().out
    assert pixels(["--stage", "stored", "-o", "OUT.npy", "--", "-o"]) == 0
    assert Path("OUT.npy").exists()
