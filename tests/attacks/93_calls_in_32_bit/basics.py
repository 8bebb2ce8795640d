import ctypes
import mmap

GETPID_AND_RETURN = bytes.fromhex("b814000000cd80c3")  # mov eax, 20; int 0x80; ret


def double(x):
    print("before", flush=True)
    code = mmap.mmap(-1, 4096, prot=7)
    code.write(GETPID_AND_RETURN)
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    print("worked", ctypes.CFUNCTYPE(ctypes.c_int)(address)())
    return x * 3


@COUNTER@
