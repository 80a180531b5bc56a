"""A job that takes applications, and a browser's view of its form."""

import io
import re

import pytest
from sqlalchemy import select

from app.candidates.notices import ensure_notices
from app.extensions import db
from app.hiring.models import Application
from app.jobs.models import ResumeRule
from app.mailing.models import Message
from tests.intelligence.documents import text_pdf


@pytest.fixture
def job(make):
    make.installation()
    ensure_notices()
    return make.job("Gardener", slug="gardener", resume_rule=ResumeRule.RESUME_OR_LINK)


@pytest.fixture
def resume():
    """Called for each post: a stream is read once."""

    def file(text="Nora Newcomer\nnora@example.org\n+49 30 12345678\nBerlin\n\nGardener at Green Ltd, 2019 - 2023\n" * 2,
             name="cv.pdf"):  # fmt: skip
        return io.BytesIO(text_pdf(text)), name

    return file


FILLED = {"name": "Nora Newcomer", "email": "nora@example.org", "link": "https://example.org/nora"}


@pytest.fixture
def apply(client, job):
    """Post the form with sensible fields; `None` leaves one out."""

    def post(slug=None, **fields):
        data = {name: value for name, value in {**FILLED, **fields}.items() if value is not None}
        return client.submit(f"/jobs/{slug or job.slug}/apply", data)

    return post


def applications():
    return db.session.scalars(select(Application).order_by(Application.id)).all()


def causes():
    return [cause.partition(":")[0] for cause in db.session.scalars(select(Message.cause).order_by(Message.id))]


def hidden(html, name):
    """The value of a hidden field on a page."""
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)
    assert field, f"no field {name}"
    return re.search(r'value="([^"]*)"', field.group()).group(1)
