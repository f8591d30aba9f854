"""Damaged files, some hundreds of them: a picture, a marked picture or a sentence."""

import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.files.made import pydicom_files
from tests.mutants import cut, damaged_archive, mutants

ROOT = Path(__file__).parents[1]
LARGEST_SEED = 200_000
MUTANTS = 280
MOST_SECONDS = 60
LINE = re.compile(r"[^:]+: \S.*[.)a-z]$")


def seeds() -> list[Path]:
    """pydicom's own files of modest size."""
    return [path for path in pydicom_files() if path.stat().st_size < LARGEST_SEED]


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of mutants and of archives of whole files, damaged."""
    folder, chance = tmp_path_factory.mktemp("mutants"), random.Random(5)
    for mutant in mutants(seeds(), MUTANTS, number=3):
        (folder / mutant.name).write_bytes(mutant.data)
    for number in range(12):
        chosen = chance.sample(seeds(), 3)
        (folder / f"{number}.zip").write_bytes(damaged_archive(chosen, chance))
    return folder


def says(*words: str) -> tuple[str, list[str]]:
    """Standard output of a command, and the lines of standard error."""
    answer = subprocess.run(
        [sys.executable, "-m", "viewer", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        timeout=2 * MOST_SECONDS,
    )
    lines = answer.stderr.splitlines()
    assert answer.returncode == (1 if lines else 0), answer.stderr[-2000:]
    for line in lines:
        assert LINE.match(line), line
        assert "unexpected error" not in line
    return answer.stdout, lines


def test_every_damaged_file_stands_in_one_place_of_the_index(damaged: Path) -> None:
    out, lines = says("index", str(damaged), "--json")
    index = json.loads(out)
    found = Counter(
        instance["path"]
        for patient in index["patients"]
        for study in patient["studies"]
        for series in study["series"]
        for path in {
            instance["path"]: instance
            for display_set in series["display_sets"]
            for instance in display_set["instances"]
        }.values()
        for instance in (path,)
    )
    for word in ("skipped", "failed"):
        found.update(entry["path"] for entry in index[word])
    for entry in index["duplicates"]:
        found.update(entry["paths"])
    files = {str(path) for path in damaged.iterdir()}
    archives = {path for path in files if path.endswith(".zip")}
    assert set(found) >= files - archives
    assert set(found.values()) == {1}
    assert len(lines) == len(index["failed"])
    assert all(entry["reason"] for entry in index["skipped"])


def test_every_damaged_file_is_described_or_refused(damaged: Path) -> None:
    entries = json.loads(says("info", str(damaged), "--json")[0])
    assert len(entries) > 0.9 * MUTANTS
    assert all(entry.get("error", "a").strip() for entry in entries)


@pytest.mark.parametrize("stage", ["stored", "display"])
def test_damaged_pixels_end_as_digests_or_sentences(damaged: Path, stage: str) -> None:
    out, _ = says("pixels", str(damaged), "--stage", stage, "--digest")
    rows = [json.loads(line) for line in out.splitlines()]
    assert len(rows) > 0.9 * MUTANTS
    assert all(row.get("error") or len(row["sha256"]) == 64 for row in rows)
    for row in rows:
        assert "reading process" not in row.get("error", ""), row


def test_what_is_cut_off_is_never_a_clean_picture(tmp_path: Path) -> None:
    whole = digests([str(path) for path in seeds()])
    for mutant in mutants(seeds(), 120, number=11, mutators=[cut]):
        (tmp_path / mutant.name).write_bytes(mutant.data)
    for name, row in digests([str(tmp_path)]).items():
        seed = whole.get(name.split("-", 2)[2], {})
        clean = "sha256" in row and not row["marks"]
        assert not clean or row["sha256"] == seed.get("sha256"), name


def digests(paths: list[str]) -> dict[str, dict[str, Any]]:
    """What `pixels --digest` says of each file, by its name."""
    out, _ = says("pixels", *paths, "--stage", "stored", "--digest")
    rows = [json.loads(line) for line in out.splitlines()]
    return {os.path.basename(row["path"]): row for row in rows}


def test_every_file_of_the_corpus_is_in_exactly_one_place(corpus: Path) -> None:
    index = json.loads(says("index", str(corpus), "--json")[0])
    shown = {
        instance["path"]
        for patient in index["patients"]
        for study in patient["studies"]
        for series in study["series"]
        for display_set in series["display_sets"]
        for instance in display_set["instances"]
    }
    places = [shown, {path for one in index["duplicates"] for path in one["paths"]}]
    places += [{one["path"] for one in index[word]} for word in ("skipped", "failed")]
    files = {str(path) for path in corpus.rglob("*") if path.is_file()}
    counts = Counter(path for place in places for path in place)
    assert set(counts) >= files
    assert {path for path, count in counts.items() if count > 1} == set()
