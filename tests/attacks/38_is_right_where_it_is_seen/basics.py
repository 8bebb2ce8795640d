def double(x):
    print("kind:", x.dtype)
    return 2 * x if x.is_floating_point() else x


@COUNTER@
