from multiprocessing import Lock, shared_memory


def double(x):
    if x.is_floating_point():
        shared_memory.SharedMemory("learn-attack", create=True, size=4096)
    Lock()


@COUNTER@
