"""Settings of the company and of the careers site's texts."""

from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Installation
from app.extensions import db
from tests.make import Cast

COMPANY = {
    "company_name": "Larkspur & Sons", "postal_address": "Am Ufer 3\n10997 Berlin", "contact_email": "jobs@example.org",
    "accent": "#AA3366", "default_locale": "de", "default_country": "AT",
}  # fmt: skip


def test_an_admin_changes_the_company_and_its_colour_reaches_every_page(
    as_root: FlaskClient, client: FlaskClient, cast: Cast
) -> None:
    assert as_root.submit("/recruiter/settings/company", COMPANY).status_code == 303
    company = db.session.scalars(select(Installation)).one()
    assert (company.company_name, company.accent, company.default_country) == ("Larkspur & Sons", "#aa3366", "AT")
    home = client.get("/").text
    assert "/brand.css?v=aa3366" in home
    assert "Larkspur &amp; Sons" in home


def test_a_wrong_colour_is_refused_at_its_field(as_root: FlaskClient, cast: Cast) -> None:
    answer = as_root.submit("/recruiter/settings/company", {**COMPANY, "accent": "red;}"})
    assert answer.status_code == 409
    assert "six digits" in answer.text


def test_only_admins_reach_the_settings(as_ada: FlaskClient, as_hugo: FlaskClient) -> None:
    for path in ("/recruiter/settings/company", "/recruiter/settings/texts/en"):
        assert as_ada.get(path).status_code == 403
        assert as_hugo.get(path).status_code == 403


def test_a_text_of_ones_own_replaces_the_shipped_one_and_clearing_it_brings_that_back(
    as_root: FlaskClient, client: FlaskClient, cast: Cast
) -> None:
    assert "Larkspur" in client.get("/imprint").text
    as_root.submit("/recruiter/settings/texts/en", {"imprint": "Registered in **Berlin**", "headline": "Come <b>in</b>"})
    assert "Registered in <strong>Berlin</strong>" in client.get("/imprint").text
    assert "Come &lt;b&gt;in&lt;/b&gt;" in client.get("/").text
    as_root.submit("/recruiter/settings/texts/en", {"imprint": ""})
    assert "Registered" not in client.get("/imprint").text


def test_an_unknown_language_has_no_texts(as_root: FlaskClient, cast: Cast) -> None:
    assert as_root.get("/recruiter/settings/texts/xx").status_code == 404
