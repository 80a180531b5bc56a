"""Who the request says we are, and where it wants to go next."""

from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.mailing.models import KeptMail
from app.mailing.tasks import send_due_messages
from tests.hostile.corpora import HOSTS, REDIRECTS
from tests.hostile.test_parameters import is_here
from tests.world import World

FORGED = (
    {"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}, {"Forwarded": "host=evil.example"},
    {"X-Original-URL": "/recruiter/settings"}, {"X-Rewrite-URL": "/recruiter/settings"}, {"X-HTTP-Method-Override": "DELETE"},
)  # fmt: skip


def test_a_host_that_is_not_ours_is_refused(client: Any, world: World) -> None:
    for host in HOSTS:
        for path in ("/", "/jobs", "/recruiter/sign-in", "/healthz"):
            answer = client.get(path, headers={"Host": host})
            refused = answer.status_code == 400 or (not host.strip() and "evil" not in answer.text)
            assert refused, f"{host!r} {path}: {answer.status_code}"


def test_headers_of_a_proxy_nobody_set_up_mean_nothing(client: Any, world: World) -> None:
    for path in ("/", "/jobs", "/feeds/jobs.atom", "/sitemap.xml"):
        assert client.get(path).status_code == 200
        for headers in FORGED:
            forged = client.get(path, headers=headers)
            assert forged.status_code == 200 and "evil.example" not in forged.text, f"{path} {headers}"


def test_links_in_mails_lead_home_whatever_the_request_said(client: Any, world: World, sweep: Any) -> None:
    headers = {"X-Forwarded-Host": "evil.example", "Referer": "https://evil.example/"}
    client.submit("/recruiter/password-resets", {"email": world.cast.ada.email}, headers=headers)
    client.submit("/me/sign-in", {"email": "carla@example.org"}, headers=headers)
    for _round in range(3):
        sweep(send_due_messages)
    raws = db.session.scalars(select(KeptMail.raw)).all()
    assert len(raws) >= 4
    assert not [raw for raw in raws if b"evil.example" in raw]


def test_after_signing_in_one_stays_here(browsers: dict[str, Any], world: World) -> None:
    """`next` of the forms that carry it, as the request of somebody who is signed in already."""
    application = world.own.values["application_id"]
    for text in REDIRECTS:
        data = {"mark": "maybe", "next": text}
        answer = browsers["ada"].submit(f"/recruiter/applications/{application}/mark", data)
        assert answer.status_code in (303, 400, 413), text[:40]
        assert is_here(answer.headers.get("Location", "/")), text
