"""What a layout is called, for people."""

from viewer.text import tr


def uneven_text(name: str, cells: int) -> str:
    """The words for an uneven layout, of which there are its name and its cells."""
    small = cells - 1
    if name.startswith("1+"):
        return tr("One large, {count} beside it", count=small)
    if name.startswith("1/"):
        return tr("One large, {count} below it", count=small)
    return tr("{count} viewports", count=cells)
