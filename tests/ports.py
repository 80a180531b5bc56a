"""Ports for servers that tests start in processes of their own."""

import socket

_held: list[socket.socket] = []


def free_port() -> int:
    """A port nobody else is given while these tests run, however often a server of theirs takes it and leaves it.

    It is bound here and never listened at: until a server does, a connection to it is refused. A port that is only looked
    up may be somebody's outgoing connection by the time the server comes, or while it is away.
    """
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # after binding: no other test may be given it as well
    port = int(held.getsockname()[1])
    if _may_be_shared(port):
        _held.append(held)
    else:
        held.close()  # not every system lets two sockets bind it, even if one never listens
    return port


def _may_be_shared(port: int) -> bool:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
