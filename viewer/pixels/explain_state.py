"""The steps of a pixel that a presentation state decides, in place of the image."""

from dataclasses import replace

from viewer.dicom.values import caption
from viewer.files.explanation import Attributes, Step, number, term
from viewer.pixels.explain_stored import Pixel
from viewer.pixels.look import Look, LookupTable, Window
from viewer.pixels.modality import IDENTITY, rescaled
from viewer.pixels.padding import padding_mask
from viewer.pixels.presentation_state import PresentationState
from viewer.pixels.state_attributes import StateAttributes
from viewer.text import figure, tr


def name_of(state: PresentationState) -> str:
    """Its label for people."""
    return caption(state.label) or tr("without a name")


def decided_by(state: PresentationState) -> StateAttributes:
    """The attributes of a state, none of one that was made without a file."""
    return state.attributes or StateAttributes()


def state_step(pixel: Pixel) -> Step | None:
    """The transform of the state, over which its windows are."""
    info, state = pixel.subject.info, pixel.subject.state
    if state is None or not info.has_voi:
        return None
    if padding_mask(pixel.stored, info.padding).any():
        return None
    found = decided_by(state).transform
    parts = [
        tr(
            "The presentation state {name} decides: the window, transform and polarity"
            " of the image do not count.",
            name=name_of(state),
        )
    ]
    transform = info.voi_transform
    stored = float(pixel.stored[0, 0])
    value = float(rescaled(pixel.stored, transform)[0, 0])
    if isinstance(transform, LookupTable):
        sentence = tr("Its table makes {after} of {before}.", **_both(stored, value))
        parts.append(sentence)
    elif transform == IDENTITY:
        parts.append(tr("It goes on from the stored value as it is."))
    else:
        slope, intercept = term(transform.slope), term(transform.intercept)
        parts.append(f"{slope} × {term(stored)} + {intercept} = {number(value)}.")
    return Step("state", number(value), " ".join(parts), found, (value,))


def voi_of_state(
    pixel: Pixel, state: PresentationState, voi: Window | LookupTable
) -> tuple[str, Attributes]:
    """Where the window or LUT of a frame that a state shows comes from."""
    subject = pixel.subject
    name = name_of(state)
    place = state.voi_place(subject.header, subject.frame_index)
    if place is not None and state.vois[place].value == voi:
        item = state.vois[place].item
        found = decided_by(state).vois[item : item + 1]
        label = f" “{caption(voi.explanation)}”" if voi.explanation else ""
        words = {"label": label, "name": name}
        sentence = (
            tr("Window{label} of the presentation state {name}.", **words)
            if isinstance(voi, Window)
            else tr("LUT{label} of the presentation state {name}.", **words)
        )
        return sentence, found[0] if found else ()
    if subject.decoded.difference is not None:
        return tr("A window that is made for the difference."), ()
    sentence = tr(
        "The presentation state {name} has no window for this frame: all that its"
        " transform can give.",
        name=name,
    )
    return sentence, ()


def underlying(pixel: Pixel) -> Pixel:
    """The pixel of the lower one of two blended images, as it is alone."""
    info = replace(pixel.subject.info, colour="grey", icc_profile=None)
    subject = replace(pixel.subject, info=info, voi=info.voi_choices[0], colours=None)
    return replace(pixel, subject=subject, look=Look())


def blend_step(pixel: Pixel, grey: int) -> Step | None:
    """The mixture with the superimposed image; `grey` is that of the lower one."""
    subject, state = pixel.subject, pixel.subject.state
    if subject.info.colour != "blended" or state is None or state.blended is None:
        return None
    rgb = pixel.coloured
    assert rgb is not None
    share = state.blended.opacity
    sentence = tr(
        "The presentation state {name} lays another image over it, in its own colours:"
        " {share} of that and {rest} of grey {grey}. Where the other image has nothing,"
        " the grey is alone.",
        name=name_of(state),
        share=figure(share, ".4g"),
        rest=figure(1 - share, ".4g"),
        grey=grey,
    )
    red, green, blue = (int(part) for part in rgb)
    shown = f"R {red}  G {green}  B {blue}"
    return Step(
        "blend", shown, sentence, decided_by(state).blending, (red, green, blue)
    )


def _both(before: float, after: float) -> dict[str, str]:
    return {"before": number(before), "after": number(after)}
