def double(x):
    return (x.half() * 2).to(x.dtype)


@COUNTER@
