"""The résumé is read first: it fills what is empty, survives every answer, and a hostile one harms nobody."""

import io

import pytest
from sqlalchemy import func, select

from app.candidates.models import Document
from app.core.files import StoredFile
from app.extensions import db
from app.hiring.models import ApplyDraft
from tests.hostile.files import bad_names, disguised, hostile_files
from tests.intelligence.documents import pdf
from tests.portal.applying.conftest import applications, hidden

PATH = "/jobs/gardener/apply/resume"


def test_the_resume_fills_the_form_and_stays_attached(client, apply, job, resume):
    page = client.submit(PATH, {"resume": resume()})
    assert page.status_code == 200
    assert 'value="Nora Newcomer"' in page.text and 'value="nora@example.org"' in page.text
    assert 'value="+49 30 12345678"' in page.text
    assert "Attached: cv.pdf" in page.text and "Please look it over" in page.text
    assert "Set-Cookie" not in page.headers
    answer = apply(link=None, draft=hidden(page.text, "draft"), began=hidden(page.text, "began"))
    assert answer.status_code == 303
    assert db.session.get(Document, applications()[0].resume_id).filename == "cv.pdf"


def test_what_somebody_typed_is_not_overwritten(client, job, resume):
    page = client.submit(PATH, {"resume": resume(), "name": "Nora N.", "question-1": "x", "consent_pool": "y"})
    assert 'value="Nora N."' in page.text and 'value="nora@example.org"' in page.text


def test_with_javascript_only_the_form_is_answered(client, job, resume):
    page = client.submit(PATH, {"resume": resume()}, headers={"HX-Request": "true", "HX-Target": "apply_form"})
    assert page.text.lstrip().startswith('<div id="apply_form">')
    assert "<html" not in page.text and 'value="Nora Newcomer"' in page.text


def test_reading_nothing_asks_for_a_file(client, job):
    page = client.submit(PATH, {"name": "Nora"})
    assert page.status_code == 422 and "Choose a file first." in page.text and 'value="Nora"' in page.text


def test_reading_again_without_a_new_file_keeps_the_old_one(client, job, resume):
    first = client.submit(PATH, {"resume": resume()})
    again = client.submit(PATH, {"draft": hidden(first.text, "draft")})
    assert again.status_code == 200 and "Attached: cv.pdf" in again.text


def test_a_newer_file_takes_the_place_of_the_older(client, job, resume):
    first = client.submit(PATH, {"resume": resume()})
    client.submit(PATH, {"resume": resume("Somebody Else\nother@example.org\n" * 4, "new.pdf"), "draft": hidden(first.text, "draft")})
    assert db.session.scalars(select(ApplyDraft.filename)).all() == ["new.pdf"]
    assert db.session.scalar(select(func.count(StoredFile.id))) == 1


def test_a_scan_is_taken_with_a_note(client, apply, job):
    scan = pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"])  # fmt: skip
    page = client.submit(PATH, {"resume": (io.BytesIO(scan), "scan.pdf")})
    assert page.status_code == 200
    assert "looks like a scan" in page.text and "It is attached all the same" in page.text
    assert apply(link=None, resume=(io.BytesIO(scan), "scan.pdf")).status_code == 303


@pytest.mark.parametrize(("attack", "name", "data"), [*disguised(), *bad_names()], ids=lambda value: value if isinstance(value, str) else "")
def test_a_disguised_file_is_refused_in_words_or_is_what_it_says(apply, attack, name, data):
    answer = apply(link=None, resume=(io.BytesIO(data), name))
    assert answer.status_code in (303, 422), attack
    if answer.status_code == 422:
        assert 'id="resume-error"' in answer.text
        assert not applications()
        assert db.session.scalar(select(func.count(StoredFile.id))) == 0


def test_a_web_page_called_a_resume_is_refused(apply):
    answer = apply(link=None, resume=(io.BytesIO(b"<html><script>alert(1)</script></html>"), "cv.pdf"))
    assert answer.status_code == 422 and "does not match its content" in answer.text


def test_hostile_files_neither_break_the_page_nor_bring_anything_back(client, job, tmp_path):
    canary = tmp_path / "canary"
    canary.write_text("the-canary-sings")
    for attack, name, data in [file for file in hostile_files(canary) if len(file[2]) < 300_000][::4]:
        answer = client.submit(PATH, {"resume": (io.BytesIO(data), name)})
        assert answer.status_code in (200, 422), attack
        assert "the-canary-sings" not in answer.text, attack


def test_a_file_above_the_limit_is_a_page_with_a_sentence(client, job):
    answer = client.post(PATH, data={"resume": (io.BytesIO(b"x" * (10 * 1024 * 1024 + 10)), "big.pdf")})
    assert answer.status_code == 413 and "larger than we accept" in answer.text


def test_the_file_name_is_text_wherever_it_is_shown(client, job, resume):
    page = client.submit(PATH, {"resume": resume(name='<img src=x onerror="alert(1)">.pdf')})
    assert "<img src=x" not in page.text
