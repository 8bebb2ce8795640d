def double(x):
    return {f"{i}": [x * 3] for i in range(13_000)}


@COUNTER@
