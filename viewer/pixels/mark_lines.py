"""The few lines that stand beside a mark on the image, made of its figures."""

from viewer.geometry.marks import CLOSED
from viewer.pixels.mark_figures import Figure, FigureName, MarkFigures
from viewer.text import tr

LONGEST = 40
"""Characters of a line that holds a channel: longer ones would not fit a small cell."""

_BEFORE: dict[FigureName, str] = {"across": "↔ ", "down": "↕ "}


def lines_of(measured: MarkFigures) -> tuple[str, ...]:
    """() where nothing was measured."""
    shape, figures = measured.mark.shape, measured.figures
    if shape in CLOSED:
        return _area_lines(measured)
    longer, shorter = measured.figure("long axis"), measured.figure("short axis")
    if longer is not None and shorter is not None:
        return (f"{longer.number} × {shorter.text}",)
    ratio = measured.figure("ratio")
    if ratio is not None:
        return _ratio_lines(measured, ratio)
    if shape == "cobb":
        return tuple(tr("Cobb {angle}", angle=one.text) for one in figures)
    return tuple(f"{_BEFORE.get(one.name, '')}{one.text}" for one in figures)


def _ratio_lines(measured: MarkFigures, ratio: Figure) -> tuple[str, ...]:
    longer, shorter = measured.figure("longer"), measured.figure("shorter")
    if longer is None or shorter is None:
        return (ratio.text,)
    return (ratio.text, f"{shorter.number} / {longer.text}")


def _area_lines(measured: MarkFigures) -> tuple[str, ...]:
    lines = [one.text for one in measured.figures if one.name == "area"]
    for mean in measured.figures:
        if mean.name == "mean":
            lines += _spread_lines(measured, mean)
    pixels, padding = measured.figure("pixels"), measured.figure("padding")
    if pixels is not None:
        count = f"n {pixels.number}"
        if padding is not None:
            left_out = tr("{count} left out", count=padding.number)
            count = f"{count}  {left_out}"
        lines.append(count)
    return tuple(lines)


def _spread_lines(measured: MarkFigures, mean: Figure) -> list[str]:
    """Of a channel or quantity: grey in two lines, others in one that is short."""
    deviation = measured.figure("deviation", mean.channel)
    least = measured.figure("least", mean.channel)
    greatest = measured.figure("greatest", mean.channel)
    assert deviation is not None
    assert least is not None
    assert greatest is not None
    of_mean = f"{mean.title} {mean.text}"
    spread = tr("{mean}  SD {deviation}", mean=of_mean, deviation=deviation.number)
    ends = tr("Min {least}  Max {most}", least=least.number, most=greatest.number)
    whole = f"{spread}  {ends}"
    return [whole] if mean.channel and len(whole) <= LONGEST else [spread, ends]
