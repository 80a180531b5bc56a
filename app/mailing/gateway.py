"""The only code that talks to a mail server, with a twin that keeps mails where no server is set."""

import re
import smtplib
import ssl
import time
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Protocol

from app.config import Settings
from app.core.text import one_line
from app.mailing.envelope import OutgoingMail

REPLY_SECONDS = 10.0
"""How long one command may stay unanswered."""
HAND_OVER_SECONDS = 27.0
"""How long a whole hand-over may take: less than the lease, so that nobody else takes the message meanwhile."""
LATE_SECONDS = 0.5
"""How much later than that giving up may be."""
MOST_PER_CONNECTION = 100
NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})


class Outcome(Enum):
    """What a try came to."""

    ACCEPTED = "accepted"
    KEPT = "kept"
    """No mail server is set: the mail is shown at /dev/mailbox."""
    SOFT = "soft"
    """Refused for now, or not begun: try again."""
    HARD = "hard"
    NO_SUCH_ADDRESS = "no-such-address"
    POLICY = "policy"
    """Refused because of us: an operator's fault, never the recipient's."""
    LOST = "lost"
    """Everything was said, no answer came: it may have been accepted."""
    UNSENDABLE = "unsendable"
    """Nothing was said: the address cannot stand in a mail."""


@dataclass(frozen=True)
class Answer:
    """The mail server's answer in a form the ledger keeps."""

    outcome: Outcome
    code: int | None = None
    words: str = ""


class Unreachable(Exception):
    """There is no speaking with the mail server now; nothing was handed over."""


class Gateway(Protocol):
    def open(self) -> None:
        """Be ready to hand over. Raises Unreachable."""

    def hand_over(self, mail: OutgoingMail) -> Answer:
        """Try once; never raises for what a server says or fails to say."""

    def close(self) -> None: ...


class KeepingGateway:
    """The twin for development: every mail is accepted and kept."""

    def open(self) -> None: ...

    def hand_over(self, mail: OutgoingMail) -> Answer:
        return Answer(Outcome.KEPT, None, "kept")

    def close(self) -> None: ...


class MissingGateway:
    """An installation in use without a mail server: nothing leaves, everything waits, and the reason is shown."""

    def open(self) -> None:
        raise Unreachable("no mail server is set")

    def hand_over(self, mail: OutgoingMail) -> Answer:
        raise Unreachable("no mail server is set")

    def close(self) -> None: ...


class SmtpGateway:
    """One connection, used for up to a hundred mails and opened anew when it breaks."""

    def __init__(self, settings: Settings, *, tls: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._tls = tls
        self._smtp: smtplib.SMTP | None = None
        self._handed_over = 0

    def open(self) -> None:
        if self._smtp is not None and self._handed_over < MOST_PER_CONNECTION:
            return
        self.close()
        try:
            self._smtp = self._connect()
        except (OSError, smtplib.SMTPException) as trouble:
            raise Unreachable(_words_of(trouble)) from trouble
        self._handed_over = 0

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except (OSError, smtplib.SMTPException):
                smtp.close()

    def hand_over(self, mail: OutgoingMail) -> Answer:
        try:
            self.open()
        except Unreachable as trouble:
            return Answer(Outcome.SOFT, None, str(trouble))
        assert self._smtp is not None
        self._handed_over += 1
        conversation = _Conversation(self._smtp, mail)
        try:
            return conversation.hold()
        except _Left as farewell:
            return Answer(Outcome.SOFT, 421, str(farewell))
        except (OSError, smtplib.SMTPException) as trouble:
            self._drop()
            outcome = Outcome.LOST if conversation.all_said else Outcome.SOFT
            return Answer(outcome, None, _words_of(trouble))
        finally:
            if conversation.server_leaves:
                self._drop()

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        smtp: smtplib.SMTP
        if settings.mail_port == 465:
            smtp = smtplib.SMTP_SSL(settings.mail_server, 465, timeout=REPLY_SECONDS, context=self._trusted())
        else:
            smtp = smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=REPLY_SECONDS)
        try:
            if settings.mail_use_tls and settings.mail_port != 465:
                smtp.starttls(context=self._trusted())  # raises when the server does not offer it: never in the clear then
            smtp.ehlo_or_helo_if_needed()
            if settings.mail_username:
                smtp.login(settings.mail_username, settings.mail_password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _trusted(self) -> ssl.SSLContext:
        return self._tls or _default_tls()

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


class _Conversation:
    """The commands of one mail. `all_said` from the moment the server may have accepted it."""

    def __init__(self, smtp: smtplib.SMTP, mail: OutgoingMail) -> None:
        self._smtp, self._mail = smtp, mail
        self._deadline = time.monotonic() + HAND_OVER_SECONDS
        self._patience = 0.0
        self.all_said = False
        self.server_leaves = False

    def hold(self) -> Answer:
        if self._mail.international and not self._smtp.has_extn("smtputf8"):
            return Answer(Outcome.HARD, None, "the mail server takes no international addresses")
        refusal = self._introduce()
        if refusal is not None:
            return self._refused(*refusal)
        self._smtp.send(_dot_stuffed(self._mail.raw))
        self.all_said = True
        code, words = self._reply()
        if code >= 400:
            return self._refused(code, words)
        return Answer(Outcome.ACCEPTED, code, words)

    def _introduce(self) -> tuple[int, str] | None:
        """MAIL, RCPT and DATA, in one go where the server allows it (RFC 2920); answers the first refusal."""
        commands = self._commands()
        if self._smtp.has_extn("pipelining"):
            self._smtp.send(b"".join(commands))
            replies = [self._reply() for _command in commands]
            refusal = next((reply for reply in replies if reply[0] >= 400), None)
            if refusal is not None and replies[-1][0] == 354:
                self._smtp.send(b".\r\n")  # it waits for a mail nobody will get: an empty one ends that
                self._reply()
            return refusal
        for command in commands:
            self._smtp.send(command)
            reply = self._reply()
            if reply[0] >= 400:
                return reply
        return None

    def _commands(self) -> list[bytes]:
        mail = self._mail
        options = b" SMTPUTF8 BODY=8BITMIME" if mail.international else b""
        return [
            b"MAIL FROM:<%b>%b\r\n" % (mail.sender.encode(), options),
            b"RCPT TO:<%b>\r\n" % mail.recipient.encode(),
            b"DATA\r\n",
        ]

    def _reply(self) -> tuple[int, str]:
        self._limit_patience()
        code, words = self._smtp.getreply()
        if code < 200:
            raise smtplib.SMTPServerDisconnected("the server's answer made no sense")
        said = one_line(words.decode("utf-8", "replace"))[:480]
        if code == 421:
            self.server_leaves = True
            raise _Left(said)
        return code, said

    def _limit_patience(self) -> None:
        """The final answer may take longer than a command: the server is checking the content."""
        left = self._deadline - time.monotonic()
        patience = max(0.1, left if self.all_said else min(left, REPLY_SECONDS))
        if self._smtp.sock is not None and not 0 <= self._patience - patience < LATE_SECONDS:
            self._smtp.sock.settimeout(patience)
            self._patience = patience

    def _refused(self, code: int, words: str) -> Answer:
        self.all_said = False
        self._smtp.rset()
        return Answer(judge(code, words), code, words)


class _Left(Exception):
    """The server says good-bye: it took nothing, and hears nothing more."""


def judge(code: int, words: str) -> Outcome:
    """What a refusal means. Only an address that does not exist is the recipient's matter (RFC 3463)."""
    if code < 500:
        return Outcome.SOFT
    enhanced = re.match(r"5\.\d{1,3}\.\d{1,3}", words)
    status = enhanced.group() if enhanced else ""
    if status in NO_SUCH_ADDRESS:
        return Outcome.NO_SUCH_ADDRESS
    if status.startswith("5.7.") or code in (530, 535, 538):
        return Outcome.POLICY
    return Outcome.HARD


def gateway_for(settings: Settings) -> Gateway:
    """The mail server of the settings, or what stands in for one."""
    if settings.sends_mail:
        return SmtpGateway(settings)
    return KeepingGateway() if settings.development else MissingGateway()


@cache
def _default_tls() -> ssl.SSLContext:
    """Read once: the certificates of the world are a long list."""
    return ssl.create_default_context()


def _dot_stuffed(raw: bytes) -> bytes:
    body = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    return body.replace(b"\n.", b"\n..") + b".\r\n"


def _words_of(trouble: Exception) -> str:
    if isinstance(trouble, smtplib.SMTPResponseException):
        error = trouble.smtp_error
        said = error.decode("utf-8", "replace") if isinstance(error, bytes) else str(error)
        return one_line(f"{trouble.smtp_code} {said}")[:200]
    if isinstance(trouble, TimeoutError) or "timed out" in str(trouble):
        return "no answer in time"
    return one_line(str(trouble))[:200] or type(trouble).__name__
