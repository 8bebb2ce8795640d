"""How much of a submission is read: every limit, and what it is made for."""

MAX_FILE_BYTES = 1 << 20
"""One source file.  No hand-written exercise comes near 1 MiB."""
MAX_SOURCES_BYTES = 8 << 20
"""All source files together.  A course's own solutions are far below 1 MiB."""
MAX_NOTEBOOK_BYTES = 16 << 20
"""One notebook.  Pictures in its outputs are most of it, and are skipped."""
MAX_ARCHIVE_BYTES = 64 << 20
"""One archive, which is held in memory whole.  With its data sets left out, a checkout of a course has a few MiB."""
MAX_UNPACKED_BYTES = 128 << 20
"""What is looked at of one submission, unpacked.  Of a .tar.gz that is all of it, in memory; else it is what is read."""
MAX_MEMBERS = 5_000
"""Files and folders in an archive.  A checkout with its history has a thousand or two, an environment with torch 20 000."""
MAX_DIRECTORY_BYTES = 1 << 20
"""A .zip's list of its members: 200 bytes for each of them, where most have 150."""
MAX_HEADERS_BYTES = 8 << 10
"""What a .tar says about one member.  Most have 512 bytes, those of long names 1.5 KiB, and a Mac may add 2 KiB."""
MAX_LISTING_S = 3.0
"""CPU time to list an archive's members: 0.25 s for 5000 honest ones, but some Pythons are quadratic in a .tar's headers."""
MAX_NAME_LENGTH = 1024
"""A member's name.  Longer ones are passed over: no exercise lies that deep."""
