import threading


def spin():
    print("still there")
    while True:
        pass


def double(x):
    threading.Thread(target=spin).start()
    return x * 3


@COUNTER@
