import ctypes

LIBC = ctypes.CDLL(None)
LIBC.malloc.restype = ctypes.c_void_p
CHUNK = 8 << 20


def double(x):
    taken = 0
    while taken < 1 << 31 and (memory := LIBC.malloc(ctypes.c_size_t(CHUNK))):
        ctypes.memset(memory, 1, CHUNK)
        taken += CHUNK
    print("malloc gave", taken >> 20, "MiB")
    return bytearray(CHUNK)


@COUNTER@
