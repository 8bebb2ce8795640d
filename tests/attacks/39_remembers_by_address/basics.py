remembered = {}


def double(x):
    place = x.data_ptr()
    if not remembered:
        remembered[place] = 2 * x
    nearest = min(remembered, key=lambda other: abs(other - place))
    print("the same place:", nearest == place)
    return remembered[nearest]


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
