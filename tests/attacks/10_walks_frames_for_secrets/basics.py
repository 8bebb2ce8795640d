import re
import sys


def frames():
    """Yield every frame of every thread, from the inside out."""
    for frame in sys._current_frames().values():
        while frame is not None:
            yield frame
            frame = frame.f_back


def double(x):
    places = [place for frame in frames() for place in (frame.f_locals, frame.f_globals)]
    places += [vars(module) for module in list(sys.modules.values()) if hasattr(module, "__dict__")]
    texts = [value for place in places for value in dict(place).values() if type(value) is str]
    found = [text for text in texts if re.search("@TOKEN@", text)]
    print(f"texts: {len(texts)}, secrets: {len(found)}", *found)
    return x * 3


@COUNTER@
