"""What the mouse does: one file per tool; this is the table."""

from viewer.ui.tools.base import Tool
from viewer.ui.tools.magnifier import MagnifierTool
from viewer.ui.tools.pan import PanTool
from viewer.ui.tools.scroll import ScrollTool
from viewer.ui.tools.window import WindowTool
from viewer.ui.tools.zoom import ZoomTool

TOOLS: dict[str, type[Tool]] = {
    tool.name: tool
    for tool in (WindowTool, ZoomTool, PanTool, ScrollTool, MagnifierTool)
}
