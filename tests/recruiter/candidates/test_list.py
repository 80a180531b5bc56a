"""The list: columns, saved views, counting, building; all of it in the address."""

import re

from sqlalchemy import select

from app.extensions import db
from app.search.index import reindex
from app.search.models import SavedView, Sharing
from tests.conftest import HouseClient
from tests.make import Make


def test_columns_are_in_the_address_and_in_the_head(as_ada: HouseClient, make: Make) -> None:
    make.candidate(name="Nora Vale", city="Berlin")
    page = as_ada.get("/recruiter/candidates?columns=city,country,owner").text
    heads = re.findall(r"<th scope=\"col\"[^>]*>\s*(?:<a[^>]*>)?([^<]+)", page)
    assert [head.strip() for head in heads if head.strip()] == ["Name", "City", "Country", "Owner"]
    ticked = as_ada.get("/recruiter/candidates?column=city&column=owner").text
    assert "columns=city,owner" in ticked or "columns=city%2Cowner" in ticked
    assert 'value="city" checked' in as_ada.get("/recruiter/candidates/columns?columns=city").text


def test_columns_move_one_place_by_a_button(as_ada: HouseClient) -> None:
    def order(address: str) -> list[str]:
        page = as_ada.get(f"/recruiter/candidates/columns?{address}").text
        return re.findall(r'id="left-([a-z]+)"', page)

    asked = "column=city&column=country&column=owner"
    assert order(asked) == ["city", "country", "owner"]
    assert order(f"{asked}&move=owner:left") == ["city", "owner", "country"]
    assert order(f"{asked}&move=city:right") == ["country", "city", "owner"]
    for nothing in ("city:left", "owner:right", "nobody:left", "city", "city:up", ""):
        assert order(f"{asked}&move={nothing}") == ["city", "country", "owner"]
    part = as_ada.get(f"/recruiter/candidates/columns?{asked}&move=owner:left", headers={"HX-Request": "true", "HX-Target": "columns"}).text
    assert part.lstrip().startswith('<div id="columns"')


def test_a_view_keeps_query_columns_and_sort(as_ada: HouseClient, as_otto: HouseClient, make: Make) -> None:
    make.candidate(name="Nora Vale", city="Berlin")
    kept = {"name": "Berliners", "q": "city:Berlin", "sort": "-added", "columns": "city,owner", "shared": "1"}
    answer = as_ada.submit("/recruiter/candidates/views", kept)
    view = db.session.scalars(select(SavedView)).one()
    assert answer.location.endswith(f"view={view.id}")
    page = as_ada.get(answer.location).text
    assert "Nora Vale" in page
    assert 'value="city,owner"' in page
    assert "Save changes" not in page
    changed = as_ada.get(f"/recruiter/candidates?view={view.id}&q=city:Paris").text
    assert "Save changes" in changed
    assert "Berliners" in as_otto.get("/recruiter/candidates").text
    assert as_otto.submit(f"/recruiter/candidates/views/{view.id}", {**kept, "q": ""}).status_code == 403
    as_ada.submit(f"/recruiter/candidates/views/{view.id}", {"q": "city:Paris", "sort": "", "columns": "city"})
    db.session.refresh(view)
    assert (view.query, view.column_names, view.sharing, view.name) == ("city:Paris", ["city"], Sharing.SHARED, "Berliners")


def test_a_sort_by_what_is_hidden_is_not_followed(as_hugo: HouseClient) -> None:
    page = as_hugo.get("/recruiter/candidates?sort=-interest").text
    assert "sort=-interest" not in page


def test_the_count_reads_the_query_back_and_points_at_what_is_wrong(as_ada: HouseClient, make: Make) -> None:
    make.candidate(name="Nora Vale", city="Berlin")
    asked = as_ada.get("/recruiter/candidates/count?q=city:Berlin", headers={"HX-Request": "true", "HX-Target": "asked"}).text
    assert "1 person" in asked
    assert "people in Berlin" in asked
    assert "<html" not in asked
    assert "asked-error" in as_ada.get("/recruiter/candidates/count?q=citty:Berlin").text
    exact = as_ada.get("/recruiter/candidates/count?exact=1", headers={"HX-Request": "true", "HX-Target": "counted"}).text
    assert 'id="counted"' in exact


def test_words_found_are_marked_and_names_that_sound_alike_are_offered(as_ada: HouseClient, make: Make) -> None:
    reindex([make.candidate(name="Nora Schmidt", city="Berlin").id])
    assert "<mark>Nora</mark>" in as_ada.get("/recruiter/candidates?q=nora").text
    page = as_ada.get("/recruiter/candidates?q=shmidt").text
    assert "Nora Schmidt" in page
    assert "sound alike" in page


def test_a_found_skill_stands_first_and_nothing_typed_becomes_markup(as_ada: HouseClient, make: Make) -> None:
    reindex([make.candidate(name="Nora Vale", skills=("Go", "Rust", "<b>SQL</b>", "Zig")).id])
    page = as_ada.get("/recruiter/candidates?q=skill:zig").text
    assert '<span class="truncate"><mark>Zig</mark>, Go, Rust</span><span>+1</span>' in page
    assert "<b>SQL</b>" not in as_ada.get("/recruiter/candidates?q=sql").text


def test_the_builder_writes_what_its_rows_say(as_ada: HouseClient, make: Make) -> None:
    make.candidate(name="Nora Vale", city="Berlin")
    rows = "join=and&g0-join=and&g0-r0-field=city&g0-r0-was=city&g0-r0-operator=is&g0-r0-value=Berlin"
    page = as_ada.get(f"/recruiter/candidates/builder?{rows}&add=g0").text
    assert "<code>city:Berlin</code>" in page
    assert 'name="g0-r1-field"' in page
    assert "1 person" in page
    shown = as_ada.get(f"/recruiter/candidates/builder?{rows}&show=1")
    assert shown.status_code == 303
    assert shown.location.endswith("q=city:Berlin") or shown.location.endswith("q=city%3ABerlin")
    emptied = as_ada.get(f"/recruiter/candidates/builder?{rows}&remove=g0-r0").text
    assert "city:Berlin" not in emptied


def test_a_common_condition_is_one_press_and_its_value(as_ada: HouseClient) -> None:
    builder = "/recruiter/candidates/builder"
    page = as_ada.get(builder).text
    assert re.findall(r'name="add" value="g0\+([a-z-]+)"', page) == [
        "title", "skill", "employer", "city", "tag", "remote", "consent", "not-contacted"
    ]  # fmt: skip
    first = as_ada.get(f"{builder}?join=and&g0-join=and&g0-r0-field=words&g0-r0-was=words&g0-r0-value=&add=g0%2Bskill").text
    assert 'name="g0-r1-field"' not in first, "it takes the place of the row that says nothing"
    assert re.search(r'<input[^>]*name="g0-r0-value"[^>]*autofocus', first)
    rows = "join=and&g0-join=and&g0-r0-field=skill&g0-r0-was=skill&g0-r0-value=sql&add=g0%2B"
    assert "<code>skill:sql consent:pool</code>" in as_ada.get(f"{builder}?{rows}consent").text
    assert "<code>skill:sql remote:yes</code>" in as_ada.get(f"{builder}?{rows}remote").text
    quiet = "&g0-r1-field=contacted&g0-r1-was=contacted&g0-r1-not=1&g0-r1-operator=within&g0-r1-value=6m"
    asked = as_ada.get(f"{builder}?{rows}not-contacted").text
    assert re.search(r'name="g0-r1-not".*?value="1" selected', asked, re.DOTALL)
    assert "<code>skill:sql -contacted:&lt;6m</code>" in as_ada.get(f"{builder}?{rows.replace('&add=g0%2B', '')}{quiet}").text
    for odd in ("nothing", "g9", "-", ""):
        assert as_ada.get(f"{builder}?{rows}{odd}").status_code == 200
    assert as_ada.get(f"{builder}?join=and&g0-join=and&add=g9%2Bskill").status_code == 200


def test_the_text_beside_the_rows_says_what_they_say(as_ada: HouseClient) -> None:
    rows = "join=and&g0-join=and&g0-r0-field=skill&g0-r0-was=skill&g0-r0-value=sql"
    part = as_ada.get(f"/recruiter/candidates/builder?{rows}", headers={"HX-Request": "true", "HX-Target": "preview"}).text
    assert re.search(r'id="as_text" hx-swap-oob="true"|hx-swap-oob="true" id="as_text"', part)
    assert re.search(r'<input[^>]*name="q"[^>]*value="skill:sql"', part)


def test_the_builder_says_what_it_cannot_show(as_ada: HouseClient) -> None:
    assert "stays text" in as_ada.get("/recruiter/candidates/builder?q=a (b OR (c d))").text
    assert "cannot be read" in as_ada.get("/recruiter/candidates/builder?q=city:(").text


def test_values_are_completed_within_a_row(as_ada: HouseClient, make: Make) -> None:
    make.candidate(name="Nora Vale", city="Berlin")
    assert 'data-value="Berlin"' in as_ada.get("/recruiter/candidates/builder/values?field=city&q=Be").text
    assert as_ada.get("/recruiter/candidates/builder/values?field=nothing&q=Be").text.strip() == ""


def test_the_help_lists_every_field(as_ada: HouseClient) -> None:
    page = as_ada.get("/recruiter/help/search").text
    for name in ("skill", "contacted", "campaign", "pool"):
        assert f'id="field-{name}"' in page
