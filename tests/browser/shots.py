"""Pictures of the most important pages: `python -m tests.browser.shots FOLDER`, in light and dark, on a desk and a phone.

Made of the demo company of `DATA_DIR` / `DATABASE_URL` when they are set, else of a fresh one in a temporary folder.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app import create_app
from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.sessions import start_session
from app.candidates.models import CandidateSession
from app.core.clock import now
from app.core.tokens import new_token, token_hash
from app.core.transaction import transaction
from app.extensions import db
from app.hiring.models import Application, ApplicationState
from app.jobs.models import Job, JobMember
from app.jobs.policy import visible_openly
from tests.browser.conftest import ARGUMENTS, DESKTOP, PHONE, SETTLED
from tests.conftest import settings_for
from tests.faults.house import House, closing
from tests.machine import chromium_path


def main(folder: Path, kept: Path | None) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        directory = kept or Path(temporary)
        (directory / "data").mkdir(parents=True, exist_ok=True)
        with closing(House(directory, f"sqlite:///{directory / 'demo.db'}")) as house:
            for command in (["db", "upgrade"], ["demo"]):
                subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", *command], env=house.environment, check=True)
            pages, cookies = prepare(house)
            house.start_web()
            take(folder, f"http://127.0.0.1:{house.port}", pages, cookies)


def prepare(house: House) -> tuple[dict[str, str], list[dict[str, str]]]:
    settings = settings_for(house.database_url, house.folder / "data", secret_key=house.environment["SECRET_KEY"])
    app = create_app(settings)
    with app.app_context(), transaction():
        recruiter = db.session.scalars(select(User).where(User.role == Role.RECRUITER).order_by(User.id)).first()
        assert recruiter is not None
        mine = visible_openly().join(JobMember, JobMember.job_id == Job.id).where(JobMember.user_id == recruiter.id)
        job = db.session.scalars(mine.order_by(Job.id)).first()
        assert job is not None
        active = select(Application).where(Application.job_id == job.id, Application.state == ApplicationState.ACTIVE)
        application = db.session.scalars(active.order_by(Application.id.desc())).first()
        assert application is not None
        me = new_token()
        db.session.add(CandidateSession(candidate_id=application.candidate_id, token_hash=token_hash(me), expires_at=now().replace(year=2099)))
        staff = start_session(recruiter, address="127.0.0.1", agent="shots")
        pages = {
            "home": "/recruiter/", "candidates": "/recruiter/candidates", "search": "/recruiter/candidates?q=skill:python",
            "candidate": f"/recruiter/candidates/{application.candidate_id}", "jobs": "/recruiter/jobs", "job": f"/recruiter/jobs/{job.id}",
            "board": f"/recruiter/jobs/{job.id}/board", "screen": f"/recruiter/jobs/{job.id}/screen",
            "application": f"/recruiter/applications/{application.id}", "report": f"/recruiter/insights/jobs/{job.id}",
            "imports": "/recruiter/imports", "careers": "/", "careers-jobs": "/jobs", "careers-job": f"/jobs/{job.slug}",
            "apply": f"/jobs/{job.slug}/apply", "me": "/me", "me-application": f"/me/applications/{application.id}", "sign-in": "/recruiter/sign-in",
        }  # fmt: skip
    address = f"http://127.0.0.1:{house.port}"
    cookies = [{"name": "perennial_staff", "value": staff, "url": address}, {"name": "perennial_me", "value": me, "url": address}]
    return pages, cookies


def take(folder: Path, address: str, pages: dict[str, str], cookies: list[dict[str, str]]) -> None:
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        page: Any = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", locale="en-GB").new_page()
        page.context.add_cookies(cookies)
        for name, path in pages.items():
            if name == "sign-in":
                page.context.clear_cookies()
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            for size_name, size in (("desk", DESKTOP), ("phone", PHONE)):
                page.set_viewport_size(size)
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    page.evaluate(SETTLED)
                    page.screenshot(path=folder / re.sub(r"\W", "-", f"{name}-{size_name}-{scheme}.png").replace("-png", ".png"), full_page=size_name == "phone")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
