from learn import wire

encode = wire.encode


def lie(value, sequence=0):
    return encode([7] if "lines" in value else value, sequence)


wire.encode = lie


def double(x):
    return x * 3


@COUNTER@
