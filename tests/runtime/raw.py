"""A server on a bare socket, for answers that no HTTP library would give."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

__all__ = ["Raw", "raw_server"]


class Raw:
    """Where it listens, and the requests as they arrived."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.asked: list[bytes] = []


@contextmanager
def raw_server(answer: Callable[[socket.socket], None]) -> Iterator[Raw]:
    """Hand each connection to `answer` once its request's head is there; close it afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = Raw(listening.getsockname()[1])

        def serve(connection: socket.socket) -> None:
            with connection, suppress(OSError):  # the client may leave at any time
                running.asked.append(connection.recv(65536))
                answer(connection)

        def accept() -> None:
            with suppress(OSError):  # the end of the test closes the socket
                while True:
                    threading.Thread(target=serve, args=(listening.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield running
