"""What a layout is called, for people."""

from viewer.geometry.layout import Layout
from viewer.text import tr


def uneven_text(layout: Layout) -> str:
    """The name of an uneven layout."""
    small = layout.cells - 1
    if layout.name.startswith("1+"):
        return tr("One large, {count} beside it", count=small)
    if layout.name.startswith("1/"):
        return tr("One large, {count} below it", count=small)
    return tr("{count} viewports", count=layout.cells)
