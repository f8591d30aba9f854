"""The tables of tools, imported when the mouse first does something."""

from viewer.ui.tools.angle import AngleTool
from viewer.ui.tools.arrow import ArrowTool
from viewer.ui.tools.base import Tool
from viewer.ui.tools.bidirectional import BidirectionalTool
from viewer.ui.tools.calibration import CalibrationTool
from viewer.ui.tools.cobb import CobbTool
from viewer.ui.tools.crosshair import CrosshairTool
from viewer.ui.tools.curve import CurveTool
from viewer.ui.tools.distance import DistanceTool
from viewer.ui.tools.ellipse import EllipseTool
from viewer.ui.tools.freehand import FreehandTool
from viewer.ui.tools.magnifier import MagnifierTool
from viewer.ui.tools.pan import PanTool
from viewer.ui.tools.planes import PlanesTool
from viewer.ui.tools.point import PointTool
from viewer.ui.tools.points import PointsTool
from viewer.ui.tools.polygon import PolygonTool
from viewer.ui.tools.polyline import PolylineTool
from viewer.ui.tools.profile import ProfileTool
from viewer.ui.tools.ratio import RatioTool
from viewer.ui.tools.rectangle import RectangleTool
from viewer.ui.tools.scroll import ScrollTool
from viewer.ui.tools.text import TextTool
from viewer.ui.tools.window import WindowTool
from viewer.ui.tools.zoom import ZoomTool

MEASURING: dict[str, type[PointsTool]] = {
    tool.name: tool
    for tool in (
        DistanceTool,
        PolylineTool,
        AngleTool,
        CobbTool,
        BidirectionalTool,
        RatioTool,
        RectangleTool,
        EllipseTool,
        PolygonTool,
        FreehandTool,
        ProfileTool,
        PointTool,
        ArrowTool,
        TextTool,
        CalibrationTool,
    )
}
"""What draws marks, in the order of menus."""

TOOLS: dict[str, type[Tool]] = {
    **{
        tool.name: tool
        for tool in (
            WindowTool,
            ZoomTool,
            PanTool,
            ScrollTool,
            MagnifierTool,
            CrosshairTool,
            PlanesTool,
            CurveTool,
        )
    },
    **MEASURING,
}
