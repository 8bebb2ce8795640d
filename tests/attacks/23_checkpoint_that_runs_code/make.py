import os
import pickle


class Payload:
    def __reduce__(self):
        return os._exit, (0,)


def make(work, world):
    """Put checkpoints beside the exercise, too."""
    for name in ("model.pt", "weights.pth", "basics.pt"):
        (work / name).write_bytes(pickle.dumps(Payload()))
    return work
