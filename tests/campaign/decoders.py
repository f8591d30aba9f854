"""Damaged code streams through the worker processes, as the window asks for them.

Each ends as a refusal, a marked picture, the undamaged picture or one that another
decoder gives too. A worker may die: that is what it is for. A wrong picture without a
mark is the worst that can happen.
"""

import hashlib
import sys
from collections import Counter
from concurrent.futures import Future
from typing import Any

from tests.campaign.plan import Plan, peak_memory_mb
from tests.campaign.record import Record, Tally
from tests.campaign.second_opinion import second_opinion
from tests.campaign.streams import Stream, damage, is_same, seeds
from viewer.pixels.decode import DecodeRequest
from viewer.pixels.encoding import PixelError
from viewer.work.failure import Failed
from viewer.work.pool import Pool
from viewer.work.tasks import (
    deadline_seconds,
    decode_frame,
    next_decoder,
    result_bytes,
)

IN_FLIGHT = 6
GUARD_SECONDS = 180
SECOND_DECODER_PART = 0.2
"""So often the first decoder is left out, as after the death of a worker."""

Asked = tuple[Stream, DecodeRequest, "Future[Any]"]


class _Hunt:
    """What is counted on the way."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.ends: dict[str, Counter[str]] = {}
        self.faults: list[str] = []

    def count(self, asked: Asked) -> None:
        """Wait for the answer and say how the mutant ended."""
        stream, request, future = asked
        error = future.exception(GUARD_SECONDS)
        if error is None:
            end = self._picture(stream, request, future.result())
        else:
            end = "refused"
            if not isinstance(error, PixelError | Failed):
                self.faults.append(f"{stream.name}: {type(error).__name__}")
            elif "unexpected error" in str(error):
                self.faults.append(f"{stream.name}: {error} {error.detail}")
        self.ends.setdefault(stream.codec, Counter())[end] += 1

    def _picture(self, stream: Stream, request: DecodeRequest, found: Any) -> str:
        if found.marks:
            return "marked"
        if is_same(found.values, stream.values):
            return "same"
        opinion = second_opinion(stream.codec, request, found.values)
        if opinion in ("agrees", "unheard"):
            return "believed" if opinion == "agrees" else "unheard"
        self._keep(stream, request, f"{found.decoder}, another decoder {opinion}")
        return "silent"

    def _keep(self, stream: Stream, request: DecodeRequest, what: str) -> None:
        """The stream as a file, and a line that tells where."""
        data = request.bytes.data or b""
        name = f"{stream.codec}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
        (self.plan.folder / name).write_bytes(data)
        sys.stderr.write(f"silent: {stream.name} by {what}: {name}\n")


def run(plan: Plan) -> Record:
    """The codecs take turns."""
    chance, hunt, pool = plan.chance(), _Hunt(plan), Pool()
    by_codec: dict[str, list[Stream]] = {}
    for stream in seeds():
        by_codec.setdefault(stream.codec, []).append(stream)
    by_codec.pop("none", None)
    deaths = _Deaths(pool)
    waiting: list[Asked] = []
    tried = 0
    try:
        for turn in plan.turns():
            streams = by_codec[sorted(by_codec)[turn % len(by_codec)]]
            stream = chance.choice(streams)
            request = stream.damaged(damage(stream, streams, chance))
            if chance.random() < SECOND_DECODER_PART:
                request = next_decoder(request) or request
            waiting.append((stream, request, _ask(pool, request, turn)))
            tried += 1
            if len(waiting) >= IN_FLIGHT:
                hunt.count(waiting.pop(0))
            deaths.look()
        for asked in waiting:
            hunt.count(asked)
        deaths.look()
    finally:
        pool.close()
    return Record(
        "decoders",
        tried,
        plan.seed,
        plan.elapsed,
        restarts=deaths.count,
        peak_memory_mb=peak_memory_mb(),
        pictures={codec: Tally(**ends) for codec, ends in hunt.ends.items()},
        faults=tuple(hunt.faults),
        note="damaged code streams",
    )


def _ask(pool: Pool, request: DecodeRequest, key: int) -> "Future[Any]":
    return pool.submit(
        decode_frame,
        request,
        lane="decode",
        deadline_seconds=deadline_seconds(request),
        result_bytes=result_bytes(request),
        retry=next_decoder,
        key=key,
    )


class _Deaths:
    """Workers that are no longer there when one looks."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._seen: set[int] = set()

    def look(self) -> None:
        """Remember who works now."""
        self._seen |= set(self._pool.worker_pids)

    @property
    def count(self) -> int:
        """So many took the place of others."""
        return max(0, len(self._seen) - 2)
