"""From the text of a TOML file to a `Protocol`, or to a `Problem` that says why not."""

import re
from collections.abc import Sequence
from typing import cast

from viewer.geometry.layout import LayoutError, parse_layout
from viewer.geometry.plane import opposite_letters
from viewer.hanging.fields import Fields, RuleError, unknown
from viewer.hanging.rules import (
    LINKS,
    Chosen,
    Criteria,
    Place,
    Problem,
    Protocol,
    Scale,
    Side,
    Stage,
    Start,
    Study,
    StudyCriteria,
)
from viewer.kinds.presets import CT_PRESETS
from viewer.pixels.look import Window
from viewer.text import tr

PLANES = ("axial", "coronal", "sagittal")
SIDES = ("left", "right", "top", "bottom")
MOST_STAGES = 32
PRESETS = tuple(preset.name for preset in CT_PRESETS)


def read_protocol(text: str, path: str = "") -> Protocol | Problem:
    """What the text of a file says. Never raises."""
    import tomllib  # not before a protocol is needed

    try:
        protocol = _protocol(Fields(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as fault:
        return Problem(
            path,
            "",
            tr("This is not TOML: {reason}", reason=str(fault)),
            tr("Correct that line, and load the protocols again."),
        )
    except RecursionError:
        wrong = tr("This is not TOML: {reason}", reason="too deep")
        return Problem(path, "", wrong, tr("Write it anew, without such nesting."))
    except RuleError as fault:
        return Problem(path, fault.key, fault.wrong, fault.remedy)
    return protocol.at(path)


def _protocol(fields: Fields) -> Protocol:
    name, names = fields.text("name"), fields.names()
    priority = fields.number("priority", 0) or 0
    images = _images(fields)
    stages = _stages(fields, [key for key, _ in images])
    match = _study(Fields(fields.take("match") or {}, "match"))
    fields.finish()
    return Protocol(name, match, images, stages, names, priority)


def _study(fields: Fields) -> StudyCriteria:
    found = StudyCriteria(
        _criteria(fields),
        fields.number("least_series", 1) or 0,
        fields.number("most_series"),
        fields.number("least_priors", 0) or 0,
        fields.number("most_priors"),
    )
    fields.finish()
    return found


def _criteria(fields: Fields) -> Criteria:
    for name in ("body_part", "description", "view"):
        for word in fields.texts(name):
            _check_pattern(fields.key(name), word)
    return Criteria(
        tuple(word.upper() for word in fields.texts("modality")),
        fields.texts("body_part"),
        fields.texts("description"),
        fields.word("laterality", ("R", "L"), ""),
        fields.texts("view"),
        fields.word("plane", PLANES, ""),
        fields.number("least_images", 0) or 0,
        fields.number("most_images"),
    )


def _check_pattern(key: str, word: str) -> None:
    if len(word) > 2 and word[0] == word[-1] == "/":
        try:
            re.compile(word[1:-1])
        except (re.error, RecursionError, OverflowError) as fault:
            raise RuleError(
                key,
                tr("This is no regular expression: {reason}", reason=str(fault)),
                tr("Correct it, or write plain words without slashes."),
            ) from fault


def _images(fields: Fields) -> tuple[tuple[str, Chosen], ...]:
    table = fields.take("images")
    if not isinstance(table, dict) or not table:
        raise RuleError(
            "images",
            tr("No images are named."),
            tr("Add a table such as [images.first], and use its name in the cells."),
        )
    return tuple(
        (name, _chosen(Fields(table[name], f"images.{name}"))) for name in table
    )


def _chosen(fields: Fields) -> Chosen:
    turn = fields.take("turn")
    found = Chosen(
        _criteria(fields),
        cast(Study, fields.word("study", ("current", "prior"), "current")),
        ("", "") if turn is None else _turn(fields.key("turn"), turn),
        fields.yes("optional"),
    )
    fields.finish()
    return found


def _turn(key: str, value: object) -> tuple[str, str]:
    if (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(one, str) for one in value)
        and all(
            one == "" or (one in "LRAPHF" and opposite_letters(one)) for one in value
        )
    ):
        return value[0], value[1]
    raise RuleError(
        key,
        tr("This does not say how the image is to lie."),
        tr('Name the right and the bottom edge, such as turn = ["L", "F"].'),
    )


def _stages(fields: Fields, images: Sequence[str]) -> tuple[Stage, ...]:
    listed = fields.take("stages")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_STAGES:
        raise RuleError(
            "stages",
            tr("There is no stage, or there are too many."),
            tr("Add a table [[stages]] with name, layout and cells."),
        )
    return tuple(
        _stage(Fields(table, f"stages.{number}"), images)
        for number, table in enumerate(listed, 1)
    )


def _stage(fields: Fields, images: Sequence[str]) -> Stage:
    layout = fields.text("layout")
    try:
        count = parse_layout(layout).cells
    except LayoutError:
        raise RuleError(
            fields.key("layout"),
            tr("“{word}” is no layout.", word=layout),
            tr("Write rows × columns such as 2x3, or one large cell such as 1+3."),
        ) from None
    listed = fields.take("cells")
    if not isinstance(listed, list) or not listed or len(listed) > count:
        raise RuleError(
            fields.key("cells"),
            tr("A layout {layout} has {count} cells.", layout=layout, count=count),
            tr("List the names of images, row by row, and “” for an empty cell."),
        )
    places = tuple(
        _place(one, fields.key(f"cells.{number}"), images)
        for number, one in enumerate(listed, 1)
    )
    links = fields.texts("link")
    for word in links:
        if word not in LINKS:
            raise unknown(fields.key("link"), word, LINKS)
    scale = fields.word("scale", ("fit", "same", "pixels"), "fit")
    name, names = fields.text("name"), fields.names()
    fields.finish()
    return Stage(name, layout, places, cast(Scale, scale), links, names)


def _place(value: object, key: str, images: Sequence[str]) -> Place:
    if isinstance(value, str):
        value = {"image": value}
    fields = Fields(value, key)
    image = fields.text("image", "") if fields.take("image") else ""
    if image and image not in images:
        raise unknown(key, image, images)
    fuse = fields.text("fuse", "") if fields.take("fuse") else ""
    if fuse and fuse not in images:
        raise unknown(fields.key("fuse"), fuse, images)
    place = Place(
        image,
        _window(fields),
        cast(Side, fields.word("justify", SIDES, "")),
        cast(Start, fields.word("start", ("first", "middle", "last"), "middle")),
        fuse,
    )
    fields.finish()
    return place


def _window(fields: Fields) -> Window | str | None:
    value = fields.take("window")
    if value is None:
        return None
    if isinstance(value, str):
        if value not in PRESETS:
            raise unknown(fields.key("window"), value, PRESETS)
        return value
    numbers = value if isinstance(value, list) else []
    if (
        len(numbers) == 2
        and all(type(one) in (int, float) for one in numbers)
        and 1 <= numbers[0] <= 1e9
        and abs(numbers[1]) <= 1e9
    ):
        return Window(float(numbers[1]), float(numbers[0]))
    raise RuleError(
        fields.key("window"),
        tr("This is no window."),
        tr("Write width and centre such as [400, 40], or the name of a preset."),
    )
