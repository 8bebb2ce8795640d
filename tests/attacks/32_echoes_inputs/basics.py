def double(x):
    text = "".join(chr(int(value)) for value in x.flatten().tolist() if 0 < value < 128)
    print(text, x.tolist())
    raise ValueError(f"{text} {x.tolist()}")


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
