"""Whole documents, from bytes to suggestions."""

from pathlib import Path

import pytest
import yaml

from app.intelligence.resume import ResumeReading, read_resume
from app.intelligence.score import score
from tests.intelligence.documents import docx, odt, paragraph, table, text_pdf

pytestmark = pytest.mark.no_app

FILES = Path(__file__).parent / "files"
RESUMES = Path(__file__).parents[1] / "resumes"


def read(data: bytes, filename: str) -> ResumeReading:
    reading = read_resume(data, filename, seconds=30)
    assert isinstance(reading, ResumeReading), reading
    return reading


def read_file(name: str) -> ResumeReading:
    return read((FILES / name).read_bytes(), name)


def positions(reading: ResumeReading) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(each.title, each.employer, each.start, each.end) for each in reading.experience]


@pytest.mark.parametrize("name", ["john-doe-classic.pdf", "john-doe-moderncv.pdf"])
def test_files_with_a_known_truth_are_read_without_a_mistake(name: str) -> None:
    truth = yaml.safe_load((RESUMES / "john-doe.truth.yaml").read_text(encoding="utf-8"))
    result = score(read((RESUMES / name).read_bytes(), name), truth)
    assert {field: (tally.missed, tally.wrong) for field, tally in result.items() if tally.missed or tally.wrong} == {}
    assert result["skills"].found == 19


def test_every_value_names_the_line_it_was_read_from() -> None:
    reading = read_file("two-columns.pdf")
    lines = reading.text.split("\n")
    values = [reading.full_name, reading.location, reading.headline, *reading.emails, *reading.phones, *reading.skills]
    for value in values:
        assert value is not None
        assert lines[value.line - 1] == value.source
    assert all(lines[entry.line - 1] in entry.source for entry in (*reading.experience, *reading.education))


def test_a_german_resume() -> None:
    reading = read_file("lebenslauf.pdf")
    assert reading.full_name and reading.full_name.value == "Anna-Lena Müller"
    assert [each.value for each in reading.emails] == ["anna-lena.mueller@example.org"]
    assert [each.value for each in reading.phones] == ["+4930901820"]
    assert reading.location and reading.location.value == "Berlin"
    assert reading.headline and reading.headline.value == "Gesundheits- und Krankenpflegerin"
    assert positions(reading) == [
        ("Stationsleitung Intensivmedizin", "Charité – Universitätsmedizin Berlin", "2019-04", None),
        ("Gesundheits- und Krankenpflegerin", "Vivantes Klinikum Neukölln", "2014-10", "2019-03"),
        ("Pflegehelferin", "Seniorenheim Abendruh GmbH", "2013-09", "2014-09"),
    ]
    assert [each.is_current for each in reading.experience] == [True, False, False]
    assert reading.experience[0].highlights == (
        "Leitung eines Teams von 24 Pflegekräften",
        "Einführung der digitalen Pflegedokumentation",
    )
    assert [(each.degree, each.field, each.school) for each in reading.education] == [
        ("Ausbildung", "Gesundheits- und Krankenpflegerin", "Wannsee-Schule"),
        ("Abitur", None, "Goethe-Gymnasium"),
    ]
    assert [(each.code, each.level) for each in reading.languages] == [
        ("de", "Muttersprache"),
        ("en", "B2"),
        ("pl", "Grundkenntnisse"),
    ]
    assert {"Wound care", "CPR", "Microsoft Office"} <= {each.value for each in reading.skills}


def test_two_columns_are_not_mixed() -> None:
    reading = read_file("two-columns.pdf")
    assert reading.full_name and reading.full_name.value == "Priya Raman"
    assert [each.value for each in reading.phones] == ["+442079460958"]
    assert [each.value for each in reading.links] == [
        "https://linkedin.com/in/priyaraman",
        "https://github.com/priyaraman",
    ]
    assert positions(reading) == [
        ("Senior Backend Engineer", "Northwind Payments Ltd", "2021-03", None),
        ("Software Engineer", "Halcyon Software", "2016-06", "2021-02"),
        ("Junior Developer", "Brightwater Studio", "2014", "2016"),
    ]
    assert reading.experience[0].highlights == (
        "Moved the ledger from one database to twelve without a minute of downtime, together with a team of six people",
        "Cut the cost of settlement by 38 %",
    )
    skills = [each.value for each in reading.skills]
    assert skills[:5] == ["Node.js", "TypeScript", "C#", "PostgreSQL", "Redis"]
    assert {"Kubernetes", "Go", "R", "AWS"} <= set(skills)


def test_a_narrow_column_on_the_right() -> None:
    reading = read_file("right-column.pdf")
    assert reading.full_name and reading.full_name.value == "Tobias Krämer"
    assert reading.headline and reading.headline.value == "Vertriebsleiter Maschinenbau"
    assert [each.value for each in reading.phones] == ["+491712345678"]
    assert [(each.employer, each.location, each.start, each.end) for each in reading.experience] == [
        ("Hellmann Maschinenbau GmbH & Co. KG", "Stuttgart", "2016-09", None),
        ("Robert Bosch GmbH", "Gerlingen", "2011-04", "2016-08"),
        ("Festo SE", "Esslingen", "2007-10", "2011-03"),
    ]
    assert [each.value for each in reading.skills][:4] == ["Salesforce", "SAP SD", "Negotiation", "AutoCAD"]
    assert (reading.education[0].degree, reading.education[0].field) == ("Dipl.-Ing. (FH)", "Maschinenbau")


def test_a_nurse_with_letters_behind_the_name() -> None:
    reading = read_file("nurse.pdf")
    assert reading.full_name and reading.full_name.value == "Grace Mwangi"
    assert reading.location and reading.location.value == "Columbus, OH"
    assert positions(reading) == [
        ("Registered Nurse – Pediatric ICU", "Nationwide Children's Hospital", "2019-07", None),
        ("Staff Nurse, Medical-Surgical Unit", "Riverside Methodist Hospital", "2016-06", "2019-06"),
    ]
    assert {each.location for each in reading.experience} == {"Columbus, OH"}
    assert reading.education[0].school == "Ohio State University"


def test_several_positions_under_one_employer() -> None:
    reading = read_file("promotions.pdf")
    assert reading.full_name and reading.full_name.value == "Marcus O'Brien"
    assert positions(reading) == [
        ("Marketing Manager", "Blue Harbor Retail, Inc.", "2020-01", None),
        ("Marketing Specialist", "Blue Harbor Retail, Inc.", "2017-05", "2019-12"),
        ("Marketing Coordinator", "Cloudline Software LLC", "2014-08", "2017-04"),
    ]
    school = reading.education[0]
    assert (school.degree, school.field, school.end) == ("Bachelor of Business Administration", "Marketing", "2014-05")
    assert school.school == "University of Texas at Austin"


def test_people_named_as_references_are_not_the_candidate() -> None:
    reading = read_file("promotions.pdf")
    assert [each.value for each in reading.emails] == ["marcus.obrien@example.com"]
    assert [each.value for each in reading.phones] == ["+15125550143"]


def test_word_tables_and_page_headers_are_read() -> None:
    body = (
        paragraph("Jonas Weber", bold=True, size=24)
        + paragraph("Fachinformatiker für Systemintegration")
        + paragraph("Berufserfahrung", bold=True, style="Heading1")
        + table(
            [
                ["03/2018 – heute", "Systemadministrator|Nordlicht Hosting GmbH, Hamburg|Betrieb von 400 Servern"],
                ["08/2015 – 02/2018", "Fachinformatiker|Stadt Lübeck|Betreuung der Arbeitsplätze"],
            ]
        )
        + paragraph("Kenntnisse", bold=True, style="Heading1")
        + paragraph("Linux, Ansible, PowerShell")
        + paragraph("Sprachen", bold=True, style="Heading1")
        + table([["Deutsch", "Muttersprache"], ["Englisch", "C1"]])
    )
    reading = read(docx(body, header=paragraph("jonas.weber@example.org\t040 4281234\tHamburg")), "weber.docx")
    assert reading.full_name and reading.full_name.value == "Jonas Weber"
    assert [each.value for each in reading.emails] == ["jonas.weber@example.org"]
    assert [each.value for each in reading.phones] == ["+49404281234"]
    assert positions(reading) == [
        ("Systemadministrator", "Nordlicht Hosting GmbH", "2018-03", None),
        ("Fachinformatiker", "Stadt Lübeck", "2015-08", "2018-02"),
    ]
    assert reading.experience[0].highlights == ("Betrieb von 400 Servern",)
    assert [each.value for each in reading.skills] == ["Linux", "Ansible", "PowerShell"]
    assert [(each.code, each.level) for each in reading.languages] == [("de", "Muttersprache"), ("en", "C1")]


def test_an_opendocument_text() -> None:
    body = (
        '<text:h text:outline-level="1">Mia Fischer</text:h><text:p>mia.fischer@example.org | +49 151 23456789 | Köln</text:p>'
        "<text:h>Work Experience</text:h><text:p>Accountant, Rheinwerk AG, Köln<text:tab/>2019 – present</text:p>"
        "<text:list><text:list-item><text:p>Monthly closing with DATEV</text:p></text:list-item></text:list>"
        "<text:h>Education</text:h><text:p>University of Cologne, BSc Business Administration, 2015 – 2018</text:p>"
    )
    reading = read(odt(body), "fischer.odt")
    assert reading.full_name and reading.full_name.value == "Mia Fischer"
    assert positions(reading) == [("Accountant", "Rheinwerk AG", "2019", None)]
    assert reading.experience[0].location == "Köln"
    assert reading.experience[0].highlights == ("Monthly closing with DATEV",)
    assert (reading.education[0].degree, reading.education[0].school) == ("BSc", "University of Cologne")


def test_rich_text() -> None:
    source = (
        rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0\fs40 Zo\'eb Laurent\par\fs20 zoe.laurent@example.org\par Paris, France\par"
        rb"\b EXPERIENCE\b0\par Data Analyst, Caf\u233?s du Nord, Lyon, France\tab Jan 2020 - Present\par"
        rb" \bullet  Dashboards in Tableau\par EDUCATION\par MSc Statistics, University of Lyon, 2019\par}"
    )
    reading = read(source, "laurent.rtf")
    assert reading.full_name and reading.full_name.value == "Zoë Laurent"
    assert positions(reading) == [("Data Analyst", "Cafés du Nord", "2020-01", None)]
    assert reading.education[0].school == "University of Lyon"


PLAIN = """Sam Okafor
Electrician
Bristol, UK | 0117 496 0123 | sam.okafor@example.com

EXPERIENCE

Lead Electrician at Severn Electrical Ltd, Bristol
June 2018 - present
- Control cabinets for water works
- Training of three apprentices

Electrician, Avon Homes
2012 - 2018
- New buildings

EDUCATION
City College Bristol, Diploma in Electrical Installation, 2012
"""


TABULAR = """Lebenslauf

Persönliche Daten
Name: Fatma Yılmaz
Geburtsdatum: 12.03.1990
Anschrift: Hauptstr. 5, 50667 Köln
Telefon: 0221 1234567
E-Mail: fatma.yilmaz@example.de

Beruflicher Werdegang
seit 03/2021\tTeamleiterin Buchhaltung
\tRewe Markt GmbH, Köln
\t- Verantwortung für Jahresabschlüsse nach HGB
01/2015 – 02/2021\tFinanzbuchhalterin
\tFord-Werke GmbH, Köln
\t- Debitoren- und Kreditorenbuchhaltung

Schulbildung und Ausbildung
09/2009 – 07/2012\tAusbildung zur Kauffrau für Büromanagement, IHK Köln
1996 – 2009\tAbitur, Humboldt-Gymnasium Köln

Kenntnisse und Fähigkeiten
DATEV (sehr gut), SAP FI, MS Excel
"""


def test_a_german_resume_as_a_table_of_tabs() -> None:
    reading = read(TABULAR.encode(), "yilmaz.txt")
    assert reading.full_name and reading.full_name.value == "Fatma Yılmaz"
    assert [each.value for each in reading.phones] == ["+492211234567"]
    assert reading.location and reading.location.value == "Köln"
    assert positions(reading) == [
        ("Teamleiterin Buchhaltung", "Rewe Markt GmbH", "2021-03", None),
        ("Finanzbuchhalterin", "Ford-Werke GmbH", "2015-01", "2021-02"),
    ]
    assert [(each.degree, each.school) for each in reading.education] == [
        ("Ausbildung", "IHK Köln"),
        ("Abitur", "Humboldt-Gymnasium Köln"),
    ]
    assert [each.value for each in reading.skills][:3] == ["DATEV", "SAP FI", "Microsoft Excel"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_in_several_encodings(encoding: str) -> None:
    reading = read(PLAIN.encode(encoding), "okafor.txt")
    assert reading.full_name and reading.full_name.value == "Sam Okafor"
    assert reading.headline and reading.headline.value == "Electrician"
    assert [each.value for each in reading.phones] == ["+441174960123"]
    assert positions(reading) == [
        ("Lead Electrician", "Severn Electrical Ltd", "2018-06", None),
        ("Electrician", "Avon Homes", "2012", "2018"),
    ]
    assert reading.education[0].degree == "Diploma"


def test_a_text_that_is_no_resume_suggests_no_career() -> None:
    letter = (
        "Dear team,\nI would like to work with you and bring twelve years of practice in wood and glass.\nKind regards"
    )
    reading = read(text_pdf(letter), "letter.pdf")
    assert (reading.experience, reading.education, reading.phones, reading.emails) == ((), (), (), ())
    assert "twelve years of practice" in reading.text


def test_the_default_region_is_used_only_when_the_document_does_not_tell() -> None:
    text = "Kim Sato\nkim.sato@example.com, 030 901820\nExperience\nBaker, Morning Bread, 2019 - 2021\n"
    assert [each.value for each in read_resume_phones(text, "DE")] == ["+4930901820"]
    assert read_resume_phones(text, "US") == ()


def read_resume_phones(text: str, region: str) -> tuple[object, ...]:
    reading = read_resume(text.encode(), "cv.txt", region=region, seconds=30)
    assert isinstance(reading, ResumeReading)
    return reading.phones


def test_the_employers_own_skills_are_found_in_a_document() -> None:
    text = "Ada Lovelace\nada@example.org\nExperience\nEngineer at Analytical, 2019 - 2021\nRan Larkspur-Fit sessions every week"
    reading = read_resume(text.encode(), "cv.txt", skill_names={"Larkspur Fit": "Fitting with Larkspur"}, seconds=30)
    assert isinstance(reading, ResumeReading)
    assert ("Fitting with Larkspur", 5) in [(one.value, one.line) for one in reading.skills]
