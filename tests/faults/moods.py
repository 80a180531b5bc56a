"""A mail server with moods: `python -m tests.faults.moods PORT FOLDER`. What it does depends on the address alone.

It keeps every mail it answered 250 for, and of every mail the envelope's recipient in the file's first line.
"""

import asyncio
import os
import re
import sys
from collections import Counter
from pathlib import Path


def number_of(address: str) -> int:
    found = re.search(r"\d+", address)
    return int(found.group()) if found else 0


def does_not_exist(address: str) -> bool:
    return number_of(address) % 23 == 7


class Moods:
    """Later, please (451) · closing down (421) · hanging up in the middle of a mail, each at the first try · never (550)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tries: Counter[str] = Counter()
        self._kept = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 moody\r\n")
        recipient = ""
        try:
            while line := await reader.readline():
                command = line[:4].upper().strip()
                if command == b"EHLO":
                    writer.write(b"250-moody\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
                elif command == b"RCPT":
                    recipient = line.decode().partition("<")[2].partition(">")[0]
                    answer = self._answer(recipient)
                    writer.write(answer)
                    if answer.startswith(b"421"):
                        break
                    if not answer.startswith(b"250"):
                        recipient = ""
                elif command == b"DATA":
                    if not recipient:
                        writer.write(b"503 5.5.1 nobody to give it to\r\n")
                    elif not await self._take(reader, writer, recipient):
                        break
                elif command == b"QUIT":
                    writer.write(b"221 bye\r\n")
                    break
                else:
                    writer.write(b"250 2.0.0 fine\r\n")
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        writer.close()

    def _answer(self, address: str) -> bytes:
        self._tries[address] += 1
        number, first = number_of(address), self._tries[address] == 1
        if does_not_exist(address):
            return b"550 5.1.1 nobody of that name\r\n"
        if first and number % 29 == 3:
            return b"451 4.3.0 later\r\n"
        if first and number % 61 == 11:
            return b"421 4.3.2 closing down\r\n"
        return b"250 2.1.5 fine\r\n"

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, recipient: str) -> bool:
        writer.write(b"354 go on\r\n")
        if self._tries[recipient] == 1 and number_of(recipient) % 47 == 5:
            await reader.readline()
            writer.transport.abort()
            return False
        raw = await reader.readuntil(b"\r\n.\r\n")
        self._kept += 1
        draft = self._folder / f"{self._kept}.part"
        draft.write_bytes(recipient.encode() + b"\n" + raw[:-3].replace(b"\n..", b"\n."))
        draft.rename(self._folder / f"{self._kept}.raw")
        writer.write(b"250 2.0.0 kept\r\n")
        return True


async def serve(port: int, folder: Path) -> None:
    moods, parent = Moods(folder), os.getppid()
    server = await asyncio.start_server(moods.serve, "127.0.0.1", port, limit=2**22)
    while os.getppid() == parent:  # ends with whoever started it, however that ends
        await asyncio.sleep(1)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
