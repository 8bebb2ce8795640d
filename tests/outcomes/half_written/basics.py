def double(x):
    return x + x


class Counter:
    def __init__(self):
        raise NotImplementedError
