"""The program that opens a stranger's file: started anew for each, limited, without network, files or environment.

It gets one line of JSON (the employer's names of skills) and then the document on standard input, and answers one JSON object on standard output. Everything it needs is imported
before the limits fall; while the document is being opened no further file or socket can be.
"""

import codecs
import contextlib
import json
import resource
import sys
from collections.abc import Iterator

from app.intelligence.documents import DocumentKind
from app.intelligence.extraction.lines import Line
from app.intelligence.extraction.office import read_office
from app.intelligence.extraction.parsing import parse
from app.intelligence.extraction.pdf import read_pdf
from app.intelligence.extraction.reading import as_plain
from app.intelligence.reasons import Caveat, NotReadable, Reason
from app.intelligence.skills import find_skills, knowing

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 10
MIN_CHARACTERS = 50


def main() -> None:
    """Reads names and document from standard input; arguments: its kind and the region of its phone numbers."""
    kind, region = DocumentKind(sys.argv[1]), sys.argv[2]
    skill_names = json.loads(sys.stdin.buffer.readline())
    load_in_advance()
    limit()
    with knowing(skill_names):
        answer = read(sys.stdin.buffer.read(), kind, region)
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


def load_in_advance() -> None:
    """What Python would otherwise load from files at first use."""
    find_skills("python")
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp437", "latin-1", "ascii"):
        codecs.lookup(encoding)


def limit() -> None:
    """Memory, processor time, no writing of files, no memory dump."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextlib.contextmanager
def nothing_can_be_opened() -> Iterator[None]:
    """Neither a file nor a socket: there is no free descriptor left."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def read(data: bytes, kind: DocumentKind, region: str) -> dict[str, object]:
    """The reading or the reason, whatever the document does."""
    try:
        with nothing_can_be_opened():
            lines, links, warnings = _lines(data, kind)
        if sum(len(line.text.replace(" ", "")) for line in lines) < MIN_CHARACTERS:
            raise NotReadable(Reason.SCANNED if kind is DocumentKind.PDF else Reason.EMPTY)
        return {"reading": as_plain(parse(lines, links, warnings, region))}
    except NotReadable as refusal:
        return {"reason": refusal.reason.value}
    except (MemoryError, RecursionError):
        return {"reason": Reason.TOO_LARGE_UNPACKED.value}
    except Exception:  # a library may raise anything on hostile input; the person gets one clear sentence
        return {"reason": Reason.DAMAGED.value}


def _lines(data: bytes, kind: DocumentKind) -> tuple[list[Line], list[tuple[str, int, float]], list[Caveat]]:
    if kind is DocumentKind.PDF:
        found = read_pdf(data)
        return found.lines, found.links, found.warnings
    return read_office(data, kind), [], []


if __name__ == "__main__":
    main()
