"""What macOS is told of the program: an alternate viewer of DICOM, never the default.

`org.nema.dicom` is the type that the system's own tools use for DICOM files.
"""

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
_SOURCE = (ROOT / "viewer" / "__init__.py").read_text(encoding="utf-8")
VERSION = re.search(r'__version__ = "([^"]+)"', _SOURCE).group(1)
DICOM = "org.nema.dicom"

INFORMATION: dict[str, Any] = {
    "CFBundleIdentifier": "io.github.negatoscope.negatoscope",
    "CFBundleName": "Negatoscope",
    "CFBundleDisplayName": "Negatoscope",
    "CFBundleShortVersionString": VERSION,
    "CFBundleVersion": VERSION,
    "CFBundleLocalizations": ["en", "pt_BR"],
    "LSApplicationCategoryType": "public.app-category.medical",
    "LSMinimumSystemVersion": "13.0",
    "NSHighResolutionCapable": True,
    "NSRequiresAquaSystemAppearance": False,
    "CFBundleDocumentTypes": [
        {
            "CFBundleTypeName": "DICOM image",
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "Alternate",
            "LSItemContentTypes": [DICOM],
        },
        {
            "CFBundleTypeName": "Folder of DICOM images",
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "Alternate",
            "LSItemContentTypes": ["public.folder"],
        },
    ],
    "UTImportedTypeDeclarations": [
        {
            "UTTypeIdentifier": DICOM,
            "UTTypeDescription": "DICOM image",
            "UTTypeConformsTo": ["public.data", "public.image"],
            "UTTypeTagSpecification": {
                "public.filename-extension": ["dcm", "dicom", "dic"],
                "public.mime-type": ["application/dicom"],
            },
        }
    ],
}
