"""From display sets and a protocol to what goes where, as data."""

from collections.abc import Sequence
from dataclasses import dataclass

from viewer.dicom import tags
from viewer.files.spatial import orientation_of
from viewer.geometry.fit import Camera
from viewer.geometry.plane import edge_letters, letters_of_cosines
from viewer.geometry.view_transform import Rotation
from viewer.hanging.facts import Facts, facts_of, score
from viewer.hanging.rules import (
    Chosen,
    Place,
    Protocol,
    Scale,
    Side,
    Stage,
    StudyCriteria,
)
from viewer.kinds.base import DisplaySet
from viewer.kinds.fusions import joined, may_be_laid
from viewer.kinds.presets import CT_PRESETS
from viewer.kinds.registrations import NotJoinedError
from viewer.pixels.look import Window

PRIOR_POINTS = 5
TURNS: tuple[tuple[Rotation, bool], ...] = tuple(
    (rotation, flipped) for flipped in (False, True) for rotation in (0, 180, 90, 270)
)
"""The gentlest first."""


@dataclass(frozen=True, slots=True)
class StudySets:
    """The sets of one study that are pictures, in the order of the tree."""

    key: str
    date: str
    sets: tuple[DisplaySet, ...]
    facts: tuple[Facts, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """What one cell shows and how it begins; `window` None for the file's own.

    `over` is laid over it as a volume.

    `is_turned` is False when the protocol wants the image to lie in some way and
    nothing says how it does.
    """

    display_set: DisplaySet
    index: int
    window: Window | None
    camera: Camera
    justify: Side
    is_prior: bool
    is_turned: bool = True
    over: DisplaySet | None = None


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """A stage with its images; None is a cell that stays empty."""

    stage: Stage
    cells: tuple[Placed | None, ...]

    @property
    def has_gaps(self) -> bool:
        """Images that it has places for are not there, or cannot be fused."""
        places = zip(self.stage.places, self.cells, strict=True)
        return any(
            place.image and (cell is None or bool(place.fuse) != bool(cell.over))
            for place, cell in places
        )

    @property
    def scale(self) -> Scale:
        """How large the images are drawn."""
        return self.stage.scale


@dataclass(frozen=True, slots=True)
class Plan:
    """A protocol for a study. `is_certain`: each place of the first stage has exactly
    one set that it can mean."""

    protocol: Protocol
    study_key: str
    stages: tuple[PlannedStage, ...]
    score: int
    is_certain: bool

    @property
    def has_prior(self) -> bool:
        """An earlier study hangs in it."""
        cells = (cell for stage in self.stages for cell in stage.cells)
        return any(cell is not None and cell.is_prior for cell in cells)


def study_sets(key: str, sets: Sequence[DisplaySet]) -> StudySets:
    """What protocols look at of a study: its pictures."""
    shown = tuple(one for one in sets if one.view == "stack" and one.state is None)
    date = shown[0].first.text(tags.StudyDate).strip() if shown else ""
    return StudySets(key, date, shown, tuple(facts_of(one) for one in shown))


def plans(
    protocols: Sequence[Protocol], study: StudySets, earlier: Sequence[StudySets]
) -> tuple[Plan, ...]:
    """The protocols that fit, the best first; of equal ones none is certain."""
    found = [plan for one in protocols if (plan := _plan(one, study, earlier))]
    found.sort(key=lambda plan: (-plan.score, plan.protocol.name))
    if len(found) > 1 and found[0].score == found[1].score:
        found[0] = _doubted(found[0])
    return tuple(found[:1]) + tuple(_doubted(plan) for plan in found[1:])


def _doubted(plan: Plan) -> Plan:
    return Plan(plan.protocol, plan.study_key, plan.stages, plan.score, False)


def _plan(
    protocol: Protocol, study: StudySets, earlier: Sequence[StudySets]
) -> Plan | None:
    match = protocol.match
    own = _scores(match, study)
    if not own or not _within(len(own), match.least_series, match.most_series):
        return None
    priors = [prior for prior in earlier if _scores(match, prior)]
    if not _within(len(priors), match.least_priors, match.most_priors):
        return None
    filling = _Filling(protocol, study, priors[0] if priors else None)
    if filling.lacks:
        return None
    stages = tuple(filling.stage(stage) for stage in protocol.stages)
    kept = _without_needless_gaps(stages)
    if not kept:
        return None
    points = max(own) + protocol.priority + (PRIOR_POINTS if match.least_priors else 0)
    points += filling.points
    places = kept[0].stage.places
    first = {name for place in places for name in (place.image, place.fuse)}
    is_certain = len(own) == len(study.sets) and not first & filling.doubtful
    return Plan(protocol, study.key, kept, points, is_certain)


def _without_needless_gaps(
    stages: Sequence[PlannedStage],
) -> tuple[PlannedStage, ...]:
    """Without stages that lack images, where another shows all of theirs without a gap;
    and without empty ones."""
    whole = [_shown(stage) for stage in stages if not stage.has_gaps]
    return tuple(
        stage
        for stage in stages
        if any(stage.cells)
        and not (stage.has_gaps and any(_shown(stage) <= shown for shown in whole))
    )


def _shown(stage: PlannedStage) -> set[int]:
    return {id(cell.display_set) for cell in stage.cells if cell is not None}


def _scores(match: StudyCriteria, study: StudySets) -> list[int]:
    """Of the series that are what the protocol is for.

    The modality and the size are asked of each; the body part and words of one.
    """
    found = [score(match.images, facts) for facts in study.facts]
    if not any(one is not None for one in found):
        return []
    best = max(one for one in found if one is not None)
    wanted = match.images.modality
    return [best for facts in study.facts if not wanted or facts.modality in wanted]


def _within(count: int, least: int, most: int | None) -> bool:
    return count >= least and (most is None or count <= most)


class _Filling:
    """Finds the set of each named images once, and puts it where stages want it."""

    def __init__(
        self, protocol: Protocol, study: StudySets, prior: StudySets | None
    ) -> None:
        self._studies = {"current": study, "prior": prior}
        self._chosen = dict(protocol.images)
        self._modalities = protocol.match.images.modality
        self._found: dict[str, DisplaySet] = {}
        self.doubtful: set[str] = set()
        """Names that several sets could be."""
        self.lacks = False
        """Images that are not optional are not there."""
        self.points = 0
        for name, chosen in protocol.images:
            self._find(name, chosen)

    def _find(self, name: str, chosen: Chosen) -> None:
        study = self._studies[chosen.study]
        rated = self._rated(chosen, study) if study is not None else []
        best = max((points for points, _ in rated), default=0)
        leading = [one for points, one in rated if points == best]
        if leading:
            self._found[name] = leading[0]
            self.points += 1
        elif not chosen.optional:
            self.lacks = True
        if len(leading) > 1:
            self.doubtful.add(name)

    def _rated(self, chosen: Chosen, study: StudySets) -> list[tuple[int, DisplaySet]]:
        """Sets that no other name has taken, with their points."""
        taken = {id(one) for one in self._found.values()}
        rated = []
        for one, facts in zip(study.sets, study.facts, strict=True):
            points = score(chosen.criteria, facts)
            fits = not self._modalities or facts.modality in self._modalities
            if points is not None and fits and id(one) not in taken:
                rated.append((2 * points + facts.is_for_presentation, one))
        return rated

    def stage(self, stage: Stage) -> PlannedStage:
        """The stage with what is there for it."""
        cells = tuple(self._placed(place) for place in stage.places)
        return PlannedStage(stage, cells)

    def _placed(self, place: Place) -> Placed | None:
        found = self._found.get(place.image)
        if found is None:
            return None
        chosen = self._chosen[place.image]
        turned = turned_camera(found, chosen.turn)
        starts = {"first": 0, "middle": found.middle, "last": len(found.frames) - 1}
        return Placed(
            found,
            starts[place.start],
            _window(place, found),
            turned or Camera(),
            place.justify,
            chosen.study == "prior",
            turned is not None,
            self._over(place, found),
        )

    def _over(self, place: Place, below: DisplaySet) -> DisplaySet | None:
        """What is laid over it, in the same frame of reference."""
        over = self._found.get(place.fuse)
        if over is None or not may_be_laid(over):
            return None
        try:
            joined(below, over, ())
        except NotJoinedError:
            return None
        return over


def turned_camera(display_set: DisplaySet, turn: tuple[str, str]) -> Camera | None:
    """How to turn and flip so that the letters stand at the right and bottom edge.

    By PatientOrientation, else by the cosines; None when neither says, or the image
    cannot be turned so.
    """
    if turn == ("", ""):
        return Camera()
    stored = stored_letters(display_set)
    for rotation, flipped in TURNS:
        edges = edge_letters(stored, rotation, flipped)
        if all(
            not wanted or wanted == found
            for wanted, found in zip(turn, (edges.right, edges.bottom), strict=True)
        ):
            return Camera(rotation=rotation, flipped=flipped)
    return None


def stored_letters(display_set: DisplaySet) -> tuple[str, ...]:
    """The main letters at the right and the bottom edge, as stored; () when unknown."""
    header = display_set.first
    directions = header.texts(tags.PatientOrientation)
    cosines = orientation_of(header, 0)
    if not directions and cosines is not None:
        directions = letters_of_cosines(*cosines)
    return tuple(one[:1] for one in directions)


def _window(place: Place, display_set: DisplaySet) -> Window | None:
    """A preset is of CT values: other images keep their own window."""
    if not isinstance(place.window, str):
        return place.window
    if display_set.first.text(tags.Modality).strip() != "CT":
        return None
    presets = {preset.name: preset.window for preset in CT_PRESETS}
    return presets[place.window]
