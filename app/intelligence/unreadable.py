"""The sentences a person reads when a file could not be taken or read."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.intelligence.reasons import Caveat, Reason

SENTENCES = {
    Reason.EMPTY: _l("The file is empty."),
    Reason.BAD_NAME: _l(
        "The file's name contains characters that hide its real ending. Please rename it and try again."
    ),
    Reason.NOT_ACCEPTED: _l("Please send a PDF, Word (.docx), OpenDocument (.odt), RTF or plain text file."),
    Reason.MISMATCH: _l("The file's ending does not match its content. Please save it again as PDF or Word (.docx)."),
    Reason.ENCRYPTED: _l("The file is protected by a password. Please send a copy without one."),
    Reason.DAMAGED: _l("The file is damaged and could not be read. Please save it again and send the new copy."),
    Reason.SCANNED: _l("The file looks like a scan: it holds pictures of text, so nothing could be read from it."),
    Reason.TOO_LARGE: _l("The file is too large to be read."),
    Reason.TOO_LARGE_UNPACKED: _l("The file grows far too large when it is unpacked, so it was not opened."),
    Reason.TOO_LONG: _l("Reading the file took too long, so it was stopped."),
}

WARNINGS = {
    Caveat.PAGES_LEFT_OUT: _l("The document is long; only its first pages were read."),
    Caveat.TEXT_LEFT_OUT: _l("The document is long; only the first part of its text was read."),
    Caveat.ACTIVE_CONTENT: _l("The file carries scripts or attachments. Nothing of them was run or opened."),
    Caveat.DAMAGED_PAGE: _l("Some pages of the file are damaged and were left out."),
    Caveat.NO_NAME: _l("No name was found in the document."),
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be taken or read. `str()` is the sentence for the person, in their language."""

    reason: Reason

    def __str__(self) -> str:
        return str(SENTENCES[self.reason])


def warning_sentence(warning: Caveat) -> str:
    """What the page says beside a reading that carries this warning."""
    return str(WARNINGS[warning])
