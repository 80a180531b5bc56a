"""What the page of a mail to many shows beside its form: its languages, the library, a file, and the mail as one reader
gets it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import request

from app.candidates.models import Candidate
from app.core.files import StagedFile, stage_file
from app.core.languages import LANGUAGES
from app.core.refusals import Refused
from app.core.text import one_line
from app.intelligence.documents import safe_filename
from app.mailing.attachments import NotAttachable, attachment_name, media_type_of
from app.recruiter.candidates.uploads import sealed, unsealed
from app.search.bulk import ActKind, Chosen
from app.search.bulk.wording import (
    FILLED,
    languages_of,
    library_texts,
    preview_mail,
    readers_of,
    words_of_library,
)
from app.web.access import viewer

Given = Mapping[str, Any]


@dataclass(frozen=True)
class MailPage:
    """`typed` is what the form says, with the words of the library where they were asked for."""

    chosen: Chosen
    languages: list[tuple[str, int]]
    typed: Mapping[str, str]
    is_filled: bool
    file: "AttachedFile"

    @property
    def locales(self) -> list[str]:
        return [code for code, _number in self.languages]

    def reader(self, kind: ActKind, given: Given, readers: Sequence[Candidate] | None = None) -> Candidate | None:
        """Whoever was named among those who get it, else the first of them."""
        named = readers_of(kind, given, self.chosen, viewer(), named=self._named) if self._named else []
        if not named and readers is None:
            readers = readers_of(kind, given, self.chosen, viewer())
        return next(iter(named or readers or ()), None)

    def shown(self, kind: ActKind, given: Given | None) -> dict[str, Any]:
        readers = readers_of(kind, given, self.chosen, viewer()) if given is not None else []
        reader = self.reader(kind, given, readers) if given is not None else None
        return {
            "languages": [(code, LANGUAGES[code], number) for code, number in self.languages],
            "library": library_texts(),
            "preview": preview_mail(given, reader, viewer()) if given is not None and reader is not None else None,
            "file": self.file,
            "readers": [one.display_name for one in readers],
            "named": self._named,
            "merge_fields": " ".join(f"{{{{{name}}}}}" for name in sorted(FILLED)),
        }

    @property
    def _named(self) -> str:
        return one_line(self.typed.get("reader", ""))[:200]


@dataclass(frozen=True)
class AttachedFile:
    """The file a mail to many carries, as far as it came: on disk, or refused."""

    staged: StagedFile | None = None
    name: str = ""
    refusal: Refused | None = None

    @property
    def sealed(self) -> str:
        """For the form: browsers send a file once only."""
        return sealed(self.staged, self.name) if self.staged else ""

    @property
    def given(self) -> dict[str, Any]:
        """For the act; raises the refusal."""
        if self.refusal is not None:
            raise self.refusal
        return {"file": {"staged": list(asdict(self.staged).values()), "name": self.name}} if self.staged else {}


def read_attachment() -> AttachedFile:
    """Before the transaction: the file that was sent now, else the one the form already carries."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        data = sent.read()
        try:
            return AttachedFile(stage_file(data, media_type_of(data, sent.filename)), attachment_name(sent.filename))
        except NotAttachable as refusal:
            return AttachedFile(name=safe_filename(sent.filename), refusal=refusal)
    carried = unsealed(request.form.get("carried", "")) if "detach" not in request.form else None
    return AttachedFile(*carried) if carried else AttachedFile()


def mail_page(chosen: Chosen, file: AttachedFile) -> MailPage:
    languages = languages_of(chosen, viewer())
    typed = request.form.to_dict()
    text = typed.get("text", "") if typed.get("use") else ""
    words = words_of_library(text, [code for code, _number in languages]) if text else {}
    return MailPage(chosen, languages, {**typed, **words}, is_filled=bool(typed.get("use")), file=file)
