"""What `make bench` measures with; docs/performance.md says what it measured."""

import argparse
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import __main__ as program
from tests.benchmarks import cold, page, plot, record
from tests.benchmarks.figure import (
    Figure,
    Spread,
    Target,
    absent,
    alternating,
    figure,
    peer,
    spread_of,
    within,
)
from tests.benchmarks.files import Files, NoRoom
from tests.benchmarks.large_study import make_large_study
from tests.benchmarks.peers import by_call, by_program
from tests.benchmarks.programs import PROGRAMS
from tests.benchmarks.reasons import UNKNOWN, reason
from tests.benchmarks.record import Record, regressions
from tests.benchmarks.running import image_ms
from tests.benchmarks.scan_large import OPENING, SCAN, exponent, label
from tests.benchmarks.table import as_rows, as_text
from tests.test_project import text_of
from viewer.dicom import tags
from viewer.files.sources import Source
from viewer.files.walk import walk_header


def test_a_figure_says_which_targets_it_misses() -> None:
    strict, lax = Target("T1", 8.0), Target("issue 2", 9.0)
    assert figure("a", 8.0, "ms", 4.0, strict, lax).missed == ()
    assert figure("a", [8, 8.5, 30], "ms", 4.0, strict, lax).missed == (strict,)
    assert figure("a", 8.5, "ms", 4.0).missed == ()
    assert replace(absent("a", "ms", "no"), targets=(lax,)).missed == (lax,)


def test_the_spread_has_the_quartiles_between_least_and_most() -> None:
    assert spread_of([5, 1, 3, 2, 4]) == Spread(1, 2, 3, 4, 5)
    assert spread_of([7.0]) == Spread(7, 7, 7, 7, 7)
    assert figure("a", [30, 10, 20], "ms", [4, 5, 9]).ratio == 4.0
    assert within("T7", 1.1, [10, 20, 30], 0.5) == Target("T7", 22.5)


def test_the_table_has_a_line_for_each_figure_with_its_ratio() -> None:
    scan = figure("scan", [20, 30, 40], "ms", 10.0, Target("T1", 60.0))
    text = as_text([scan, figure("other", 1.0, "MB")])
    heading, first, second = text.splitlines()
    assert heading.split()[0] == "figure"
    told = first.split(), second.split()
    assert told[0][:8] == ["scan", "30.0", "ms", "20.0", "–", "40.0", "10.0", "3.00"]
    assert told[0][8:] == ["T1", "≤", "60.0", "met"]
    assert told[1] == ["other", "1.00", "MB", "–", "–", "–", "–"]


def test_a_row_of_the_page_tells_targets_peers_and_what_is_not_there() -> None:
    targets = Target("T1", 20.0), Target("issue 2", 60.0)
    rows = as_rows(
        [
            figure("scan", 30.0, "ms", 10.0, *targets),
            peer("… by another", [70.0], "ms", 10.0),
            absent("… by a third", "ms", "a third is not installed"),
        ]
    )
    assert "T1 ≤ 20.0 MISSED, issue 2 ≤ 60.0 | MISSED |" in rows[2]
    assert rows[3].startswith("| *… by another* | 70.0 ms | – | 10.0 | 7.00 |")
    assert "| a third is not installed |" in rows[4]
    assert len({row.count("|") for row in rows}) == 1


def test_both_sides_run_in_turn_after_one_run_that_does_not_count() -> None:
    order: list[str] = []
    taken = alternating(lambda: order.append("a"), lambda: order.append("b"), 3)
    assert order == ["a", "b"] * 4
    assert [len(times) for times in taken] == [3, 3]


def _record(*figures: Figure, machine: str = "this one") -> Record:
    return Record("scan", figures, "2026-11-28", machine, 1.0, 0.0)


SCANNED = figure("scan", [95, 100, 105], "ms", 10.0)


@pytest.mark.parametrize(
    ("now", "is_worse"),
    [
        (figure("scan", [110, 118, 125], "ms", 10.0), False),  # a fifth is noise
        (figure("scan", [125, 130, 135], "ms", 10.0), True),
        (figure("scan", [70, 130, 135], "ms", 10.0), False),  # they overlap
        (figure("scan", [125, 130, 135], "ms", 13.0), False),  # a slower machine
        (figure("scan", [50, 60, 70], "ms", 10.0), False),
        (peer("scan", [500.0], "ms", 10.0), False),
        (figure("new", [500.0], "ms", 10.0), False),
        (absent("scan", "ms", "no room", of_peer=False), True),
    ],
)
def test_what_is_worse_beyond_the_noise_is_named(now: Figure, is_worse: bool) -> None:
    assert bool(regressions(_record(now), _record(SCANNED))) == is_worse
    assert regressions(_record(now), None) == []


def test_without_a_floor_only_the_same_machine_is_compared() -> None:
    old = _record(figure("memory", 100.0, "MB"))
    new = figure("memory", 150.0, "MB")
    assert len(regressions(_record(new), old)) == 1
    assert regressions(_record(new, machine="another"), old) == []


def test_small_differences_are_noise_and_so_is_one_from_nothing() -> None:
    old = _record(figure("left out", 0.0, "%"), figure("step", 0.4, "ms"))
    new = _record(figure("left out", 0.9, "%"), figure("step", 0.65, "ms"))
    assert regressions(new, old) == []
    (sentence,) = regressions(_record(figure("left out", 3.0, "%")), old)
    assert "left out: 3 %, 0 by the last run" in sentence


def test_a_record_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    one = _record(figure("scan", [1, 2, 4], "ms", 1.0, Target("T1", 3.0)))
    other = replace(_record(absent("… by x", "ms", "x is not there")), name="other")
    path = tmp_path / "kept.json"
    record.write({"scan": one, "other": other}, path)
    assert record.read(path) == {"scan": one, "other": other}
    assert record.read(tmp_path / "none.json") == {}


def test_a_run_of_images_is_told_by_its_fifths() -> None:
    steady = [0.01 * number for number in range(101)]
    assert image_ms(steady) == pytest.approx([10] * 5)
    slower = [*steady[:81], *(0.8 + 0.02 * number for number in range(1, 21))]
    assert image_ms(slower) == pytest.approx([10, 10, 10, 10, 20])


def test_peers_that_are_not_installed_are_told_and_fail_nothing() -> None:
    row = by_program("… by x", ["no-such-program-here", "-x"], [1.0], 3)
    assert (row.value, row.absent) == (None, "no-such-program-here is not installed")

    def missing() -> None:
        raise ModuleNotFoundError(name="some_module")

    def failing() -> None:
        subprocess.run([sys.executable, "-c", "raise SystemExit(3)"], check=True)

    assert by_call("… by y", missing, [1.0], 3).absent == "some_module is not installed"
    assert "CalledProcessError" in by_call("… by z", failing, [1.0], 3).absent


def test_the_large_study_has_slices_of_different_identity_and_place(
    tmp_path: Path,
) -> None:
    make_large_study(tmp_path, (3, 12))
    found = [walk_header(Source(str(path))) for path in tmp_path.rglob("IM*")]
    assert len({header.text(tags.SOPInstanceUID) for header in found}) == 12
    assert len({header.text(tags.SeriesInstanceUID) for header in found}) == 1
    places = sorted(header.numbers(tags.ImagePositionPatient)[2] for header in found)
    assert places == [index * 0.5 for index in range(12)]
    numbers = sorted(header.integer(tags.InstanceNumber) or 0 for header in found)
    assert numbers == list(range(1, 13))
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        "to-00003",
        "to-00012",
    ]


def test_a_disk_without_room_for_the_large_study_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = argparse.Namespace(free=10**9)
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    with pytest.raises(NoRoom, match=r"5\.\d GB are needed, 1\.0 GB are free"):
        _ = Files(tmp_path).large_study


def test_how_files_were_forgotten_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(5000))
    monkeypatch.setattr(cold, "DROP", tmp_path / "not" / "there")
    assert cold.forget([path]) in (cold.ADVISED, cold.WARM)
    monkeypatch.setattr(cold, "DROP", tmp_path / "drop")
    assert cold.forget([path]) == cold.DROPPED


def test_a_program_runs_by_itself_and_prints_its_figures() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--small", "references"],
        cwd=program.ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "references lost in 1,000 calls of Qt" in done.stdout, done.stderr
    assert "FAILED" not in done.stdout


def test_a_program_that_dies_loses_nothing_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = json.dumps([asdict(SCANNED)])

    def run(command: list[str], **_: Any) -> Any:
        dies = command[3] == "scan"
        return argparse.Namespace(returncode=-11 * dies, stdout=figures + "\n")

    written: list[dict[str, Record]] = []
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(record, "read", dict)
    monkeypatch.setattr(page, "write", written.append)
    words = ["bench", "--write", "--folder", str(tmp_path), "scan", "decode"]
    monkeypatch.setattr(sys, "argv", words)
    assert program.main() == 1
    assert "decode" in written[-1]
    assert "LOOK AT THIS: scan ended with -11" in capsys.readouterr().out


def test_the_exponent_tells_linear_growth_from_quadratic() -> None:
    counts = (500, 1000, 10_000)
    assert exponent(counts, [0.1 * n for n in counts]) == pytest.approx(1)
    assert exponent(counts, [1e-3 * n * n for n in counts]) == pytest.approx(2)


def test_the_plot_has_a_line_for_each_work_and_is_readable_in_the_dark() -> None:
    figures = [
        figure(label(name, count), count * cost, "ms")
        for name, cost in ((SCAN, 0.04), (OPENING, 0.1))
        for count in (500, 1000, 10_000)
    ]
    assert plot.points(figures)[SCAN] == [(500, 20), (1000, 40), (10_000, 400)]
    drawn = plot.growth(figures)
    ElementTree.fromstring(drawn)
    assert drawn.count('class="line s') == 2
    assert "prefers-color-scheme: dark" in drawn
    assert "opening: 1,000 ms" in drawn
    ElementTree.fromstring(plot.growth([]))


def test_the_page_and_its_plot_are_those_of_the_record() -> None:
    kept = record.read()
    assert list(kept) == [name for name in PROGRAMS if name in kept]
    text = page.PAGE.read_text(encoding="utf-8")
    assert page.with_figures(text, kept) == text
    drawn = plot.growth(kept["growth"].figures)
    assert page.PLOT.read_text(encoding="utf-8") == drawn


def test_a_target_that_is_missed_has_its_reason_or_is_said_to_have_none() -> None:
    missed = figure("resident memory, after the CT", 9.0, "MB", None, Target("T9", 1.0))
    other = replace(missed, name="something new")
    assert "halves" in reason(missed)
    assert reason(other) == UNKNOWN
    assert reason(other, load=7.6) == "the machine was busy (load 8), measure again."
    text = page.with_figures(
        f"a\n{page.BEGIN}\n{page.END}\nb\n", {"memory": _record(missed, other)}
    )
    assert "- **resident memory, after the CT** (T9): the window alone" in text
    assert f"- **something new** (T9): {UNKNOWN}" in text


def test_the_page_has_every_program() -> None:
    kept = record.read()
    assert set(kept) == set(PROGRAMS)
    assert not [name for name, one in kept.items() if one.failure]
    text = page.PAGE.read_text(encoding="utf-8")
    assert text.count("\n### ") == len(PROGRAMS)


CLAIMS = {
    r"first image of a 300-slice CT within ([\d.]+) s": (
        "first-image",
        "first image, 300-slice CT",
    ),
    r"headers of 10,000 files within ([\d.]+) s": (
        "scan-10000",
        "warm scan, 10,000 files",
    ),
    r"10,000 slices \(5 GB\) within ([\d.]+) GB": (
        "study-10000",
        "10,000 slices, most resident memory",
    ),
}
"""What the README says: a pattern with the number, the program and its figure."""


@pytest.mark.parametrize("pattern", CLAIMS)
def test_what_the_readme_claims_has_been_measured(pattern: str) -> None:
    said = re.search(pattern, " ".join(text_of("README.md").split()))
    assert said, pattern
    name, start = CLAIMS[pattern]
    figures = record.read()[name].figures
    found = next(one for one in figures if one.name.startswith(start))
    assert found.value is not None
    assert found.value / 1000 <= float(said[1])
