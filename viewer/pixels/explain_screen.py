"""The last steps of a pixel: its colours by a map or a profile, and the screen's own.

PS3.3 C.11.15 (ICC), PS3.14 (GSDF).
"""

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.explanation import Attributes, Holder, Step, attributes, item_of
from viewer.files.icc_profile import icc_text
from viewer.pixels.calibration import driving_levels, response
from viewer.pixels.colour_maps import NAMES, colour_map
from viewer.pixels.display import Display
from viewer.pixels.explain_colour import rgb_text, unmanaged
from viewer.pixels.explain_layers import layer_at
from viewer.pixels.explain_state import decided_by
from viewer.pixels.explain_stored import Pixel
from viewer.pixels.layers import has_colours, visible_layers
from viewer.text import figure, tr


def map_step(pixel: Pixel, grey: Step | None) -> Step | None:
    """The colour that the reader's map gives a grey level."""
    name = pixel.look.colour_map
    if not name or grey is None or pixel.subject.info.colour != "grey":
        return None
    level = int(grey.numbers[0])
    rgb = colour_map(name)[level]
    sentence = tr(
        "Chosen by the reader: {name} (PS3.6 B.1) shows grey {level} so.",
        name=tr(NAMES[name]),
        level=level,
    )
    return Step("map", rgb_text(rgb), sentence, numbers=tuple(rgb.tolist()))


def icc_step(pixel: Pixel) -> Step | None:
    """What the profile makes of the colours, or why nothing; None for grey."""
    subject = pixel.subject
    info = subject.info
    if info.colour in ("grey", "blended"):
        return None
    before = unmanaged(pixel)
    if before is None:  # a grey beside the colours of a palette
        return None
    profile = info.icc_profile
    if profile is None:
        sentence = tr("The header has no profile: the colours are taken for sRGB.")
        figures = tuple(before.tolist())
        return Step("icc", tr("none"), sentence, numbers=figures)
    found = _profile_attributes(pixel)
    after = pixel.coloured if pixel.coloured is not None else before
    if profile.fault:
        return Step("icc", icc_text(profile), tr("The colours are as they are."), found)
    if profile.is_srgb:
        sentence = tr("Its colours are those of sRGB: nothing has to be changed.")
        return Step("icc", icc_text(profile), sentence, found, tuple(after.tolist()))
    sentence = tr(
        "{name}: {before} becomes {after} in sRGB, relative colorimetric with black"
        " point compensation.",
        name=icc_text(profile),
        before=rgb_text(before),
        after=rgb_text(after),
    )
    return Step("icc", rgb_text(after), sentence, found, tuple(after.tolist()))


def driving_step(pixel: Pixel, screen: Step, display: Display) -> Step:
    """What the screen is driven with for the grey of the picture."""
    name = caption(display.screen)
    if not _is_driven(pixel):
        sentence = tr("Colours are not changed by the calibration of a screen.")
        return Step("driving", tr("none"), sentence)
    grey = int(screen.numbers[0])
    levels = driving_levels(display)
    if levels is None:
        sentence = tr("{state}: the screen is driven as it is.", state=display.state)
        return Step("driving", str(grey), sentence, numbers=(grey,))
    level = levels[grey]
    luminance = float(response(display)[level])
    sentence = tr(
        "{state}, {screen}: grey {grey} is driven with level {level}, which shows"
        " {luminance} cd/m² with the light of the room (PS3.14).",
        state=display.state,
        screen=name,
        grey=grey,
        level=level,
        luminance=figure(luminance, ".4g"),
    )
    return Step("driving", str(level), sentence, numbers=(level,))


def _is_driven(pixel: Pixel) -> bool:
    """Greys are; not those of colour pictures, nor of layers beside coloured ones."""
    if pixel.subject.info.is_colour or pixel.look.colour_map:
        return False
    layers = visible_layers(pixel.subject.layers, pixel.look)
    return layer_at(pixel) is None or not has_colours(layers)


def _profile_attributes(pixel: Pixel) -> Attributes:
    state, header = pixel.subject.state, pixel.subject.header
    wanted = (tags.ICCProfile, tags.ColorSpace)
    if state is not None and state.icc_profile is not None:
        return decided_by(state).profile
    top = Holder(header)
    if header.has(tags.ICCProfile):
        return attributes(top, *wanted)
    paths = header.items.get(tags.OpticalPathSequence, ())
    places = [n for n, one in enumerate(paths) if one.has(tags.ICCProfile)]
    if not places:
        return ()
    return attributes(
        item_of(top, tags.OpticalPathSequence, places[0]),
        tags.OpticalPathIdentifier,
        *wanted,
    )
