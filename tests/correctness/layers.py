"""What lies over a picture, what is subtracted, and presentation states."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset

from tests.correctness.made import RAMP
from tests.correctness.oracles import by_dcmtk, largest, quiet_dataset
from tests.correctness.table import Check, Difference
from tests.pixels.described import described
from viewer.commands.pixel_stages import StageRequest, displayed, header_of
from viewer.demo.build import ct_slice, image, to_bytes
from viewer.demo.documents import presentation_state
from viewer.demo.overlays import add_overlay
from viewer.files.header import NotDicomError, UnreadableError
from viewer.files.sources import Source
from viewer.pixels.decode import decode, frame_request
from viewer.pixels.encoding import PixelError
from viewer.pixels.frame_info import FrameInfo, frame_info
from viewer.pixels.look import Look
from viewer.pixels.pipeline import modality_values, picture
from viewer.pixels.shutter import read_shutter
from viewer.pixels.subtraction import difference_info

GREYS = "grey levels"
ROWS, COLUMNS = 40, 60
PIXELS_MAX = 1 << 21
MASK = np.random.default_rng(5).random((9, 12)) < 0.5
XA = "1.2.840.10008.5.1.4.1.1.12.1"
RUN = np.random.default_rng(28).integers(100, 1000, (5, 12, 15)).astype(np.uint16)


def overlays_made(_files: Sequence[Path]) -> Iterator[Difference]:
    """Two planes, some of them partly outside of the picture."""
    values = (np.arange(ROWS * COLUMNS) % 100).astype(np.uint8).reshape(ROWS, COLUMNS)
    for origin in ((1, 1), (-3, 6), (35, 55), (38, -2)):
        dataset = image(values, WindowCenter=128, WindowWidth=256)
        add_overlay(dataset, MASK, origin=list(origin))
        add_overlay(dataset, MASK[:5, :7], 1, origin=[4, 4])
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "image.dcm"
            path.write_bytes(to_bytes(dataset))
            theirs = by_dcmtk(path, "+O", "0", "+Wi", "1")
        shown = picture(values, frame_info(described(dataset)), Look())
        yield str(origin), largest(shown, theirs)


def overlays_of_pydicom(files: Sequence[Path]) -> Iterator[Difference]:
    """Pixels that are in one mask and not in the other, of real files."""
    for path in files:
        found = _overlaid(path)
        if found is None:
            continue
        dataset, info, shape = found
        for overlay in info.overlays:
            try:
                theirs = dataset.overlay_array(overlay.group).astype(bool)
            except Exception:  # noqa: BLE001 - embedded ones it does not read
                continue
            mask = overlay.mask(*shape)
            origin = dataset[overlay.group, 0x0050].value
            if theirs.shape == mask.shape and list(origin) == [1, 1]:
                name = f"{path.name} {overlay.group:04X}"
                yield name, float((mask != theirs).sum())


def _overlaid(path: Path) -> tuple[Dataset, FrameInfo, tuple[int, int]] | None:
    dataset = quiet_dataset(path)
    if dataset is None or not any(
        group in dataset for group in range(0x60000010, 0x60200010, 0x20000)
    ):
        return None
    try:
        header = header_of(Source(str(path)))
        request = frame_request(header, 0)
        rows, columns = request.encoding.rows, request.encoding.columns
        if rows * columns > PIXELS_MAX:
            return None
        planes = decode(request).bit_planes
    except (NotDicomError, UnreadableError, PixelError):
        return None
    return dataset, frame_info(header, 0, None, planes), (rows, columns)


def shutters(_files: Sequence[Path]) -> Iterator[Difference]:
    """Pixels that are open or shut against PS3.3 C.7.6.11, all three shapes."""
    row, column = np.mgrid[1 : ROWS + 1, 1 : COLUMNS + 1]
    inside = (column >= 4) & (column <= 50) & (row >= 6) & (row <= 30)
    edges: dict[str, Any] = {
        "ShutterLeftVerticalEdge": 4,
        "ShutterRightVerticalEdge": 50,
        "ShutterUpperHorizontalEdge": 6,
        "ShutterLowerHorizontalEdge": 30,
    }
    circle: dict[str, Any] = {
        "CenterOfCircularShutter": [20, 30],
        "RadiusOfCircularShutter": 12,
    }
    disc = (row - 20) ** 2 + (column - 30) ** 2 <= 144
    triangle = {"VerticesOfThePolygonalShutter": [5, 5, 5, 45, 35, 5]}
    cut = (row >= 5) & (column >= 5) & (40 * (row - 5) + 30 * (column - 5) <= 1200)
    for shape, elements, is_open in (
        ("RECTANGULAR", edges, inside),
        ("CIRCULAR", circle, disc),
        ("POLYGONAL", triangle, cut),
        (["RECTANGULAR", "CIRCULAR"], edges | circle, inside & disc),
    ):
        dataset = image(np.zeros((ROWS, COLUMNS), np.uint8))
        for keyword, value in {"ShutterShape": shape, **elements}.items():
            setattr(dataset, keyword, value)
        shutter = read_shutter(described(dataset), 0, colour=False)
        assert shutter is not None
        wrong = shutter.mask(ROWS, COLUMNS) == is_open
        yield str(shape), float(wrong.sum())


def subtractions(_files: Sequence[Path]) -> Iterator[Difference]:
    """Differences by PS3.3 C.7.6.10, with and without logarithm, shift and mean."""
    run = RUN.astype(float)
    shifted = np.full(run[0].shape, np.nan)
    shifted[2:, :-3] = run[0, :-2, 3:]  # 2 down, and 3 to the left
    averaged = {"MaskOperation": "AVG_SUB", "MaskFrameNumbers": [1, 2]}
    moved = {
        "MaskOperation": "AVG_SUB",
        "MaskFrameNumbers": [1],
        "MaskSubPixelShift": [2.0, 3.0],
    }
    cases: tuple[tuple[dict[str, Any], str, NDArray[Any]], ...] = (
        (averaged, "LOG", run[3] - (run[0] + run[1]) / 2),
        ({"MaskOperation": "TID", "TIDOffset": 2}, "LOG", run[3] - run[1]),
        (
            {"MaskOperation": "REV_TID", "ApplicableFrameRange": [3, 5]},
            "LOG",
            run[3] - run[0],
        ),
        (moved, "LOG", run[3] - shifted),
        ({"MaskOperation": "TID"}, "LIN", np.log(run[3]) - np.log(run[2])),
    )
    for item, relation, expected in cases:
        dataset = image(
            RUN,
            bits_stored=10,
            sop_class_uid=XA,
            modality="XA",
            PixelIntensityRelationship=relation,
            MaskSubtractionSequence=[item],
        )
        header = described(dataset)
        made = decode(frame_request(header, 3)).difference
        assert made is not None
        values = modality_values(made.values, difference_info(frame_info(header), made))
        known = np.isfinite(expected)
        yield str(item), largest(values[known], expected[known])


DOWN = (4095 - 16 * np.arange(256)).astype("<u2")
STATES: tuple[dict[str, Any], ...] = (
    {},
    {"PresentationLUTShape": "INVERSE"},
    {"RescaleSlope": 2, "RescaleIntercept": -100, "RescaleType": "US"},
    {"SoftcopyVOILUTSequence": [{"WindowCenter": 2000, "WindowWidth": 3000}]},
    {"SoftcopyVOILUTSequence": None},
    *(
        {"ImageRotation": rotation, "ImageHorizontalFlip": flip}
        for rotation in (0, 90, 180, 270)
        for flip in ("N", "Y")
    ),
    {
        "PresentationLUTShape": None,
        "PresentationLUTSequence": [{"LUTDescriptor": [256, 0, 12], "LUTData": DOWN}],
    },
)


def states(_files: Sequence[Path]) -> Iterator[Difference]:
    """Greyscale states of both polarities of an image; DCMTK cuts where we round."""
    for photometric in ("MONOCHROME1", "MONOCHROME2"):
        dataset = ct_slice(pixels=RAMP, PhotometricInterpretation=photometric)
        for elements in STATES:
            state = presentation_state([dataset], **_as_bytes(elements))
            with tempfile.TemporaryDirectory() as folder:
                yield (
                    f"{photometric} {elements}",
                    _by_state(Path(folder), dataset, state),
                )


def _as_bytes(elements: dict[str, Any]) -> dict[str, Any]:
    """Tables as bytes, which pydicom writes as they are."""
    made = dict(elements)
    for table in made.get("PresentationLUTSequence") or []:
        made["PresentationLUTSequence"] = [
            {**table, "LUTData": bytes(table["LUTData"])}
        ]
    return made


def _by_state(folder: Path, dataset: Dataset, state: Dataset) -> float:
    paths = folder / "image.dcm", folder / "state.dcm"
    for path, made in zip(paths, (dataset, state), strict=True):
        path.write_bytes(to_bytes(made))
    out, program = folder / "out.pgm", shutil.which("dcmp2pgm")
    assert program, "DCMTK is missing: packaging/linux/system-packages test"
    command = [program, "-q", "-p", str(paths[1]), str(paths[0]), str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    raw = out.read_bytes()
    columns, rows = (int(part) for part in raw.split(maxsplit=3)[1:3])
    theirs = np.frombuffer(raw[-columns * rows :], np.uint8).reshape(rows, columns)
    source, by = Source(str(paths[0])), Source(str(paths[1]))
    request = StageRequest(source, "display", state=by)
    return largest(displayed(header_of(source), 0, request).picture, theirs)


CHECKS = (
    Check(
        "Overlay planes, also partly outside of the picture",
        "`dcm2pnm +O`",
        GREYS,
        1,
        overlays_made,
    ),
    Check(
        "Overlay planes of real files",
        "pydicom `overlay_array`",
        "pixels",
        0,
        overlays_of_pydicom,
    ),
    Check(
        "Display shutters of every shape",
        "PS3.3 C.7.6.11 by hand",
        "pixels",
        0,
        shutters,
    ),
    Check(
        "Mask subtraction: AVG_SUB, TID, REV_TID, shift, logarithm",
        "PS3.3 C.7.6.10 by hand",
        "units of the value",
        1 / 32,
        subtractions,
    ),
    Check(
        "Presentation states: transform, window, polarity, LUT, rotation and flip",
        "`dcmp2pgm -p`",
        GREYS,
        1,
        states,
    ),
)
