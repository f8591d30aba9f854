"""Files that crashed, hung or fooled decoders end as a picture or as a sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECONDS = 120
CHILD = """
import resource, sys
from viewer import limits
size = limits.WORKER_ADDRESS_BYTES
resource.setrlimit(resource.RLIMIT_AS, (size, size))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from viewer.files.dataset import complete_header
from viewer.files.header import NotDicomError, UnreadableError
from viewer.files.sources import Source
from viewer.pixels.decode import decode, frame_request
from viewer.pixels.encoding import PixelError, encoding_of
from viewer.pixels.frames import frame_table
for line in sys.stdin:
    try:
        header = complete_header(Source(line.strip()))
        frames = frame_table(header, encoding_of(header)).frames
        marks = set()
        for index in range(min(frames, 20)):
            marks |= set(decode(frame_request(header, index)).marks)
        print("picture", *marks)
    except (PixelError, NotDicomError, UnreadableError) as error:
        assert str(error).endswith("."), error
        print("sentence")
    except BaseException as error:
        print("FAULT", type(error).__name__, error)
"""


def outcomes(files: list[Path]) -> dict[str, str]:
    """What a confined process says of each file; it must live to the last one."""
    answer = subprocess.run(
        [sys.executable, "-c", CHILD],
        input="\n".join(map(str, files)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    names = [file.name for file in files]
    return dict(zip(names, answer.stdout.splitlines(), strict=True))


@pytest.mark.skipif(sys.platform == "win32", reason="no address limit to test under")
def test_no_hostile_file_ends_the_process_or_an_exception_of_another_kind(
    corpus: Path,
) -> None:
    files = sorted((corpus / "hostile").rglob("*.dcm"))
    found = outcomes(files)
    assert len(found) == 228
    assert set(found.values()) == {"picture", "picture damaged", "sentence"}
    bombs = [file.name for file in files if file.parent.name == "bombs"]
    pictures = {name for name in bombs if found[name] != "sentence"}
    assert pictures == {
        "frames_2147483647_encap.dcm",  # one frame is there, and whole
        "j2k_20k_hdr20000.dcm",  # an empty picture, but of the stated size
    }


@pytest.mark.skipif(sys.platform == "win32", reason="no address limit to test under")
@pytest.mark.parametrize("kind", ["cscut", "trunc"])
def test_mutants_that_were_cut_short_are_no_clean_pictures(
    corpus: Path, kind: str
) -> None:
    files = sorted((corpus / "hostile" / "mutants").glob(f"*__{kind}__*.dcm"))
    clean = {name for name, end in outcomes(files).items() if end == "picture"}
    # Cut in the middle and closed again with an end marker: nothing tells.
    assert clean <= {"jpeg_baseline__highdicom__crash6__cscut__7_149.dcm"}
    assert len(files) > 5
