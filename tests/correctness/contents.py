"""Objects without pixels: waveforms and structured reports."""

import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydicom import Dataset

from tests.correctness.oracles import largest, quiet_dataset
from tests.correctness.table import Check, Difference
from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.documents import report
from viewer.demo.reports import dose_report, measurement_report
from viewer.kinds.base import ContentError
from viewer.kinds.report import read_report, walk
from viewer.kinds.waveform import read_waveform

BY_REFERENCE = "BY REFERENCE"
"""Not an item, but a pointer to another one: DCMTK names it by its place alone."""


def waveforms(files: Sequence[Path]) -> Iterator[Difference]:
    """Every channel, in the units of its file; ours are in mV, or as the file has them.

    A value of pydicom's in µV is a thousandth of ours.
    """
    for path in files:
        dataset = quiet_dataset(path)
        if dataset is None or "WaveformSequence" not in dataset:
            continue
        try:
            recording = read_waveform(dataset, "waveform_ecg")
            theirs = [
                dataset.waveform_array(place)
                for place in range(len(dataset.WaveformSequence))
            ]
        except (ContentError, ValueError, AttributeError, NotImplementedError):
            continue
        if len(theirs) != len(recording.groups):
            continue
        for place, (group, values) in enumerate(
            zip(recording.groups, theirs, strict=True)
        ):
            largest_of_group = max(
                largest(
                    group.values(channel, 0, len(values)),
                    values[:, channel] * _factor(dataset, place, channel),
                )
                for channel in range(len(group.channels))
            )
            yield f"{path.name} {place}", largest_of_group


def _factor(dataset: Dataset, group: int, channel: int) -> float:
    definition = dataset.WaveformSequence[group].ChannelDefinitionSequence[channel]
    units = definition.get("ChannelSensitivityUnitsSequence") or [Dataset()]
    return 1e-3 if units[0].get("CodeValue") in ("uV", "µV") else 1.0


def reports(files: Sequence[Path]) -> Iterator[Difference]:
    """Items whose kind is another one than DCMTK's, in the order of the tree."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, made in (
            ("text", report()),
            ("dose", dose_report()),
            ("measurements", measurement_report(ct_slice())),
        ):
            paths.append(Path(folder) / name)
            paths[-1].write_bytes(to_bytes(made))
        for path in (*paths, *files):
            dataset = quiet_dataset(path)
            if dataset is None or "ContentSequence" not in dataset:
                continue
            theirs = _dumped(path)
            if not theirs:
                continue
            items = walk(read_report(dataset, "sr").root)
            kinds = [one.value_type for one in items]
            ours = [kind for kind in kinds if kind != BY_REFERENCE]
            wrong = sum(a != b for a, b in zip(ours, theirs, strict=False))
            yield path.name, float(wrong + abs(len(ours) - len(theirs)))


def _dumped(path: Path) -> list[str]:
    """The kinds of the items that dsrdump lists; none of what it refuses."""
    done = subprocess.run(["dsrdump", "--quiet", str(path)], capture_output=True)
    if done.returncode:
        return []
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    found = (re.match(r"\s*<(?:\w+(?: \w+)*? )?([A-Z0-9]+):", line) for line in lines)
    return [one[1] for one in found if one]


CHECKS = (
    Check(
        "Waveforms of real files, every sample of every channel",
        "pydicom `waveform_array`",
        "mV, or units of the channel",
        1e-9,
        waveforms,
    ),
    Check(
        "Items of structured reports, made ones and real files",
        "`dsrdump`",
        "items that differ",
        0,
        reports,
    ),
)
