"""Spectra against numpy's own reading of the same object."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pydicom import dcmread

from viewer.demo.build import EXPLICIT_BIG, to_bytes
from viewer.demo.spectra import (
    METABOLITES,
    REFERENCE_PPM,
    TRANSMITTER_MHZ,
    WIDTH_HZ,
    signal,
    spectroscopy,
)
from viewer.files.dataset import read_dataset
from viewer.files.sources import Source
from viewer.kinds.base import ContentError
from viewer.kinds.spectra import Spectra
from viewer.kinds.spectroscopy import read_spectroscopy

if TYPE_CHECKING:
    from pydicom import Dataset


def read(dataset: "Dataset") -> Spectra:
    return read_spectroscopy(dataset, "spectroscopy")


def test_a_time_signal_is_shown_as_its_fourier_transform() -> None:
    dataset = spectroscopy()
    spectra = read(dataset)
    stored = np.frombuffer(dataset.SpectroscopyData, "<f4").reshape(2, 3, 4, 512, 2)
    fid = stored[..., 0] + 1j * stored[..., 1]
    theirs = np.fft.fftshift(np.fft.fft(fid, axis=-1), axes=-1)
    frequencies = np.fft.fftshift(np.fft.fftfreq(512, 1 / WIDTH_HZ))
    order = np.argsort(-frequencies)
    assert spectra.values.shape == (2, 3, 4, 1, 512)
    np.testing.assert_allclose(
        spectra.values[:, :, :, 0], theirs[..., order], rtol=1e-4, atol=0.05
    )
    np.testing.assert_allclose(spectra.offset_hz, frequencies[order])
    np.testing.assert_allclose(
        spectra.axis("ppm"), REFERENCE_PPM + frequencies[order] / TRANSMITTER_MHZ
    )
    assert any("Fourier" in note for note in spectra.notes)


@pytest.mark.parametrize("name", METABOLITES)
def test_a_metabolite_stands_at_its_chemical_shift(name: str) -> None:
    spectra = read(spectroscopy())
    shift, _ = METABOLITES[name]
    ppm = spectra.axis("ppm")
    near = np.abs(ppm - shift) < 0.08
    magnitude = np.abs(spectra.values[0, 1, 1, 0])
    peak = ppm[near][magnitude[near].argmax()]
    assert peak == pytest.approx(shift, abs=WIDTH_HZ / 512 / TRANSMITTER_MHZ)


def test_a_stored_spectrum_is_taken_as_it_is_the_highest_frequency_first() -> None:
    stored = np.arange(2 * 3 * 8, dtype=np.float32).reshape(1, 2, 3, 8)
    spectra = read(spectroscopy(stored.astype(np.complex64), domain="FREQUENCY"))
    np.testing.assert_array_equal(spectra.values[:, :, :, 0], stored)
    assert (np.diff(spectra.axis("ppm")) < 0).all()
    assert spectra.axis("ppm")[4] == REFERENCE_PPM
    assert not any("Fourier" in note for note in spectra.notes)


def test_real_values_have_no_other_part() -> None:
    spectra = read(spectroscopy(np.ones((1, 1, 1, 16)), domain="FREQUENCY"))
    assert spectra.parts == ("real",)
    magnitude = spectroscopy(
        np.ones((1, 1, 1, 16)), domain="FREQUENCY", DataRepresentation="MAGNITUDE"
    )
    assert read(magnitude).parts == ("magnitude",)


def test_one_part_of_a_time_signal_stays_in_time() -> None:
    spectra = read(spectroscopy(np.ones((1, 1, 1, 16)), domain="TIME"))
    assert spectra.axes == ("ms", "point")
    np.testing.assert_allclose(spectra.axis("ms"), np.arange(16) * 1000 / WIDTH_HZ)
    assert any("no spectrum" in note for note in spectra.notes)


def test_rows_of_points_are_kept_apart() -> None:
    stored = np.arange(24, dtype=np.float32).reshape(1, 1, 1, 24)
    dataset = spectroscopy(
        stored, domain="FREQUENCY", DataPointRows=3, DataPointColumns=8
    )
    spectra = read(dataset)
    assert spectra.values.shape == (1, 1, 1, 3, 8)
    np.testing.assert_array_equal(spectra.values[0, 0, 0, 2], np.arange(16, 24))


def test_phase_is_corrected_by_the_formula() -> None:
    spectra = read(spectroscopy(signal(64).reshape(1, 1, 1, 64)))
    plain = spectra.spectrum((0, 0, 0, 0))
    turned = spectra.spectrum((0, 0, 0, 0), zero=90.0)
    np.testing.assert_allclose(turned, plain * 1j, atol=1e-3)
    sloped = spectra.spectrum((0, 0, 0, 0), first=360.0)
    np.testing.assert_allclose(sloped[0], plain[0] * np.exp(-1j * np.pi), atol=1e-3)
    np.testing.assert_allclose(sloped[-1], plain[-1] * np.exp(1j * np.pi), atol=1e-3)


def test_a_map_is_the_mean_magnitude_of_the_chosen_points() -> None:
    stored = np.zeros((1, 1, 2, 4), np.complex64)
    stored[0, 0, 1] = [3 + 4j, 0, 5j, 100]
    spectra = read(spectroscopy(stored, domain="FREQUENCY"))
    among = np.array([True, True, True, False])
    np.testing.assert_allclose(spectra.map(0, 0, among), [[0, 10 / 3]])


def test_voxels_have_their_place() -> None:
    spectra = read(spectroscopy(spacing_mm=8.0, thickness_mm=12.0))
    plane = spectra.grids[1].plane
    assert plane is not None
    assert plane.to_patient(2.5, 1.5) == (-20 + 16.0, -20 + 8.0, 12.0)
    assert spectra.grids[1].thickness_mm == 12.0
    assert len(spectra.slabs) == 3


def test_points_that_were_cut_off_make_the_axis_doubtful() -> None:
    dataset: Any = spectroscopy(np.ones((1, 1, 1, 16)), domain="FREQUENCY")
    group = dataset.SharedFunctionalGroupsSequence[0]
    item = group.MRSpectroscopyFOVGeometrySequence[0]
    item.SpectroscopyAcquisitionDataColumns = 32
    spectra = read(dataset)
    assert spectra.doubtful_ppm
    assert spectra.axes[0] == "Hz"
    assert any("32" in note for note in spectra.notes)


def test_a_reference_of_zero_is_doubted_for_protons_only() -> None:
    ones = np.ones((1, 1, 1, 16))
    protons = read(spectroscopy(ones, domain="FREQUENCY", ChemicalShiftReference=[0]))
    assert protons.axes[0] == "Hz"
    phosphorus = spectroscopy(
        ones, domain="FREQUENCY", ChemicalShiftReference=[0], ResonantNucleus=["31P"]
    )
    assert read(phosphorus).axes[0] == "ppm"


@pytest.mark.parametrize(
    ("absent", "axis"),
    [
        ("ChemicalShiftReference", "Hz"),
        ("TransmitterFrequency", "Hz"),
        ("SpectralWidth", "point"),
    ],
)
def test_without_its_figures_there_is_no_axis(absent: str, axis: str) -> None:
    elements: dict[str, Any] = {absent: None}
    spectra = read(spectroscopy(**elements))
    assert spectra.axes[0] == axis
    assert "ppm" not in spectra.axes
    assert any(note.startswith("⚠") for note in spectra.notes)


def test_frames_that_are_not_there_are_left_out_and_told_of() -> None:
    dataset = spectroscopy()
    dataset.SpectroscopyData = dataset.SpectroscopyData[: 3 * 4 * 512 * 8 + 100]
    spectra = read(dataset)
    assert spectra.values.shape[0] == 1
    assert any("2 frames" in note for note in spectra.notes)


@pytest.mark.parametrize("data", [b"", b"\0" * 40])
def test_too_few_numbers_are_no_spectrum(data: bytes) -> None:
    dataset = spectroscopy()
    dataset.SpectroscopyData = data
    with pytest.raises(ContentError, match=r"no spectroscopy data|too few"):
        read(dataset)


def test_big_endian_values_are_the_same() -> None:
    dataset = spectroscopy()
    little = read(read_dataset(Source("a", to_bytes(dataset))))
    swapped = np.frombuffer(dataset.SpectroscopyData, "<f4").astype(">f4").tobytes()
    dataset.SpectroscopyData = swapped
    big = read(read_dataset(Source("b", to_bytes(dataset, EXPLICIT_BIG))))
    np.testing.assert_array_equal(big.values, little.values)


def test_real_objects_have_the_values_that_numpy_reads(corpus: Path) -> None:
    paths = sorted((corpus / "sop-class" / "mr-spectroscopy").glob("*.dcm"))
    assert paths
    for path in paths:
        spectra = read(read_dataset(Source(str(path))))
        plain = dcmread(path)
        flat = np.frombuffer(plain.SpectroscopyData, "<f4")
        if plain.DataRepresentation == "COMPLEX":
            flat = flat[0::2] + 1j * flat[1::2]
        np.testing.assert_array_equal(spectra.values.ravel(), flat)


def test_water_and_naa_of_a_real_spectrum_are_where_they_belong(corpus: Path) -> None:
    path = corpus / "sop-class" / "mr-spectroscopy" / "dicom-test-files_BRSV001.dcm"
    spectra = read(read_dataset(Source(str(path))))
    ppm, magnitude = spectra.axis("ppm"), np.abs(spectra.values[0, 0, 0, 0])
    assert ppm[magnitude.argmax()] == pytest.approx(4.7, abs=0.1)
    low = np.where(ppm < 2.8, magnitude, 0)
    assert ppm[low.argmax()] == pytest.approx(2.01, abs=0.05)
