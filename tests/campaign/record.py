"""What every program of the campaign reports, in one shape."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Tally:
    """How mutants of the code streams of one codec ended.

    `silent` are wrong pictures without a mark: another decoder refuses the stream or
    gives other values. `believed` are changed pictures that it gives too: the stream
    says so, and has no checksum. `unheard` ones have no other decoder here.
    """

    refused: int = 0
    marked: int = 0
    same: int = 0
    believed: int = 0
    unheard: int = 0
    silent: int = 0

    @property
    def tried(self) -> int:
        """All of them."""
        return sum(asdict(self).values())


@dataclass(frozen=True, slots=True)
class Record:
    """The figures of one program's run; those that must be 0 are 0 by default."""

    name: str
    tried: int
    seed: int
    seconds: float = 0.0
    deaths: int = 0
    """Of the window or the program itself, which must live."""
    restarts: int = 0
    """Workers that were replaced, those that the campaign killed included."""
    longest_stall_ms: float = 0.0
    """Of the processor, for one turn of the window's own thread."""
    peak_memory_mb: float = 0.0
    """Of the process of the window, and of its largest worker if that is more."""
    pictures: Mapping[str, Tally] = field(default_factory=dict)
    marks_lost: int = 0
    bytes_changed: int = 0
    """Source files whose bytes, time or name changed."""
    identifiers_leaked: int = 0
    faults: tuple[str, ...] = ()
    """What else must not have happened, as sentences for developers."""
    note: str = ""
    """What the figures mean, beyond the name."""

    @property
    def silent(self) -> int:
        """Wrong pictures without a mark."""
        return sum(tally.silent for tally in self.pictures.values())

    @property
    def is_good(self) -> bool:
        """Nothing happened that must not."""
        return not (
            self.deaths
            or self.silent
            or self.marks_lost
            or self.bytes_changed
            or self.identifiers_leaked
            or self.faults
        )


def to_json(record: Record) -> str:
    """One line."""
    return json.dumps(asdict(record))


def from_json(line: str) -> Record:
    """The record that a program printed last."""
    values = json.loads(line)
    pictures = {name: Tally(**tally) for name, tally in values["pictures"].items()}
    values |= {"pictures": pictures, "faults": tuple(values["faults"])}
    return Record(**values)


HEAD = (
    "| program | tried | deaths | restarts | longest stall | peak memory | silent "
    "wrong pictures | marks lost | source files changed | identifiers leaked | seed |"
)
CODECS_HEAD = (
    "| codec | mutants | refused | marked | unchanged | changed, other decoder agrees "
    "| changed, no other decoder | silent wrong |"
)


def _rule(head: str) -> str:
    return "|" + "---|" * (head.count("|") - 1)


def figures(records: list[Record]) -> str:
    """The tables of docs/reliability.md."""
    lines = [HEAD, _rule(HEAD)]
    for one in records:
        silent = str(one.silent) if one.pictures else "–"
        cells = (
            f"{one.name}: {one.note}" if one.note else one.name,
            one.tried,
            one.deaths,
            one.restarts,
            f"{one.longest_stall_ms:.0f} ms" if one.longest_stall_ms else "–",
            f"{one.peak_memory_mb:.0f} MB",
            silent,
            one.marks_lost,
            one.bytes_changed,
            one.identifiers_leaked,
            one.seed,
        )
        lines.append(f"| {' | '.join(map(str, cells))} |")
    lines += ["", CODECS_HEAD, _rule(CODECS_HEAD)]
    for one in records:
        for codec, tally in sorted(one.pictures.items()):
            counts = asdict(tally).values()
            lines.append(
                f"| {codec} | {tally.tried} | {' | '.join(map(str, counts))} |"
            )
    return "\n".join(lines) + "\n"
