"""What was made of a volume, made of the slices that are there now."""

from dataclasses import replace

from viewer.geometry.curve import CurveError
from viewer.geometry.volume import NotAVolumeError
from viewer.kinds.base import DisplaySet
from viewer.kinds.computed import Straightened, Turning, straightened_set, turning_set
from viewer.kinds.fusions import Fusion
from viewer.kinds.sections import VolumeStack
from viewer.ui.state.section_links import section_of, what_of
from viewer.ui.state.viewport import What
from viewer.ui.state.volume_stores import VolumeStores


def cut_again(stores: VolumeStores, old: What, found: What) -> What:
    """The same planes or views through a series that is another now.

    `found` are its images, which are shown where they are a volume no more.
    """
    section = section_of(old)
    computed = old.display_set.computed if old.display_set else None
    made = section or computed
    if made is None or found.display_set is None:
        return found
    stack = _stack(stores, made.stack, found.display_set)
    if stack is None:
        return found
    if section is not None:
        return what_of(replace(section, stack=stack))
    try:
        return What(_view(computed, stack), old.index)
    except CurveError:
        return found


def fused_again(
    stores: VolumeStores, fusion: Fusion, series: DisplaySet
) -> Fusion | None:
    """With the slices that are there now; None where they are no volume any more."""
    stack = _stack(stores, fusion.stack, series)
    return replace(fusion, stack=stack) if stack is not None else None


def _stack(
    stores: VolumeStores, before: VolumeStack, series: DisplaySet
) -> VolumeStack | None:
    phase = min(before.phase, series.phases - 1)
    try:
        return stores.stack(series, phase * (len(series.frames) // series.phases))
    except NotAVolumeError:
        return None


def _view(computed: Turning | Straightened | None, stack: VolumeStack) -> DisplaySet:
    if isinstance(computed, Straightened):
        return straightened_set(replace(computed, stack=stack))
    return turning_set(Turning(stack))
