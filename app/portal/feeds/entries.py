"""What every feed says of a job, cleaned for XML and JSON."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.jobs.models import Job
from app.jobs.queries import posted_jobs
from app.portal.addresses import job_url
from app.portal.careers.job import full_description

_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """A live job and the texts feeds need of it."""

    job: Job
    published_at: datetime
    updated_at: datetime
    ends_at: datetime | None

    @cached_property
    def html(self) -> str:
        return xml_text(str(full_description(self.job)))

    @property
    def title(self) -> str:
        return xml_text(self.job.title)

    def url(self, source: str) -> str:
        return job_url(self.job.slug, source)


def entries() -> list[Entry]:
    """Every live public job, newest first."""
    return [_entry(job) for job in posted_jobs()]


def xml_text(text: str) -> str:
    """`text` without the characters no XML document may hold."""
    return _NOT_IN_XML.sub("", text)


def _entry(job: Job) -> Entry:
    posting = job.live_posting
    published = posting.published_at if posting else job.created_at
    ends_at = posting.ends_at if posting else None
    return Entry(job, published, max(job.updated_at, published), ends_at)
