"""A mail server of its own process that keeps every mail: `python -m tests.faults.sink PORT FOLDER`."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP


class Keeper:
    """Each mail becomes a file; the name counts, so that nothing is written twice."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self._number += 1
        draft = self._folder / f"{self._number}.part"
        draft.write_bytes(envelope.original_content or b"")
        draft.rename(self._folder / f"{self._number}.eml")
        return "250 2.0.0 kept"


async def serve(port: int, folder: Path) -> None:
    keeper = Keeper(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, hostname="localhost", enable_SMTPUTF8=True), "127.0.0.1", port)
    print("ready", flush=True)
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    parent = os.getppid()
    while not stop.is_set() and os.getppid() == parent:  # ends with whoever started it, however that ends
        try:
            await asyncio.wait_for(stop.wait(), 1)
        except TimeoutError:
            continue
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
