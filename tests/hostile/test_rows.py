"""Rows of a form name the records they stand for; a name nobody gave is no record."""

from typing import Any


def test_a_stage_whose_number_is_no_number_is_refused_in_words(as_ada: Any, cast: Any) -> None:
    row = {"rows-0-id": "0000-00-00", "rows-0-name": "", "rows-0-type": "interview", "rows-0-limit_days": "x"}
    answer = as_ada.submit(f"/recruiter/jobs/{cast.job.id}/stages", {"version": "1", **row})
    assert answer.status_code == 422
    assert "0000-00-00" in answer.text and "/stages/0000-00-00/kit" not in answer.text
