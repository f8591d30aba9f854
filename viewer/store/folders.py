"""Where a user's files are kept, by the conventions of each platform."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

SETTINGS_VARIABLE = "NEGATOSCOPE_SETTINGS"
"""Names the file of the settings; what is kept beside it goes along."""


class UsersFolder(NamedTuple):
    """What a platform calls the folder of one kind of a user's files.

    Variables name what the user has chosen; folders below the home are the defaults.
    """

    windows_variable: str
    windows: str
    windows_part: str
    mac: str
    variable: str
    other: str


def users_folder(
    place: UsersFolder, environment: Mapping[str, str], platform: str, home: Path | None
) -> Path:
    """The folder by the conventions of the platform."""
    home = home or Path.home()
    if platform == "win32":
        folder = Path(environment.get(place.windows_variable) or home / place.windows)
        return folder / "Negatoscope" / place.windows_part
    if platform == "darwin":
        return home / place.mac
    folder = Path(environment.get(place.variable, ""))
    if not folder.is_absolute():  # the specification says to ignore such a value
        folder = home / place.other
    return folder / "negatoscope"


def named_path(
    variable: str, beside_settings: str, environment: Mapping[str, str]
) -> Path | None:
    """What a variable names, or beside settings that were sent elsewhere; else None."""
    if named := environment.get(variable):
        return Path(named)
    if named := environment.get(SETTINGS_VARIABLE):
        return Path(named).parent / beside_settings
    return None
