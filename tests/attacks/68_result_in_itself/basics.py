def double(x):
    found = {}
    found["again"] = found
    return found


@COUNTER@
