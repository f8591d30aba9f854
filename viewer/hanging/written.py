"""A protocol made from what hangs now, and its text as TOML.

Only what kinds of images have in common goes into it, never a patient's own data: of
descriptions, into which people write names, nothing but known words.
"""

import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from viewer.hanging.facts import Facts
from viewer.hanging.fields import LONGEST_TEXT
from viewer.hanging.rules import (
    Chosen,
    Criteria,
    Place,
    Protocol,
    Scale,
    Stage,
    Study,
    StudyCriteria,
)
from viewer.pixels.look import Window

WORDS = (
    *("t1", "t2", "pd", "dp", "flair", "stir", "dwi", "adc", "swi", "tof", "mprage"),
    *(
        "difus",
        "diff",
        "perf",
        "gd",
        "contrast",
        "contraste",
        "sag",
        "cor",
        "ax",
        "tra",
    ),
    *("lung", "pulm", "bone", "osso", "soft", "moles", "brain", "encef", "fat", "fs"),
    *("arterial", "portal", "venous", "venosa", "delayed", "tardia"),
)
"""What is kept of descriptions."""

PARTS = re.compile(r"[a-z][a-z ]{1,15}")
"""What a body part looks like; anything else may be a remark."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell on screen: what it shows, and how; `facts` None when it is empty.

    `over` are those of what is laid over it.
    """

    facts: Facts | None = None
    is_prior: bool = False
    window: Window | str | None = None
    turn: tuple[str, str] = ("", "")
    over: Facts | None = None


def protocol_of(
    name: str, layout: str, cells: Sequence[Cell], links: Sequence[str], scale: Scale
) -> Protocol:
    """A protocol with one stage that hangs such images in the same way."""
    name = " ".join(part for part in name.split() if part.isprintable())
    name = name[:LONGEST_TEXT]
    images: dict[str, Chosen] = {}
    places = []
    for number, cell in enumerate(cells, 1):
        if cell.facts is None:
            places.append(Place())
            continue
        image = f"image{number}"
        study: Study = "prior" if cell.is_prior else "current"
        images[image] = Chosen(_criteria(cell.facts), study, cell.turn)
        places.append(Place(image, cell.window))
    places = [
        replace(place, fuse=_over(cell.over, images)) if cell.over else place
        for place, cell in zip(places, cells, strict=True)
    ]
    shown = (facts for cell in cells for facts in (cell.facts, cell.over))
    known = [facts for facts in shown if facts is not None]
    match = StudyCriteria(
        Criteria(
            tuple(dict.fromkeys(facts.modality for facts in known if facts.modality)),
            _body_parts(known),
        ),
        least_priors=int(any(cell.is_prior for cell in cells)),
    )
    stage = Stage(name, layout, tuple(places), scale, tuple(links))
    return Protocol(name, match, tuple(images.items()), (stage,))


def _over(facts: Facts, images: dict[str, Chosen]) -> str:
    """The name of what is laid over a cell: that of another cell where it is there."""
    criteria = _criteria(facts)
    for name, chosen in images.items():
        if chosen.criteria == criteria:
            return name
    name = f"over{len(images) + 1}"
    images[name] = Chosen(criteria)
    return name


def _criteria(facts: Facts) -> Criteria:
    return Criteria(
        modality=(facts.modality,) if facts.modality else (),
        description=_known_words(facts.description),
        laterality=facts.laterality if facts.laterality in ("R", "L") else "",
        view=(facts.view,) if re.fullmatch(r"[A-Z0-9]{1,8}", facts.view) else (),
        plane=facts.plane,
        least_images=2 if facts.images > 1 else 0,
        most_images=None if facts.images > 1 else 1,
    )


def _known_words(description: str) -> tuple[str, ...]:
    """One entry, of which all words must be there."""
    parts = set(re.findall(r"[a-z0-9]+", description))
    found = [word for word in WORDS if word in parts]
    return (" ".join(found),) if found else ()


def _body_parts(known: Iterable[Facts]) -> tuple[str, ...]:
    """Asked for only when every image says one."""
    parts = [facts.body_part for facts in known]
    if not all(PARTS.fullmatch(part) for part in parts):
        return ()
    return tuple(dict.fromkeys(parts))


def to_toml(protocol: Protocol) -> str:
    """The text of a file that `read_protocol` makes the same protocol of."""
    match = protocol.match
    lines = [_line("name", protocol.name), *_names(protocol.names)]
    if protocol.priority:
        lines.append(_line("priority", protocol.priority))
    lines += ["", "[match]", *_criteria_lines(match.images)]
    for key, value, usual in (
        ("least_series", match.least_series, 1),
        ("most_series", match.most_series, None),
        ("least_priors", match.least_priors, 0),
        ("most_priors", match.most_priors, None),
    ):
        if value is not None and value != usual:
            lines.append(_line(key, value))
    for name, chosen in protocol.images:
        lines += ["", f"[images.{json.dumps(name)}]", *_criteria_lines(chosen.criteria)]
        if chosen.study != "current":
            lines.append(_line("study", chosen.study))
        if chosen.turn != ("", ""):
            lines.append(_line("turn", list(chosen.turn)))
        if chosen.optional:
            lines.append("optional = true")
    for stage in protocol.stages:
        lines += ["", *_stage_lines(stage)]
    return "\n".join(lines) + "\n"


def _stage_lines(stage: Stage) -> list[str]:
    lines = ["[[stages]]", _line("name", stage.name), *_names(stage.names)]
    lines.append(_line("layout", stage.layout))
    if stage.scale != "fit":
        lines.append(_line("scale", stage.scale))
    if stage.links:
        lines.append(_line("link", list(stage.links)))
    places = [f"  {_place(place)}," for place in stage.places]
    return [*lines, "cells = [", *places, "]"]


def _place(place: Place) -> str:
    parts = [_line("image", place.image)]
    if isinstance(place.window, Window):
        parts.append(_line("window", [place.window.width, place.window.centre]))
    elif place.window is not None:
        parts.append(_line("window", place.window))
    if place.justify:
        parts.append(_line("justify", place.justify))
    if place.start != "middle":
        parts.append(_line("start", place.start))
    if place.fuse:
        parts.append(_line("fuse", place.fuse))
    return f"{{ {', '.join(parts)} }}" if len(parts) > 1 else json.dumps(place.image)


def _criteria_lines(criteria: Criteria) -> list[str]:
    lists = ("modality", "body_part", "description", "view")
    words = ("laterality", "plane")
    lines = [_line(key, list(getattr(criteria, key))) for key in lists]
    lines += [_line(key, getattr(criteria, key)) for key in words]
    if criteria.least_images:
        lines.append(_line("least_images", criteria.least_images))
    if criteria.most_images is not None:
        lines.append(_line("most_images", criteria.most_images))
    return [line for line in lines if not line.endswith((" = []", ' = ""'))]


def _names(names: Iterable[tuple[str, str]]) -> list[str]:
    return [_line(f"name_{language}", text) for language, text in names]


def _line(key: str, value: object) -> str:
    """What JSON and TOML write alike: texts, numbers, lists of them."""
    return f"{key} = {json.dumps(value, ensure_ascii=False)}"


def save_protocol(protocol: Protocol, folder: Path) -> Path:
    """Write a new file whole or not at all, under a name that is free.

    Raises OSError.
    """
    import tempfile

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".protocol.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(to_toml(protocol))
            file.flush()
            os.fsync(file.fileno())
        for path in _free_names(folder, protocol.name):
            try:
                os.link(temporary, path)
            except FileExistsError:
                continue
            except OSError:  # a file system without hard links
                if path.exists():
                    continue
                os.replace(temporary, path)
            return path
    finally:
        Path(temporary).unlink(missing_ok=True)
    raise FileExistsError(str(folder))


def _free_names(folder: Path, name: str) -> Iterable[Path]:
    stem = "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:60] or "protocol"
    for number in range(1, 1000):
        yield folder / (f"{stem}.toml" if number == 1 else f"{stem}-{number}.toml")
