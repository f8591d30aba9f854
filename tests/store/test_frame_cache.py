from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from viewer import limits
from viewer.store import frame_cache
from viewer.store.frame_cache import FrameCache, default_limit_bytes


@dataclass
class Block:
    nbytes: int


def test_what_was_put_is_found_again() -> None:
    cache, frame = FrameCache(1000), np.zeros((10, 10), np.uint8)
    cache.put(("file", 0), frame)
    assert cache.get(("file", 0)) is frame
    assert cache.get(("file", 1)) is None
    assert (cache.nbytes, len(cache)) == (100, 1)


def test_the_least_recently_used_goes_first() -> None:
    cache = FrameCache(300)
    for key in "abc":
        cache.put(key, Block(100))
    cache.get("a")
    cache.put("d", Block(100))
    assert [key for key in "abcd" if cache.get(key)] == ["a", "c", "d"]
    assert cache.nbytes == 300


def test_the_limit_is_never_passed() -> None:
    cache = FrameCache(1000)
    rng = np.random.default_rng(1)
    for key, size in enumerate(rng.integers(1, 600, 200)):
        cache.put(key % 50, Block(int(size)))
        assert cache.nbytes <= 1000
        kept = [cache.get(key) for key in range(50)]
        assert cache.nbytes == sum(block.nbytes for block in kept if block)


def test_what_is_larger_than_the_cache_is_not_kept_and_drives_nothing_out() -> None:
    cache = FrameCache(100)
    cache.put("small", Block(60))
    cache.put("large", Block(101))
    assert cache.get("large") is None
    assert cache.get("small") is not None


def test_a_second_put_replaces_the_first() -> None:
    cache = FrameCache(100)
    cache.put("a", Block(60))
    cache.put("a", Block(90))
    assert (cache.nbytes, len(cache)) == (90, 1)


def test_clear_and_discard_forget() -> None:
    cache = FrameCache(100)
    cache.put("a", Block(10))
    cache.put("b", Block(20))
    cache.discard("a")
    cache.discard("not there")
    assert cache.nbytes == 20
    cache.clear()
    assert (cache.nbytes, len(cache), cache.get("b")) == (0, 0, None)


def test_the_default_limit_is_a_share_of_the_available_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    table = tmp_path / "meminfo"
    monkeypatch.setattr(frame_cache, "MEMORY_TABLE", table)
    table.write_text("MemTotal: 9 kB\nMemAvailable:    1000 kB\n")
    assert default_limit_bytes() == 409_600
    table.write_text("MemAvailable: 99000000 kB\n")
    assert default_limit_bytes() == 2 * 1024**3


@pytest.mark.parametrize("text", ["", "MemAvailable: many kB\n", "MemAvailable:\n"])
def test_without_the_table_half_of_the_machine_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    table = tmp_path / "meminfo"
    table.write_text(text)
    monkeypatch.setattr(frame_cache, "MEMORY_TABLE", table)
    monkeypatch.setattr("os.sysconf", lambda name: 1000)
    assert default_limit_bytes() == 200_000


def test_on_an_unknown_system_a_stated_amount_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(frame_cache, "MEMORY_TABLE", tmp_path / "none")
    monkeypatch.delattr("os.sysconf")
    assert default_limit_bytes() == int(0.4 * 2 * 1024**3)


def test_the_limit_follows_the_memory_that_is_free() -> None:
    free = [10 * limits.FREE_MEMORY_BYTES]
    cache = FrameCache(10**9, lambda: free[0])
    size = limits.MEMORY_LOOK_BYTES // 2
    for key in range(4):
        cache.put(key, Block(size))
    assert len(cache) == 4
    share = int(free[0] * limits.FRAME_CACHE_SHARE)
    assert cache.limit_bytes == min(4 * size + share, limits.FRAME_CACHE_BYTES)
    free[0] = limits.FREE_MEMORY_BYTES
    cache.follow_memory()
    assert len(cache) == 4
    free[0] = limits.FREE_MEMORY_BYTES - 1
    cache.follow_memory()
    assert [key for key in range(4) if cache.get(key)] == [1, 2, 3]
    free[0] = 0
    cache.follow_memory()
    assert (len(cache), cache.nbytes, cache.limit_bytes) == (0, 0, 0)
    cache.put("new", Block(1))
    assert len(cache) == 0
    free[0] = 10 * limits.FREE_MEMORY_BYTES
    cache.follow_memory()
    cache.put("new", Block(1))
    assert len(cache) == 1


def test_the_free_memory_is_looked_at_now_and_then() -> None:
    looks: list[int] = []
    cache = FrameCache(10**9, lambda: looks.append(1))
    for key in range(7):
        cache.put(key, Block(limits.MEMORY_LOOK_BYTES // 4))
    assert len(looks) == 1
    cache.put("large", Block(limits.MEMORY_LOOK_BYTES))
    assert len(looks) == 2


def test_however_much_is_free_the_cache_ends_somewhere() -> None:
    cache = FrameCache(10**9, lambda: 100 * limits.FRAME_CACHE_BYTES)
    cache.follow_memory()
    assert cache.limit_bytes == limits.FRAME_CACHE_BYTES


def test_values_of_what_is_gone_are_freed() -> None:
    cache = FrameCache(1000)
    for number in range(4):
        cache.put(number, np.full(10, number, np.uint8))
    cache.discard_all(lambda value: int(value[0]) % 2 == 1)  # type: ignore[index]
    assert [cache.get(number) is None for number in range(4)] == [
        False,
        True,
        False,
        True,
    ]
    assert cache.nbytes == 20
