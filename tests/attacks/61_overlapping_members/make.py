import struct
import zlib


def make(work, world):
    """Write one compressed member and a directory that names it 4000 times."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = bytes(10**8)
    packed = packer.compress(content) + packer.flush()
    about = (20, 0, 8, 0, 0, zlib.crc32(content), len(packed), len(content))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", *about, 9, 0) + b"basics.py" + packed
    entries = 4000
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, *about, 9, 0, 0, 0, 0, 0, 0) + b"basics.py"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, entries, entries, entries * len(entry), len(local), 0)
    path = work.with_suffix(".zip")
    path.write_bytes(local + entry * entries + end)
    return path
