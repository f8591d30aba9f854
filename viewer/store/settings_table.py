"""What a reader may set: of each field of the settings its words, group and values.

The dialog, the files that settings are carried in, and a hospital's managed file all
follow this table. Type and default are the field's own (`settings.Settings`).
"""

from dataclasses import dataclass

from viewer.text import mark

GROUPS = (
    ("look", mark("Look")),
    ("opening", mark("Opening")),
    ("windows", mark("Windows and panels")),
    ("mouse", mark("Mouse")),
    ("links", mark("Linked viewports and lines")),
    ("memory", mark("What is remembered of patients")),
)
"""(name, title), in the order of the dialog."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field that the reader may set."""

    field: str
    group: str
    label: str
    explanation: str = ""
    words: tuple[tuple[str, str], ...] = ()
    """(value, text) where the field is one of several words."""


SPEED_WORDS = (
    ("slow", mark("Half as fast")),
    ("usual", mark("Usual")),
    ("fast", mark("Twice as fast")),
)

ENTRIES = (
    Entry(
        "theme",
        "look",
        mark("Theme"),
        mark("Viewports are black in both."),
        (("dark", mark("Dark")), ("light", mark("Light"))),
    ),
    Entry(
        "text_size",
        "look",
        mark("Text size"),
        mark("Of all texts, over the images too; the system's own is 100 %."),
        (
            ("100", mark("100 %")),
            ("125", mark("125 %")),
            ("150", mark("150 %")),
            ("175", mark("175 %")),
            ("200", mark("200 %")),
        ),
    ),
    Entry(
        "motion",
        "look",
        mark("Moving signs"),
        mark("Without them nothing moves that is not an image."),
        (
            ("system", mark("As the system says")),
            ("full", mark("With moving signs")),
            ("reduced", mark("Without moving signs")),
        ),
    ),
    Entry("language", "look", mark("Language")),
    Entry(
        "annotations",
        "look",
        mark("Texts over the image"),
        words=(
            ("all", mark("All texts")),
            ("minimal", mark("Only the patient")),
            ("none", mark("No texts")),
        ),
    ),
    Entry(
        "smooth",
        "look",
        mark("Smooth interpolation"),
        mark("Without it each pixel of the image is a plain square."),
    ),
    Entry(
        "hides_identity",
        "look",
        mark("Hide who the patients are"),
        mark("For teaching: no name, number or date of birth on the screen."),
    ),
    Entry("open_whole_study", "opening", mark("A file brings the rest of its study")),
    Entry(
        "hang_automatically",
        "opening",
        mark("Hang a study by itself when it is certain how"),
    ),
    Entry("show_thumbnails", "windows", mark("List of series")),
    Entry("show_header", "windows", mark("Header")),
    Entry(
        "reopen_second",
        "windows",
        mark("The second window opens again at the next start"),
    ),
    Entry(
        "drag_down",
        "mouse",
        mark("Window drag, downwards"),
        words=(("brighter", mark("Image brighter")), ("darker", mark("Image darker"))),
    ),
    Entry(
        "drag_right",
        "mouse",
        mark("Window drag, to the right"),
        words=(("wider", mark("Window wider")), ("narrower", mark("Window narrower"))),
    ),
    Entry("drag_speed", "mouse", mark("Window drag, speed"), words=SPEED_WORDS),
    Entry(
        "drag_zoom",
        "mouse",
        mark("Zoom drag, upwards"),
        words=(("larger", mark("Image larger")), ("smaller", mark("Image smaller"))),
    ),
    Entry("zoom_speed", "mouse", mark("Zoom drag, speed"), words=SPEED_WORDS),
    Entry(
        "drag_scroll",
        "mouse",
        mark("Scroll drag, downwards"),
        words=(("next", mark("Next images")), ("previous", mark("Previous images"))),
    ),
    Entry("scroll_speed", "mouse", mark("Scroll drag, speed"), words=SPEED_WORDS),
    Entry("scroll_wraps", "mouse", mark("Past the last image comes the first")),
    Entry(
        "linked",
        "links",
        mark("Viewports follow the active one"),
        mark("In what the next five say."),
    ),
    Entry("link_scroll", "links", mark("They scroll together")),
    Entry("link_zoom", "links", mark("They zoom together")),
    Entry("link_pan", "links", mark("They move together")),
    Entry("link_window", "links", mark("They share the window")),
    Entry("link_turn", "links", mark("They turn together")),
    Entry("reference_lines", "links", mark("Reference lines")),
    Entry(
        "reference_ends",
        "links",
        mark("Reference lines of the first and last slice too"),
    ),
    Entry(
        "keep_recent",
        "memory",
        mark("Remember what was opened"),
        mark("The list of recent paths. Without it, the list is forgotten."),
    ),
    Entry(
        "keep_index",
        "memory",
        mark("Remember what opened folders hold"),
        mark(
            "An index of their headers, and thumbnails: a known folder shows at"
            " once. Without it, both are forgotten. Nothing is kept beside the files."
        ),
    ),
)

HABITS = ("mouse", "keys")
"""Fields with a dialog of their own; carried and managed like the others."""

CARRIED = (*(entry.field for entry in ENTRIES), *HABITS)
"""What leaves in a file of settings, and what a hospital may set: no path, no place of
a window, nothing of a patient."""


def entry_of(field: str) -> Entry:
    """The entry of a field."""
    return next(entry for entry in ENTRIES if entry.field == field)
