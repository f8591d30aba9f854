"""Every limit on what is read from a file, each with its reason."""

# Header reading ------------------------------------------------------------------

HEADER_WINDOW_BYTES = 8 * 1024
"""First read of a file: most headers that the index needs end before this."""

HEADER_BYTES = 256 * 1024 * 1024
"""Elements before the pixel data: no real object known needs more."""

KEPT_VALUE_BYTES = 16 * 1024 * 1024
"""One value kept by the header walker: an offset table of two million frames."""

SEQUENCE_DEPTH = 64
"""Nested sequences: structured reports reach about 12; pydicom recurses at 200."""

HEADER_ELEMENTS = 500_000
"""Top-level elements: 300,000 private elements took over 10 s to walk."""

NESTED_ELEMENTS = 3_000_000
"""Elements, items and ends in all: 20,000 enhanced frames make about two million."""

SEQUENCE_ITEMS = 200_000
"""Items in one sequence: a million empty items took 15 s and 733 MB."""

INFLATE_RATIO = 200
"""Deflated data sets: real ones inflate 2 to 20 times, bombs 1,000 times."""

INFLATE_FLOOR_BYTES = 64 * 1024 * 1024
"""Always allowed to inflate this far, whatever the ratio."""

INFLATE_BYTES = 2 * 1024 * 1024 * 1024
"""Never inflate further than this."""

INFLATED_BYTES_KEPT = 256 * 1024 * 1024
"""A worker keeps an inflated file of this size for its next frame, none larger."""

# Archives and discs ---------------------------------------------------------------

ARCHIVE_ENTRIES = 20_000
"""Members of a zip archive: more than any study; each costs memory when listed."""

ARCHIVE_DIRECTORY_BYTES = 8 * 1024 * 1024
"""The archive's table of contents: 400 bytes for each member that is allowed."""

ARCHIVE_RATIO = 100
"""One member: real ones inflate 2 to 20 times, bombs 1,000 times."""

ARCHIVE_FLOOR_BYTES = 64 * 1024 * 1024
"""A member may always inflate this far: a picture of one colour shrinks 1,000 times."""

ARCHIVE_MEMBER_BYTES = 2 * 1024 * 1024 * 1024
"""A compressed member: to reach its end takes some 10 s, a frame's whole time."""

ARCHIVE_BYTES = 50 * 1024 * 1024 * 1024
"""All that one archive inflates to, each byte counted once."""

ARCHIVE_BYTES_KEPT = 256 * 1024 * 1024
"""Inflated bytes that a process keeps, as frames are read one after another."""

ARCHIVE_MEMBERS_KEPT = 64
"""Members of which inflated bytes are kept."""

ARCHIVES_KEPT = 4
"""Archives whose table of contents a process keeps; the largest takes some 20 MB."""

PASSWORD_TRIES = 3
"""Times that a password is asked for before the archive counts as unreadable."""

UNLISTED_FILES = 10_000
"""Files looked at beside a DICOMDIR that was opened by itself: a full CD has fewer."""

# Pixels --------------------------------------------------------------------------

FRAME_BYTES = 768 * 1024 * 1024
"""One decoded frame: it must fit twice under the worker's address space."""

FRAME_PIXELS = 1_000_000_000
"""One frame's rows × columns."""

FRAGMENTS = 1_000_000
"""Pieces of encapsulated pixel data: the largest slides have some 100,000 tiles."""

SPARSE_FRAME_BYTES = 64 * 1024 * 1024
"""Uncompressed frames above this must be there in good part to be shown damaged."""

SPARSE_FRAME_PART = 0.1
"""The part of a large uncompressed frame that must be in the file."""

ICC_PROFILE_BYTES = 8 * 1024 * 1024
"""One colour profile: those of printers with fine tables reach 4 MB."""

TILE_PIXELS = 2048 * 2048
"""Frames up to this may be larger than what their code stream fills of them."""

WORKER_ADDRESS_BYTES = 3 * 1024 * 1024 * 1024
"""Address space of a worker: what one hostile frame may take before it is refused."""

FRAME_DEADLINE_SECONDS = 10.0
"""Time for a frame of any size."""

FRAME_DEADLINE_SECONDS_PER_MEGAPIXEL = 2.0
"""Added for each million pixels."""

FRAME_DEADLINE_MAX_SECONDS = 60.0
"""No frame gets longer than this."""

HEADER_DEADLINE_SECONDS = 30.0
"""Time to describe one object (its whole header) in a worker."""

FILE_SECONDS = 50.0
"""A command's time for one file, with room for a second try within a minute."""

SECOND_TRY_SECONDS = 8.0
"""A command tries a file with the second decoder when the first ended so soon."""

ANNOTATED_BYTES = 256 * 1024 * 1024
"""A picture with texts is in memory several times: answer, canvas, file."""

SAMPLES_PER_PIXEL = 4
"""CMYK and ARGB, retired, have four; nothing has more (PS3.3 C.7.6.3.1.1)."""

# Workers -------------------------------------------------------------------------

WORKER_OPEN_FILES = 64
"""Files that a worker may hold open at once."""

WORKER_START_SECONDS = 60.0
"""For a worker to be ready: a hang guard; a quiet machine needs 0.2 s."""

WORKER_MEMORY_KEPT_BYTES = 64 * 1024 * 1024
"""Freed memory that a worker keeps for its next frame: to get that of a slice from the
system anew took a quarter of the time of its decoding."""

CLOSING_SECONDS = 3.0
"""At the end of the program: threads that have not ended by then are left behind."""

SHARED_ARRAY_BYTES = 128 * 1024
"""Arrays from this size on come back in shared memory; below, pickling is as fast.
A slice of 512 × 512 by the pipe took a third of the time of its decoding."""

SHARED_ALIGNMENT_BYTES = 64
"""Arrays in shared memory begin at its multiples, as processors like them."""

KEPT_BLOCK_BYTES = 64 * 1024 * 1024
"""A block of shared memory up to this size is kept for the worker's next answer."""

LARGEST_ROOM_BYTES = 4 * 1024 * 1024
"""Arrays up to this size come into memory that is used again; larger ones get theirs in
huge pages, by numpy."""

KEPT_ROOMS_BYTES = 32 * 1024 * 1024
"""Such memory that is kept while no array is in it: a series of 60 CT slices."""

FRAME_CACHE_SHARE = 0.4
"""Of the memory that is free, for decoded frames beside those that are kept already."""

FRAME_CACHE_BYTES = 2 * 1024 * 1024 * 1024
"""Decoded frames of all windows together: 4,000 CT slices, 75 mammograms."""

FREE_MEMORY_BYTES = 512 * 1024 * 1024
"""Left to others: below it frames are given up until so much is free again."""

MEMORY_LOOK_BYTES = 32 * 1024 * 1024
"""Frames kept between two looks at the free memory, each of which takes 0.1 ms."""

AHEAD_SHARE = 0.5
"""Of the frame cache, for what all viewports read ahead: the rest is what was seen."""

LONG_SECONDS = 0.1
"""A frame that takes longer and is not waited for leaves one decoder free: the next one
asked for would wait as long."""

FRAMES_BELIEVED = 10_000
"""Frames an object may claim before the claim is held against the file's size."""

# Text ----------------------------------------------------------------------------

VALUE_CHARACTERS = 1_000
"""Characters of one value shown in the header tree; the rest is shown on request."""

CAPTION_CHARACTERS = 256
"""Of one value over an image, in a list or on a card: more than any value may have
there by the standard (64, names 3 × 64). Qt takes seconds to measure a megabyte."""

VALUE_BYTES = 32
"""Bytes of a binary value shown in hexadecimal."""

FULL_VALUE_CHARACTERS = 1_000_000
"""Of one value kept to be shown on request: longer texts are bombs, not reports."""

FULL_VALUES_CHARACTERS = 16_000_000
"""Of all such values of one object."""

TREE_ROWS = 200_000
"""Elements and items listed for one object; the largest known has about 100,000."""

PASTED_CHARACTERS = 1_000_000
"""Of a text in the clipboard: some 10,000 paths."""

# Contents of objects ---------------------------------------------------------------

REFERENCES = 10_000
"""Objects that one object is taken to refer to: a large report names some hundreds."""

REPORT_ITEMS = 50_000
"""Content items of one structured report: the largest known have some 20,000."""

WAVEFORM_CHANNELS = 1_024
"""Channels of one multiplex group: dense EEG caps have 256."""

WAVEFORM_MARKS = 20_000
"""Annotations of one recording: every beat of two hours."""

SLABS = 32
"""Slabs that localise a spectrum: three, or twice as many with saturation."""

CARD_CHARACTERS = 20_000
"""Of one text on a card: interpretations of several pages are read there."""

CARD_ITEMS = 5_000
"""Rows of one table of a card that are read: implants have hundreds of parts."""

CARD_ROWS = 60
"""Attributes of one list of a card; the header has the others."""

CARD_TABLES = 12
"""Tables of one card; the header has the others."""

CARD_COLUMNS = 8
"""Of a table on a card: what is legible side by side."""

TREE_ENTRIES = 100_000
"""Records of one DICOMDIR: a DVD of small images has some 20,000."""

INVENTORY_STUDIES = 20_000
"""Studies of an inventory, series of a study, objects of a series that are listed."""

RAW_BLOCKS = 10_000
"""Private elements of one object that are listed: scanners write some hundreds."""

RAW_BLOCK_BYTES = 256 * 1024
"""The beginning of one private element, to be read in hexadecimal."""

RAW_BYTES = 16 * 1024 * 1024
"""Of all private elements of one object."""

CURVE_DIMENSIONS = 16
"""Of one curve: the standard knows of curves with one, two and three."""

OVERLAY_FRAMES = 1_000
"""Frames of a standalone overlay: each is counted when the object is opened."""

FILM_BOXES = 1_000
"""Images of one film: a sheet of slides has some 60."""

PRINTED_PIXELS = 1_600
"""Of the longer side of an image on a film: as many as the whole film is saved with."""

CONTENTS_KEPT = 8
"""Objects without pixels whose content is kept for a reader who comes back."""

CONTENT_BYTES_KEPT = 256 * 1024 * 1024
"""Of all these, counted by the size of their files."""

XML_BYTES = 16 * 1024 * 1024
"""One XML document: reports have some 100 kB, with pictures inside a few MB."""

XML_NODES = 200_000
"""Elements of one XML document: a long report has some 10,000."""

XML_DEPTH = 100
"""Nested elements of an XML document: reports reach about 30."""

TABLE_CELLS = 4_000
"""Cells of all tables of a document, spanned ones included: they take 0.2 ms each."""

NARRATIVE_BLOCKS = 3_900
"""Headings, lines and tables of a document to read: longer layouts take seconds."""

PLAIN_TEXT_BYTES = 1_000_000
"""Of a document shown as plain text: longer ones take seconds to lay out."""

PDF_PAGES = 5_000
"""Pages of a PDF: each is measured before the first is shown."""

PAGE_PIXELS = 16_000_000
"""One drawn page of a PDF: A4 at 300 % and twice the density; larger ones are
drawn coarser."""

MODEL_TEXT_BYTES = 32 * 1024 * 1024
"""A 3D model written as text: a quarter of a million triangles in STL."""

VOLUME_BYTES = 4 * 1024 * 1024 * 1024
"""One volume for planes: 2,000 slices of 1024 × 1024; also never more than is free."""

SOLID_BYTES = 512 * 1024 * 1024
"""A volume rendered in 3D, beside itself: 400 slices of 512 × 512 as they are; larger
ones are made coarser, of which a picture on the screen shows little."""

SOLID_PIXELS = 1024 * 1024
"""A rendered picture at rest: half a second of two processors; then it is enlarged."""

SURFACE_TRIANGLES = 8_000_000
"""Of a surface saved as STL: a file of 400 MB, which few programs open."""

RENDER_SECONDS = 60.0
"""For a picture or a surface, the first one with the slopes of all voxels."""

SAVED_PLANES_BYTES = 1024 * 1024 * 1024
"""Planes saved as one object: they are in memory three times while it is made."""

# Between two starts --------------------------------------------------------------

HANDED_OVER_BYTES = 64 * 1024
"""One message of a later start to the running window; longer lists are parted."""

INDEX_BYTES = 256 * 1024 * 1024
"""What is kept of files that were opened before: some 100,000 files."""

INDEX_HEADER_BYTES = 4 * 1024 * 1024
"""One header that is kept: a thousand enhanced frames; larger ones are read again."""

THUMBNAIL_CACHE_BYTES = 64 * 1024 * 1024
"""Small pictures that are kept: some 3,000 series."""

# Presentation states -------------------------------------------------------------

STATE_ITEMS = 10_000
"""Items of one sequence of a presentation state: references, layers, graphics."""

GRAPHIC_POINTS = 100_000
"""Of the lines drawn by one state: they take a third of a second to paint."""

STATE_NOTES = 1_000
"""Texts drawn by one state: they take a second to paint."""

NOTE_CHARACTERS = 1_024
"""Of one text over an image: as many as its VR (ST) may have."""
