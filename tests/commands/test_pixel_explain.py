"""`pixels --explain`: the records of the panel, without a window."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.data import get_testdata_file

from viewer.commands import pixels
from viewer.commands.pixel_explain import KEYS, explained
from viewer.commands.pixel_stages import StageRequest, frame_values
from viewer.commands.pixels import run
from viewer.demo.build import ct_slice, enhanced_mr, to_bytes
from viewer.demo.documents import presentation_state
from viewer.files.sources import Source
from viewer.work.pool import InlinePool

Ask = Callable[..., Any]


def named(name: str) -> str:
    path = get_testdata_file(name, download=False)
    assert isinstance(path, str)
    return path


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without processes; one test below goes the whole way."""
    monkeypatch.setattr(pixels, "Pool", InlinePool)


@pytest.fixture
def document(inline: None, capsys: pytest.CaptureFixture[str]) -> Ask:
    def ask(path: str, column: int, row: int, *words: str) -> Any:
        place = ["--explain", str(column), str(row)]
        assert run([path, *place, "--json", *words]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def step(document: Any, name: str) -> Any:
    (found,) = [one for one in document["steps"] if one["name"] == name]
    return found


def test_the_document_has_the_keys_that_the_help_names(document: Ask) -> None:
    entry = document(named("CT_small.dcm"), 65, 33)
    assert list(entry) == [
        "path",
        "frame",
        "column",
        "row",
        "decoder",
        "marks",
        "notes",
        "steps",
    ]
    first = entry["steps"][0]
    keys = [*entry, *first, *first["attributes"][0]]
    assert all(f'"{key}"' in KEYS for key in keys)
    assert all(f'"{one["name"]}"' in KEYS for one in entry["steps"])


def test_columns_and_rows_count_from_one(document: Ask) -> None:
    path = named("CT_small.dcm")
    values = dcmread(path).pixel_array
    for column, row in ((1, 1), (128, 128), (3, 100)):
        entry = document(path, column, row)
        assert (entry["column"], entry["row"]) == (column, row)
        assert step(entry, "stored")["numbers"] == [int(values[row - 1, column - 1])]


def test_the_last_step_is_the_array_of_the_stage_display(document: Ask) -> None:
    for name in ("MR_small.dcm", "SC_rgb_jpeg_dcmtk.dcm", "examples_palette.dcm"):
        path = named(name)
        shown = frame_values(StageRequest(Source(path), "display"))
        screen = step(document(path, 20, 10), "screen")
        assert screen["numbers"] == np.atleast_1d(shown[9, 19]).tolist()


def test_a_frame_is_chosen_and_tells_of_its_own_groups(
    document: Ask, tmp_path: Path
) -> None:
    path = tmp_path / "enhanced.dcm"
    path.write_bytes(to_bytes(enhanced_mr(3)))
    entry = document(str(path), 1, 1, "--frame", "3")
    assert entry["frame"] == 3
    centre = step(entry, "voi")["attributes"][0]
    assert centre == {
        "keyword": "WindowCenter",
        "tag": "(0028,1050)",
        "value": "520.0",
        "where": "frame",
        "path": ["FrameVOILUTSequence"],
    }


def test_a_pixel_is_explained_as_a_presentation_state_shows_it(
    document: Ask, tmp_path: Path
) -> None:
    dataset = ct_slice(pixels=np.full((4, 4), 80, np.uint16))
    paths = tmp_path / "image", tmp_path / "state"
    state = presentation_state([dataset], PresentationLUTShape="INVERSE")
    for path, made in zip(paths, (dataset, state), strict=True):
        path.write_bytes(to_bytes(made))
    words = ["--presentation-state", str(paths[1])]
    entry = document(str(paths[0]), 1, 1, *words)
    assert step(entry, "voi")["attributes"][0]["where"] == "state"
    level = (80 - 99.5) / 199 * 255 + 127.5
    assert step(entry, "screen")["numbers"] == [255 - round(level)]
    assert run([str(paths[0]), *words, "--stage", "stored", "--digest"]) == 2


@pytest.mark.usefixtures("inline")
def test_for_people_every_step_has_its_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = named("CT_small.dcm")
    assert run([path, "--explain", "65", "65"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{path}: frame 1, column 65, row 65"
    assert "Modality value: 904 HU" in lines
    assert "    (0028,1052) RescaleIntercept = -1024 · data set" in lines


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--explain", "129", "1"], "Column 129, row 1 does not exist"),
        (["--explain", "1", "129"], "the picture has 128 columns and 128 rows"),
        (["--explain", "1", "1", "--frame", "2"], "Frame 2 does not exist"),
    ],
)
def test_what_does_not_exist_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], reason: str
) -> None:
    path = named("CT_small.dcm")
    assert run([path, *words]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{path}: ")
    assert reason in said.err


@pytest.mark.parametrize(
    "words",
    [
        ["--explain", "0", "1"],
        ["--explain", "1"],
        ["--explain", "one", "two"],
        ["--explain", "1", "1", "--stage", "stored"],
        ["--explain", "1", "1", "--digest"],
        ["--explain", "1", "1", "-o", "OUT"],
        ["--explain", "1", "1", "another.dcm"],
        ["--json", "--stage", "stored", "--digest"],
        [],
    ],
)
def test_words_that_do_not_belong_together_are_wrong_usage(words: list[str]) -> None:
    assert run(["a.dcm", *words]) == 2


def test_a_value_that_is_no_number_stays_valid_json(tmp_path: Path) -> None:
    from tests.pixels.explained import float_map

    path = tmp_path / "map.dcm"
    path.write_bytes(to_bytes(float_map(np.full((4, 4), np.nan, np.float32))))
    entry = explained(StageRequest(Source(str(path)), "display", pixel=(1, 1)))
    assert step(entry, "stored")["numbers"] == [None]
    json.dumps(entry, allow_nan=False)


def test_after_a_lost_worker_the_second_decoder_explains() -> None:
    request = StageRequest(
        Source(named("JPEG2000.dcm")), "display", with_second_decoder=True, pixel=(1, 1)
    )
    assert explained(request)["decoder"] == "openjpeg"


def test_it_runs_in_the_workers_and_speaks_english() -> None:
    path = named("JPEG2000.dcm")
    words = ["pixels", path, "--explain", "10", "20", "--json"]
    answer = subprocess.run(
        [sys.executable, "-m", "viewer", *words],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    entry = json.loads(answer.stdout)
    assert "one code stream" in step(entry, "bytes")["sentence"]
