"""Files leave as downloads only, under the name they came with."""

from typing import Any

import pytest

from app.core.files import StoredFile, keep_file, path_of, stage_file
from app.extensions import db
from app.web.downloads import as_download


@pytest.fixture
def file(app: Any) -> StoredFile:
    return keep_file(stage_file(b"<script>alert(1)</script>", "text/plain"))


def test_a_file_is_an_attachment_that_runs_nothing(app: Any, file: StoredFile) -> None:
    with app.test_request_context():
        answer = as_download(file, "Łukasz' Życiorys.txt")
    assert answer.data == b"<script>alert(1)</script>"
    assert answer.headers["Content-Type"] == "text/plain"
    said = answer.headers["Content-Disposition"]
    assert said == "attachment; filename=ukasz_Zyciorys.txt; filename*=UTF-8''%C5%81ukasz%27%20%C5%BByciorys.txt"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_file_the_disk_lost_is_gone_and_no_failure(as_ada: Any, cast: Any, make: Any, file: StoredFile) -> None:
    from app.candidates.models import Document, DocumentKind

    db.session.flush()
    document = make.add(Document(candidate_id=cast.carla.id, file_id=file.id, kind=DocumentKind.RESUME, filename="cv.txt"))
    application = make.application(cast.carla, cast.job, resume_id=document.id)
    path_of(file.sha256).unlink()
    assert as_ada.get(f"/recruiter/applications/{application.id}/resume").status_code == 410
    assert as_ada.get(f"/recruiter/documents/{file.key}/download").status_code == 410
    assert make.signed_in_candidate(as_ada.application, cast.carla).get(f"/me/documents/{file.key}").status_code == 410
