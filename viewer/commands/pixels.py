"""`negatoscope pixels`: values of a frame, digests of files, a pixel explained."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path
from typing import Any

from viewer.commands.asking import (
    REFUSALS,
    asked,
    frame_number,
    pixel_number,
    reason_of,
)
from viewer.commands.output import (
    is_input,
    prepare_streams,
    print_failure,
    print_json,
    save_whole,
    until_closed,
    write_sentence,
)
from viewer.commands.pixel_explain import KEYS, explained
from viewer.commands.pixel_stages import STAGES, StageRequest, digest, frame_values
from viewer.commands.words import parsed
from viewer.dicom.values import visible
from viewer.files.archive import is_archive
from viewer.files.header import Header, NotDicomError
from viewer.files.scan import Failed as Unreadable
from viewer.files.scan import Odd, scan
from viewer.files.sources import Source, source_at
from viewer.work.pool import Pool

IN_FLIGHT = 2
Entry = dict[str, Any]


def run(arguments: list[str]) -> int:
    """Write, digest or explain pixels; 1 when a file failed, 2 for wrong usage."""
    parser = _parser()
    try:
        options = parsed(parser, arguments)
        _check(options, parser)
    except SystemExit as end:
        return 2 if end.code else 0
    prepare_streams()
    pool = Pool()
    try:
        if options.digest:
            return until_closed(lambda: _print_digests(options, pool))
        if options.explain:
            return until_closed(lambda: _explain(options, pool))
        return _write(options, pool)
    finally:
        pool.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="negatoscope pixels",
        description="Write the values of a frame as a NumPy array, print digests, or "
        "explain how a pixel came about.",
        epilog=KEYS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--stage", choices=STAGES)
    parser.add_argument("--frame", type=frame_number, metavar="N", help="from 1")
    parser.add_argument("--digest", action="store_true", help="a JSON line a file")
    parser.add_argument(
        "--explain",
        nargs=2,
        type=pixel_number,
        metavar=("COLUMN", "ROW"),
        help="every step from the file to the screen of a pixel, counted from 1",
    )
    parser.add_argument(
        "--presentation-state", metavar="PS", help="with --explain: seen by a state"
    )
    parser.add_argument("--json", action="store_true", help="with --explain")
    parser.add_argument("-o", dest="output", metavar="OUT.npy")
    return parser


def _check(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """What belongs together; ends like argparse does when it does not."""
    if options.explain:
        _check_explain(options, parser)
        return
    if options.json or options.presentation_state:
        parser.error("--json and --presentation-state are for --explain")
    if not options.stage:
        parser.error("name the values with --stage, or a pixel with --explain")
    if options.digest and (options.output or options.frame):
        parser.error("--digest is of all frames, and goes to standard output")
    if options.digest:
        return
    if not options.output:
        parser.error("name the file to write with -o, or ask for --digest")
    if len(options.paths) != 1:
        parser.error("-o takes the frame of one PATH")
    if is_input(options.paths[0], options.output):
        parser.error(f"{options.output} is the input itself: it is never written")


def _check_explain(
    options: argparse.Namespace, parser: argparse.ArgumentParser
) -> None:
    if options.stage or options.digest or options.output:
        parser.error("--explain goes without --stage, --digest and -o")
    if len(options.paths) != 1:
        parser.error("--explain takes the frame of one PATH")


def _write(options: argparse.Namespace, pool: Pool) -> int:
    path = options.paths[0]
    request = StageRequest(source_at(path), options.stage, (options.frame or 1) - 1)
    try:
        values = asked(pool, frame_values, request).result()
    except REFUSALS as error:
        print_failure(path, reason_of(error))
        return 1
    try:
        _save(values, Path(options.output))
    except OSError as error:
        print_failure(options.output, write_sentence(error))
        return 1
    return 0


def _explain(options: argparse.Namespace, pool: Pool) -> int:
    path = options.paths[0]
    column, row = options.explain
    state = options.presentation_state
    request = StageRequest(
        source_at(path),
        "display",
        (options.frame or 1) - 1,
        pixel=(column - 1, row - 1),
        state=source_at(state) if state else None,
    )
    try:
        entry = asked(pool, explained, request).result()
    except REFUSALS as error:
        print_failure(path, reason_of(error))
        return 1
    text = entry.pop("text")
    if options.json:
        print_json(entry)
    else:
        place = f"column {entry['column']}, row {entry['row']}"
        print(f"{visible(path)}: frame {entry['frame']}, {place}\n{text}")
    return 0


def _save(values: Any, output: Path) -> None:
    import numpy as np

    save_whole(output, lambda file: np.save(file, values, allow_pickle=False))


def _print_digests(options: argparse.Namespace, pool: Pool) -> int:
    failed = False
    for entry in _digests(options, pool):
        if "error" in entry:
            failed = True
            print_failure(entry["path"], entry["error"])
        print_json(entry, indent=None)
        sys.stdout.flush()
    return 1 if failed else 0


def _digests(options: argparse.Namespace, pool: Pool) -> Iterator[Entry]:
    """One entry a file, as they finish; a few files at a time are being read."""
    running: dict[Future[Entry], str] = {}
    for found in _found(options.paths):
        if isinstance(found, dict):
            yield found
            continue
        if len(running) >= IN_FLIGHT:
            yield from _finished(running)
        request = StageRequest(found, options.stage)
        running[asked(pool, digest, request)] = found.path
    while running:
        yield from _finished(running)


def _found(paths: Sequence[str]) -> Iterator[Source | Entry]:
    """Every file that was named, and every DICOM file of a folder or an archive."""
    for path in paths:
        source = source_at(path)
        if not (source.member or os.path.isdir(path) or is_archive(source)):
            yield source
            continue
        for found in scan([path], lambda: False):
            if isinstance(found, Header | Odd):
                yield found.source
            elif isinstance(found, Unreadable):
                yield {"path": found.path, "error": found.reason}
            elif found.path == path:
                yield {"path": path, "error": reason_of(NotDicomError(found.reason))}


def _finished(running: dict[Future[Entry], str]) -> Iterator[Entry]:
    """Wait for at least one file; its digest or why there is none."""
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        path = running.pop(future)
        try:
            yield future.result()
        except REFUSALS as error:
            yield {"path": path, "error": reason_of(error)}
