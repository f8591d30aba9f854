"""Makes what is given to others: `make package`, or some of: wheel bundle deb.

Everything lands in `dist/`: the wheel and the source archive, the folder
`negatoscope/` that runs without Python, and on Debian and Ubuntu the `.deb` of it.
"""

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))

PARTS = ("wheel", "bundle", "deb")


def make_wheel(dist: Path, work: Path) -> None:
    """The wheel, made from the source archive, so that the archive is whole."""
    shutil.rmtree(ROOT / "build" / "lib", ignore_errors=True)
    for old in dist.glob("negatoscope-*.whl"):
        old.unlink()
    _run(sys.executable, "-m", "build", "--outdir", str(dist), str(ROOT))


def make_bundle(dist: Path, work: Path) -> None:
    """The folder with everything; the licences of all parts lie in it."""
    import icons

    icons.draw(work / "icons")
    _run(
        sys.executable,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--log-level=ERROR",
        f"--distpath={dist}",
        f"--workpath={work}",
        str(ROOT / "packaging" / "negatoscope.spec"),
    )
    folder = dist / "negatoscope"
    shutil.move(folder / "_internal" / "licences", folder / "licences")


def make_deb(dist: Path, work: Path) -> None:
    """The Debian package of the bundle."""
    from linux import deb

    deb.build(dist, work)


def _run(*command: str) -> None:
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        sys.stderr.write(done.stdout)
        done.check_returncode()


def main(words: Sequence[str]) -> int:
    """Make the parts that are named, else all; 1 when one could not be made."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=" ".join(PARTS))
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "package")
    options = parser.parse_args(words)
    parts = options.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if "deb" in parts and shutil.which("dpkg-deb") is None:
        sys.stdout.write("no dpkg-deb here: the .deb is left out\n")
        parts = [part for part in parts if part != "deb"]
    options.dist.mkdir(parents=True, exist_ok=True)
    for part in parts:
        begun = time.monotonic()
        make = {"wheel": make_wheel, "bundle": make_bundle, "deb": make_deb}[part]
        try:
            make(options.dist, options.work)
        except subprocess.CalledProcessError as fault:
            sys.stderr.write(f"{part}: {fault}\n")
            return 1
        sys.stdout.write(f"{part}: {time.monotonic() - begun:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
