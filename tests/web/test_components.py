"""Components write safe, labelled markup, and the furniture of a page stays within its weight."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import g
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from app import create_app
from app.extensions import db
from app.web.application import Perennial
from app.web.assets import asset
from app.web.components import attribute_names, avatar_tone, initials, share
from tests.conftest import settings_for
from tests.databases import TestDatabase

pytestmark = pytest.mark.no_app

STATIC = Path(__file__).resolve().parents[2] / "app" / "static"
TEMPLATES = STATIC.parent / "templates"


@pytest.fixture(scope="module")
def house(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Perennial]:
    url = database.fresh_copy()
    app = create_app(settings_for(url, tmp_path_factory.mktemp("components")))
    yield app
    with app.app_context():
        db.engine.dispose()
    database.drop(url)


@pytest.fixture
def render(house: Perennial) -> Iterator[Any]:
    with house.test_request_context("/"):
        g.session_secret = ""
        yield lambda source, **context: house.jinja_env.from_string(source).render(**context)


LEVELS = [SelectChoice("junior", "Junior"), SelectChoice("senior", "Senior")]


class Topics(SelectMultipleField):  # type: ignore[misc]
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Everything(Form):  # type: ignore[misc]
    form_key = HiddenField(default="key-1")
    name = StringField("Full name", [InputRequired("Please tell us your name.")], description="As you write it.")
    note = TextAreaField("Note")
    resume = FileField("Résumé")
    level = SelectField("Seniority", choices=LEVELS)
    kind = RadioField("Employment", choices=LEVELS)
    topics = Topics("Topics", choices=LEVELS)
    agree = BooleanField("They know I am doing this")
    places = FieldList(StringField("Place"), min_entries=2, label="Places")


def test_attributes_are_escaped_and_switches_are_bare_names(render: Any) -> None:
    html = render(
        '{{ ui.button(label, attrs={"data-x": evil, "disabled": true, "hidden": false, "data-n": 0}) }}',
        label="<b>Go</b>",
        evil='"><script>',
    )
    assert "<script>" not in html and "<b>" not in html
    assert 'disabled="disabled"' in html and "hidden" not in html and 'data-n="0"' in html


def test_every_field_is_labelled_and_told_what_is_wrong(render: Any) -> None:
    form = Everything()
    form.validate()
    html = render("{% for field in form %}{{ ui.field(field) }}{% endfor %}", form=form)
    controls = set(re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', html)) - {"form_key"}
    assert controls == set(re.findall(r'<label for="([^"]+)"', html))
    assert {"name", "note", "resume", "level", "kind-0", "topics-1", "agree", "places-1"} <= controls
    assert 'aria-describedby="name-help name-error"' in html and 'aria-invalid="true"' in html
    assert html.count("<fieldset") == 3


def test_a_form_with_errors_lists_them_with_links(render: Any) -> None:
    form = Everything()
    form.validate()
    form.form_errors.append("Somebody was faster.")
    html = render("{{ ui.form_errors(form) }}", form=form)
    assert 'href="#name"' in html and "Please tell us your name." in html and "Somebody was faster." in html
    assert render("{{ ui.form_errors(form) }}", form=Form()) == ""


def test_a_form_writes_its_token_and_hidden_fields(render: Any) -> None:
    html = render('{% call ui.form("/x", form=form) %}inside{% endcall %}', form=Everything())
    assert 'name="csrf_token"' in html and 'value="key-1"' in html and "inside" in html
    assert "csrf_token" not in render('{% call ui.form("/x", method="get") %}{% endcall %}')


def test_components_work_in_a_template_rendered_alone(render: Any) -> None:
    html = render('{% call ui.card("Title") %}{{ ui.pill("New", "blue") }}{{ ui.avatar("Ada Berg") }}{% endcall %}')
    assert 'data-tone="blue"' in html and ">AB<" in html


def test_an_unknown_component_says_where_the_list_is(render: Any) -> None:
    with pytest.raises(LookupError, match="README"):
        render("{{ ui.buton('x') }}")


def test_the_gallery_shows_every_component_without_inline_code(house: Perennial) -> None:
    answer = house.test_client().get("/dev/components")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "</html>" in html
    assert not re.search(r"<script(?![^>]* src=)|\sstyle=|\son[a-z]+=\"", html)


def test_charts_bring_their_numbers_as_a_table(render: Any) -> None:
    html = render(
        '{{ ui.line_chart("Weeks", ["W1", "W2"], [{"name": "All", "values": [1, 4]}]) }}'
        '{{ ui.funnel_chart("Steps", [("Applied", 10), ("Hired", 4)]) }}{{ ui.bar_chart("Empty", []) }}'
    )
    assert html.count("<table") == 2 and "40 %" in html and "points=" in html


def test_charts_of_nothing_do_not_fail(render: Any) -> None:
    html = render('{{ ui.line_chart("A", [], []) }}{{ ui.funnel_chart("B", []) }}{{ ui.bar_chart("C", [("x", 0)]) }}')
    assert html.count("<figure") == 3


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503, 507])
@pytest.mark.parametrize("face", ["recruiter", "portal"])
def test_every_error_has_words_and_a_way_on(house: Perennial, render: Any, code: int, face: str) -> None:
    html = render('{% include "errors/error.html" %}', code=code, face=face, request_id="r-1", sentence=None)
    assert "r-1" in html and re.search(r"<p data-error-sentence>[^<]{20,}</p>", html)
    assert "/recruiter/" in html if face == "recruiter" else ("/jobs" in html or "/me" in html)


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    named: set[str] = set()
    for template in TEMPLATES.rglob("*.html"):
        source = template.read_text()
        named |= set(re.findall(r'ui\.icon\("([a-z0-9-]+)"', source)) | set(
            re.findall(r'\bicon="([a-z0-9-]+)"', source)
        )
    assert named - known == set()


def test_a_marked_file_may_be_kept_for_ever_and_travels_compressed(house: Perennial) -> None:
    with house.test_request_context():
        address = asset("css/base.css")
    answer = house.test_client().get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.cache_control.immutable and answer.cache_control.max_age == 31_536_000
    assert gzip.decompress(answer.data) == (STATIC / "css" / "base.css").read_bytes()
    again = house.test_client().get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    plain = house.test_client().get("/static/css/base.css")
    assert plain.cache_control.no_cache and not plain.cache_control.immutable


@pytest.mark.parametrize("path", ["v-0000000000/../../config.py", "v-0000000000/nothing.css", "../config.py"])
def test_only_static_files_are_served(house: Perennial, path: str) -> None:
    assert house.test_client().get(f"/static/{path}").status_code == 404


def weight(*patterns: str) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for pattern in patterns for path in STATIC.glob(pattern))


def test_style_and_behaviour_stay_within_their_budget() -> None:
    assert weight("css/*.css") <= 20_000
    assert weight("js/*.js", "vendor/htmx.min.js") <= 35_000
    portal = weight("css/base.css", "css/components.css", "css/portal.css", "icons.svg", "favicon.svg", "js/*.js")
    assert portal + (STATIC / "vendor" / "inter-latin.woff2").stat().st_size <= 70_000


def test_names_become_initials_and_a_steady_tone() -> None:
    assert [initials(name) for name in ("Anna-Lena Müller", "Nguyễn Văn An", "Madonna", "", None, "— ?")] == [
        "AM",
        "NA",
        "M",
        "?",
        "?",
        "?",
    ]
    assert avatar_tone("Ada Berg") == avatar_tone("Ada Berg") and avatar_tone(None) == 0


def test_shares_stay_between_nothing_and_all() -> None:
    assert (share(1, 4), share(9, 4), share(-1, 4), share(1, 0)) == (25.0, 100.0, 0.0, 0.0)
    assert attribute_names({"a": True, "b": False, "c": None, "d": 0, "e": ""}) == {"a": "a", "d": 0, "e": ""}
