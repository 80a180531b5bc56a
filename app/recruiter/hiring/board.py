"""The board of a job."""

from functools import partial

from flask import Blueprint, Response, request
from sqlalchemy import select

from app.accounts.permissions import Permission
from app.hiring.policy import workable_applications, workable_jobs
from app.hiring.queries import board_of, busy_acts_on, card_of, counts_of, more_cards, stages_of_board
from app.jobs.models import Job, Stage
from app.web.access import needs, viewer
from app.web.finding import find
from app.web.pages import show

blueprint = Blueprint("board", __name__)
PAGE = "recruiter/hiring/board.html"


@blueprint.get("/jobs/<int:job_id>/board")
@needs(Permission.APPLICATIONS_SEE)
def show_board(job_id: int) -> Response:
    """Columns with true counts and their newest cards."""
    return board_page(find(workable_jobs(viewer()), job_id))


@blueprint.get("/jobs/<int:job_id>/board/columns/<int:stage_id>")
@needs(Permission.APPLICATIONS_SEE)
def show_column(job_id: int, stage_id: int) -> Response:
    """The next cards of one column, behind the one named by `rank` and `after`."""
    job = find(workable_jobs(viewer()), job_id)
    stages = stages_of_board(job.id)
    stage = find(select(Stage).where(Stage.job_id == job.id), stage_id)
    rank, after = request.args.get("rank", 0, int), request.args.get("after", 0, int)
    cards = more_cards(stage, rank=max(-(2**31), min(rank, 2**31 - 1)), after_id=max(0, min(after, 2**31 - 1)))
    more = {"cards": cards, "stage": stage, "stages": stages}
    return board_page(job, rows={"more_": ("recruiter/hiring/_more_cards.html", more)})


@blueprint.get("/applications/<int:application_id>/card")
@needs(Permission.APPLICATIONS_SEE)
def show_card(application_id: int) -> Response:
    """One card where it stands now, with the counts of the columns; as a page of its own, the board."""
    application = find(workable_applications(viewer()), application_id)
    return card_answer(application.job_id, application.id)


def card_answer(job_id: int, application_id: int, *, status: int = 200) -> Response:
    """Put the card into its column and set the counts right."""
    job = find(workable_jobs(viewer()), job_id)
    placed = {"card": card_of(application_id), "counts": counts_of(job.id), "stages": stages_of_board(job.id)}
    return board_page(job, status=status, rows={"application_": ("recruiter/hiring/_placed_card.html", placed)})


def board_page(job: Job, *, status: int = 200, rows: dict[str, tuple[str, dict[str, object]]] | None = None) -> Response:
    return show(
        PAGE, status, rows=rows, job=job, board=partial(board_of, job.id), busy_acts=partial(busy_acts_on, viewer(), job.id)
    )

