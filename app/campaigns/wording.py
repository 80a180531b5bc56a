"""The words of a newsletter: which merge fields they may use, the job list among them, and their links."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from markdown_it.token import Token
from werkzeug.exceptions import HTTPException

from app.campaigns.links import is_own
from app.core.markdown import markdown_parser
from app.jobs.places import places_line
from app.jobs.queries import JobSearch, public_job, public_jobs
from app.mailing.wording import MergeField, WordingRefused, check_wording, merge_fields

ALWAYS_KNOWN = frozenset({"company"})
OFTEN_KNOWN = ALWAYS_KNOWN | {"first_name", "name"}
"""What is known of whoever gets a newsletter; names may be missing."""

MOST_JOBS = 12
MOST_LINKS = 60
_JOBS = re.compile(r"^[ ]{0,3}\{\{\s*jobs\s*(?:\|([^{}|\n]{0,80}))?\}\}[ \t]*$", re.MULTILINE)
_MARKDOWN = markdown_parser(breaks=True)
_SIGNS = re.compile(r"([\\`*_\[\]()<>#!{}|])")
_INLINE = re.compile(r"(?<=\]\()(\s*)(<[^<>\n]*>|[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)")
_BARE = re.compile(r"<(https?://[^<>\s]+)>")
_REFERENCE = re.compile(r"^([ ]{0,3}\[[^\]\n]+\]:[ \t]*)(<[^<>\n]*>|\S+)", re.MULTILINE)


@dataclass(frozen=True)
class FoundLink:
    """A link of a text: its address as Markdown reads it, and the words that are linked."""

    href: str
    label: str

    @property
    def target(self) -> str:
        """The address in full."""
        return f"{current_app.config['BASE_URL']}{self.href}" if self.href.startswith("/") else self.href

    @property
    def is_followed(self) -> bool:
        """Whether clicks on it are counted: pages are, mail addresses and places in the mail are not."""
        return self.href.startswith(("/", "http://", "https://")) and not self.href.startswith("//")


@dataclass(frozen=True)
class LinkCheck:
    """What is wrong with a link, if anything; nothing is asked of other hosts."""

    href: str
    label: str
    ok: bool
    sentence: str = ""


def newsletter_fields() -> list[MergeField]:
    """The merge fields a newsletter may use."""
    return [field for field in merge_fields() if field.name in OFTEN_KNOWN]


def check_words(subject: str, preheader: str, body: str) -> None:
    """Raise WordingRefused for what can never be sent: an unknown field, one without words to stand in for it, a
    section that does not close. A draft may lack a subject and a body."""
    _check_part(subject or "-", "-", "subject")
    _check_part(preheader or "-", "-", "preheader")
    _check_part("-", _JOBS.sub("", body), "body")


def expanded(body: str, locale: str) -> str:
    """`body` with its job lists written out, as the jobs stand now."""
    with force_locale(locale):
        return _JOBS.sub(lambda block: _job_list((block[1] or "").strip()), body)


def found_links(body: str) -> list[FoundLink]:
    """The links of a text in their order, each address once."""
    found: dict[str, FoundLink] = {}
    for token in _MARKDOWN.parse(body):
        for link in _links_of(token.children or []):
            found.setdefault(link.href, link)
    return list(found.values())


def with_click_links(body: str, ids: Mapping[str, int]) -> str:
    """`body` with every address of `ids` replaced by the merge field of its campaign link."""

    def field(address: str) -> str | None:
        number = ids.get(_MARKDOWN.normalizeLink(address.strip("<>")))
        return None if number is None else f"{{{{click.{number}}}}}"

    body = _REFERENCE.sub(lambda part: part[1] + (field(part[2]) or part[2]), body)
    body = _INLINE.sub(lambda part: part[1] + (field(part[2]) or part[2]), body)
    return _BARE.sub(lambda part: f"[{_escaped(part[1])}]({to})" if (to := field(part[1])) else part[0], body)


def check_links(body: str) -> list[LinkCheck]:
    """Every link of a text with what is wrong with it."""
    return [LinkCheck(link.href, link.label, not (trouble := _trouble(link)), trouble) for link in found_links(body)]


def _check_part(subject: str, body: str, where: str) -> None:
    try:
        wording = check_wording(subject, body, pictures=True)
    except WordingRefused as refusal:
        refusal.field = where
        raise
    for name in sorted(wording.fields - OFTEN_KNOWN):
        raise WordingRefused(_("A newsletter has nothing to say for {{%(field)s}}.", field=name), field=where)
    for name in sorted(wording.required - ALWAYS_KNOWN):
        raise WordingRefused(
            _("{{%(field)s}} may be empty. Write {{%(field)s|something else}}, or {{#%(field)s}} around the sentence.",
              field=name), field=where)  # fmt: skip


def _job_list(words: str) -> str:
    jobs = public_jobs(JobSearch(words=words), limit=MOST_JOBS).rows
    if not jobs:
        return _("Nothing is open right now.")
    base = current_app.config["BASE_URL"]
    lines = [
        f"- [{_escaped(job.title)}]({base}/jobs/{job.slug})" + (f" – {_escaped(places)}" if places else "")
        for job in jobs
        for places in [places_line(job.places)]
    ]
    return "\n".join(lines)


def _links_of(children: list[Token]) -> Iterator[FoundLink]:
    href, words = "", ""
    for child in children:
        if child.type == "link_open":
            href, words = str(child.attrGet("href") or ""), ""
        elif child.type == "link_close":
            yield FoundLink(href, words.strip()[:200])
            href = ""
        elif href:
            words += child.content


def _trouble(link: FoundLink) -> str:
    if not link.is_followed:
        return "" if link.href.startswith(("mailto:", "tel:")) else _("This is not an address a mail can lead to.")
    parts = urlsplit(link.target)
    if is_own(link.target):
        return "" if _page_exists(parts.path) else _("There is no such page here.")
    if parts.scheme != "https":
        return _("Other sites are linked with https only.")
    if "@" in parts.netloc or "." not in parts.netloc:
        return _("This address is not well formed.")
    return ""


def _page_exists(path: str) -> bool:
    """Whether the installation has such a page; of a job, whether it is open."""
    if path.startswith("/jobs/"):
        return public_job(path.split("/")[2]) is not None
    try:
        current_app.url_map.bind("").match(path or "/", method="GET")
    except HTTPException:
        return False
    return not path.startswith(("/recruiter", "/dev"))


def _escaped(words: str) -> str:
    return _SIGNS.sub(r"\\\1", words)
