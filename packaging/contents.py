"""What goes into the bundle beside what PyInstaller finds by itself, what not."""

import re

HIDDEN_IMPORTS = (
    # imagecodecs loads its parts by name when a codec is first asked for.
    "imagecodecs._shared",
    "imagecodecs._shared_cython",
    "imagecodecs._imcd",
    "imagecodecs._jpeg8",
    "imagecodecs._jpeg2k",
    "imagecodecs._jpegls",
    "imagecodecs._jpegxl",
    "imagecodecs._htj2k",
    # pylibjpeg finds its decoders by entry points, ours call them by name.
    "openjpeg",
    "rle",
    "rle.utils",
    "jpeg_ls",
    "simplejpeg",
    "PIL.Image",
    "PIL.ImageCms",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    # Our worker processes are told by name what to import.
    "viewer.work.tasks",
    "viewer.files.dataset",
    "dicomanonymizer",
    "highdicom",
)

METADATA = (
    "negatoscope",
    "pydicom",
    "highdicom",
    "dicom-anonymizer",
    "imagecodecs",
    "numpy",
    "pillow",
    "pylibjpeg",
    "pylibjpeg-openjpeg",
    "pylibjpeg-rle",
    "pyjpegls",
    "simplejpeg",
    "PySide6-Essentials",
    "PySide6-Addons",
    "shiboken6",
)
"""Distributions whose entry points or versions are asked for at run time."""

DATA_PACKAGES = ("dicomanonymizer", "highdicom")

EXCLUDED_MODULES = (
    # They bring readline, gdbm (GPL-3.0) and Berkeley DB (Sleepycat).
    "readline",
    "_gdbm",
    "_dbm",
    # GPL-3.0, and an abort on bad input: never used, also where they are installed.
    "gdcm",
    "_gdcm",
    "libjpeg",
    # An extra four times as large as the rest.
    "vtkmodules",
    "vtk",
    # Only for making and testing it.
    "IPython",
    "SimpleITK",
    "_pytest",
    "babel",
    "hypothesis",
    "matplotlib",
    "mypy",
    "numpy.f2py",
    "pip",
    "pkg_resources",
    "pydicom.data.test_files",
    "pydicom_data",
    "pytest",
    "setuptools",
    "wheel",
    # What no window of Qt needs.
    "_curses",
    "_tkinter",
    "curses",
    "lib2to3",
    "tkinter",
    "PIL.ImageQt",
    "PIL.ImageTk",
    "PIL._avif",
    "PIL._imagingtk",
    "PIL._webp",
    "PySide6.QtDBus",
    "PySide6.QtOpenGL",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
)

DROPPED_HOOKS = (
    # A third of what the bundle's start costs more than that of an installed program:
    # `viewer/__main__.py` starts workers without the first, nothing asks the others.
    "pyi_rth_multiprocessing",
    "pyi_rth_inspect",
    "pyi_rth_pkgutil",
)
"""What PyInstaller would run before the program."""

_UNWANTED = re.compile(
    r"""
      /(lib)?Qt6(VirtualKeyboard|WaylandCompositor|Sql|Test|Designer|Egl[Ff][Ss])
    | plugins/(egldeviceintegrations|generic|networkinformation|qmltooling|sqldrivers)/
    | plugins/platforms/(lib)?q(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc)
    | plugins/platforms/(lib)?qdirect2d
    | plugins/platforminputcontexts/libqtvirtualkeyboard
    | plugins/platformthemes/libqgtk3
    | plugins/imageformats/(lib)?q(pdf|tga|tiff|wbmp|webp|icns|ico)
    | Qt/translations/(?!qtbase_)
    | pydicom/data/(test_files|charset_files|palettes)/
    | numpy/.*/tests/
    """,
    re.VERBOSE,
)
"""By place in the bundle: Qt's GPL-only virtual keyboard, languages of other modules of
Qt, drivers of screens without a desktop, formats that are neither read nor written.
Qt's QML stays: its player of sound and video is linked with it."""


def is_wanted(place: str) -> bool:
    """Whether what PyInstaller would put at that place of the bundle is needed."""
    return _UNWANTED.search("/" + place.replace("\\", "/")) is None


_SYSTEM_KEPT = re.compile(
    r"lib(python3|xcb-|xkbcommon|(bz2|crypto|expat|ffi|lzma|mpdec|sqlite3|ssl|uuid)\.)"
)
"""Libraries of the building system that come along: those that a desktop may lack, and
those that Python was built with. The others (glib, D-Bus, X11, fontconfig, PulseAudio,
CUPS …) must be the ones of the system that the program runs on."""


def is_carried(place: str, source: str, own_folders: tuple[str, ...]) -> bool:
    """Whether a binary comes along; `own_folders` are Python's and its packages'."""
    if not source or source.startswith(own_folders) or "/" in place:
        return True
    return _SYSTEM_KEPT.match(place) is not None


def module_of(place: str) -> str:
    """The module that a file of the bundle is, if it is one."""
    return re.sub(r"(/__init__)?\.pyc$", "", place.replace("\\", "/")).replace("/", ".")
