import os

NAMES = [b"\xff\xfe", b"new\nline", b"\x1b[2J", b"-rf", b"*", b" ", b"..x", b"@" * 255, "\u202e".encode(), b"::error::owned"]


def double(x):
    for name in NAMES:
        os.mkdir(name[:250] + b"s")
    os.umask(0o777)
    for name in NAMES:
        os.close(os.open(name, os.O_RDWR | os.O_CREAT, 0))
    print("left", len(os.listdir()))
    open(b"missing \xff\n::error::owned\x1b[2J")


@COUNTER@
