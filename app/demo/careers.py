"""Working lives of invented people, by kind of work: posts follow one another, dates and ages agree."""

import random
from dataclasses import dataclass
from datetime import date

from app.demo.names import Identity


@dataclass(frozen=True)
class Field:
    """A kind of work: what people in it are called as they grow, know, did, studied, and where they worked."""

    titles: tuple[str, ...]
    skills: tuple[str, ...]
    deeds: tuple[str, ...]
    employers: tuple[str, ...]
    degrees: tuple[tuple[str, str], ...]
    schools: tuple[str, ...]
    headline: str


@dataclass(frozen=True)
class Post:
    title: str
    employer: str
    city: str
    start: tuple[int, int]
    end: tuple[int, int] | None
    deeds: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """Somebody with a working life. `graduated` is the year of the last degree."""

    identity: Identity
    field: str
    headline: str
    posts: tuple[Post, ...]
    school: str
    degree: str
    subject: str
    graduated: int
    skills: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        return self.posts[0].title

    @property
    def employer(self) -> str:
        return self.posts[0].employer


TECH = ("Aldermoor Systems", "Birchwood Labs", "Kastellan Software", "Pinewood Analytics", "Zirkel Robotics", "Quellwerk",
        "Corvane", "Meridian Freight", "Oakline", "Nordlicht Media", "Greystone Energy", "Glasshaus GmbH")  # fmt: skip
CARE = ("Lindenhof Pflege", "Lakeside Hospital", "Eastgate Clinic", "Thistle Health", "Rosenthal Optik", "Hörwelt Steindl",
        "Audition Perrot", "Westmere Hearing", "Klinik am Wiesengrund")  # fmt: skip
TRADE = ("Marlow Retail", "Dunmore Logistics", "Fernhill Foods", "Heidekraut AG", "Saltmarsh", "Orchard Insurance",
         "Stonebridge", "Yarrow Design", "Weidenfeld", "Elmhurst Bank")  # fmt: skip
TECHNICAL_SCHOOLS = ("TU Berlin", "TU Wien", "INSA Lyon", "RWTH Aachen", "ETH Zürich", "TU Graz", "Politecnico di Milano",
                     "KTH Stockholm", "University of Leeds", "Warsaw University of Technology")  # fmt: skip
GENERAL_SCHOOLS = ("Universität Wien", "Freie Universität Berlin", "Université Lumière Lyon 2", "Universität Leipzig",
                   "University of Leeds", "Universidad de Sevilla", "Charles University", "Universität Hamburg")  # fmt: skip

FIELDS: dict[str, Field] = {
    "embedded": Field(
        ("Working Student Firmware", "Firmware Engineer", "Embedded Engineer", "Senior Embedded Engineer"),
        ("C", "C++", "Rust", "Python", "Signal processing", "Bluetooth", "Linux", "Git", "MATLAB", "Zephyr", "CAD", "Agile"),
        ("Brought the idle current of a sensor node from 90 to 11 microampere",
         "Wrote the bootloader and the signed update path of a device in 60,000 homes",
         "Built a test bench that replays recordings to twelve devices at night",
         "Ported an adaptive filter to fixed point without audible loss",
         "Led the certification of the radio with the test house",
         "Introduced reviews and static analysis to a team of six"),
        TECH, (("MSc", "Electrical Engineering"), ("BSc", "Computer Engineering"), ("MSc", "Acoustics"), ("Diplom", "Physics")),
        TECHNICAL_SCHOOLS, "Firmware for things that must not fail"),
    "backend": Field(
        ("Junior Developer", "Software Engineer", "Backend Engineer", "Senior Backend Engineer"),
        ("Python", "PostgreSQL", "SQL", "Django", "Flask", "Docker", "Kubernetes", "AWS", "Go", "Linux", "Git", "Terraform", "Kafka"),
        ("Split a booking system at its natural seam and kept it running meanwhile",
         "Brought the p95 of the most used page from 2.1 seconds to 180 milliseconds",
         "Moved 4 TB of records to PostgreSQL without a night shift",
         "Wrote the audit trail that the auditors asked to copy",
         "Was on call for payments and halved the number of pages in a year",
         "Mentored three junior colleagues to their first own service"),
        TECH, (("BSc", "Computer Science"), ("MSc", "Computer Science"), ("MSc", "Mathematics"), ("BA", "Linguistics")),
        TECHNICAL_SCHOOLS + GENERAL_SCHOOLS[:3], "Boring, dependable services"),
    "design": Field(
        ("Junior Designer", "Interaction Designer", "Product Designer", "Senior Product Designer"),
        ("Figma", "User research", "Prototyping", "Accessibility", "HTML", "CSS", "Illustration", "Design systems", "Copywriting"),
        ("Redesigned the medication plan of a patient app with people over seventy",
         "Ran fortnightly tests and cut support mails about one screen by two thirds",
         "Kept the component library of four products in step",
         "Wrote the interface texts in English and French",
         "Drew the icons that a railway company now uses on 900 machines",
         "Turned a 14-step form into three pages"),
        (*TECH[:6], "Yarrow Design", "Foxglove Studio", "Atelier Marchand"),
        (("BA", "Communication Design"), ("MA", "Interaction Design"), ("BA", "Industrial Design")),
        ("FH Potsdam", "ENSCI Paris", "Universität für angewandte Kunst Wien", "École de design Nantes", "UdK Berlin"),
        "Design for hands that tremble and screens that glare"),
    "audiology": Field(
        ("Trainee Hearing Acoustician", "Hearing Acoustician", "Audiologist", "Senior Audiologist"),
        ("Audiometry", "Hearing aid fitting", "Tinnitus counselling", "Paediatrics", "Training", "Otoscopy", "Excel"),
        ("Fitted about 900 people and saw most of them again after a year",
         "Built up the tinnitus consultation of the practice",
         "Trained four apprentices to their examination",
         "Introduced in-ear measurement as a matter of course",
         "Looked after three nursing homes with weekly visits",
         "Tested prototypes for a manufacturer with patients of the clinic"),
        CARE, (("Meisterbrief", "Hörakustik"), ("Diplôme d'État", "Audioprothèse"), ("BSc", "Audiology")),
        ("Akademie für Hörakustik Lübeck", "Université Claude Bernard Lyon 1", "FH Campus Wien", "University of Leeds"),
        "Hearing, one hour at a time"),
    "support": Field(
        ("Sales Assistant", "Customer Service Agent", "Customer Support Specialist", "Team Lead Customer Service"),
        ("Customer service", "Zendesk", "Excel", "Telephony", "SAP", "Salesforce", "Conflict resolution", "Training"),
        ("Answered forty calls a day and kept the calmest voice on the floor",
         "Wrote the help pages that a third of all callers now find by themselves",
         "Took over the complaints nobody wanted and kept most of those customers",
         "Planned shifts for a team of eleven",
         "Trained new colleagues in their first three weeks",
         "Introduced call-backs instead of waiting music"),
        (*TRADE, *CARE[:4]), (("BA", "German Studies"), ("Ausbildung", "Kauffrau im Einzelhandel"), ("BA", "English Literature"),
                              ("Ausbildung", "Hotelfach"), ("BA", "Psychology")),
        GENERAL_SCHOOLS, "Patient on the phone, exact on paper"),
    "sales": Field(
        ("Inside Sales Representative", "Account Manager", "Account Executive", "Senior Account Executive"),
        ("Negotiation", "Salesforce", "SAP", "Excel", "Tendering", "CRM", "Presentation", "Project management"),
        ("Won 23 clinics in two years, all of which stayed",
         "Built the territory Austria from nothing to 1.4 million euro",
         "Wrote the tender answers the whole team now starts from",
         "Held the hand of forty practices through a change of software",
         "Brought product and sales to one table every fortnight",
         "Kept churn below three per cent in a hard year"),
        (*TRADE, *CARE), (("BSc", "Business Administration"), ("MA", "Health Economics"), ("BA", "European Studies")),
        GENERAL_SCHOOLS, "Selling complicated things honestly"),
    "logistics": Field(
        ("Warehouse Assistant", "Warehouse Clerk", "Logistics Coordinator", "Shift Lead Warehouse"),
        ("SAP", "Excel", "Forklift licence", "Inventory", "Shipping", "Scheduling", "Planning", "Quality control"),
        ("Brought the time from receipt to shelf from two days to five hours",
         "Counted 14,000 positions with two missing",
         "Set up the returns desk of a web shop",
         "Planned the tours of nine vans",
         "Organised the move of a warehouse over one weekend",
         "Looked after spare parts for 300 kinds of device"),
        TRADE, (("Ausbildung", "Fachkraft für Lagerlogistik"), ("BSc", "Logistics"), ("Ausbildung", "Industriekaufmann")),
        ("OSZ Berlin", "TH Wildau", "FH Steyr", "Universität Leipzig"), "Everything where it belongs"),
    "data": Field(
        ("Research Assistant", "Junior Analyst", "Data Analyst", "Senior Data Analyst"),
        ("SQL", "Python", "R", "Statistics", "Tableau", "Excel", "PostgreSQL", "Data protection"),
        ("Found out why a third of all trials ended on day nine",
         "Built the weekly page the managing board really reads",
         "Replaced eleven spreadsheets by one query",
         "Designed and analysed experiments with 200,000 customers",
         "Explained confidence intervals to sales, with success",
         "Cleaned fifteen years of measurements for a publication"),
        (*TECH, *TRADE[:4]), (("MSc", "Statistics"), ("BSc", "Economics"), ("MSc", "Psychology"), ("PhD", "Physics")),
        GENERAL_SCHOOLS, "Numbers with their uncertainty"),
}  # fmt: skip
SCHOOLS_OF: dict[str, tuple[str, ...]] = {
    "Ausbildung": ("OSZ Handel Berlin", "Berufsschule Linz", "Berufliches Schulzentrum Leipzig", "Berufsschule Graz"),
    "Meisterbrief": ("Akademie für Hörakustik Lübeck",),
    "Diplôme d'État": ("Université Claude Bernard Lyon 1",),
    "PhD": TECHNICAL_SCHOOLS,
}
"""Degrees that only certain schools give."""
LANGUAGE_NAMES = {"DE": "German", "AT": "German", "FR": "French", "GB": "English", "ES": "Spanish", "IT": "Italian",
                  "PL": "Polish", "PT": "Portuguese", "NL": "Dutch", "CZ": "Czech"}  # fmt: skip


def invent(identity: Identity, field_name: str, rng: random.Random, today: date) -> Person:
    """A working life of 2 to 24 years that leads up to `today`."""
    field = FIELDS[field_name]
    years = min(24, 2 + int(rng.expovariate(1 / 7)))
    graduated = today.year - years
    degree, subject = rng.choice(field.degrees)
    posts = tuple(_posts(identity, field, rng, graduated, today))
    return Person(
        identity=identity,
        field=field_name,
        headline=f"{posts[0].title} · {field.headline}" if rng.random() < 0.5 else "",
        posts=posts,
        school=rng.choice(SCHOOLS_OF.get(degree, field.schools)),
        degree=degree,
        subject=subject,
        graduated=graduated,
        skills=tuple(rng.sample(field.skills, rng.randint(4, min(7, len(field.skills))))),
        languages=tuple(_languages(identity, rng)),
    )


def _posts(identity: Identity, field: Field, rng: random.Random, graduated: int, today: date) -> list[Post]:
    """Newest first, one after the other, the first in the year of the degree."""
    months = graduated * 12 + rng.randint(7, 10)
    last = today.year * 12 + today.month - 1
    spans: list[tuple[int, int | None]] = []
    while last - months > 14 and len(spans) < 4:
        length = rng.randint(14, 58)
        if last - (months + length) < 10:
            break
        spans.append((months, months + length - 1))
        months += length + rng.choice((0, 0, 0, 1, 3))
    spans.append((min(months, last - 1), None))
    employers = rng.sample(field.employers, len(spans))
    deeds = rng.sample(field.deeds, min(len(field.deeds), 2 * len(spans)))
    posts = []
    for number, (begin, end) in enumerate(spans):
        title = field.titles[min(len(field.titles) - 1, number + (1 if number == len(spans) - 1 and begin < last - 60 else 0))]
        mine = deeds[number * 2 : number * 2 + 2] or [rng.choice(field.deeds)]
        posts.append(Post(title, employers[number], identity.city, _month(begin), _month(end) if end else None, tuple(mine)))
    return posts[::-1]


def _month(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1


def _languages(identity: Identity, rng: random.Random) -> list[tuple[str, str]]:
    home = LANGUAGE_NAMES.get(identity.country, "English")
    spoken = [(home, "native")]
    if home != "English":
        spoken.append(("English", rng.choice(("B2", "C1", "C1", "fluent"))))
    if home not in ("German",) and rng.random() < 0.4:
        spoken.append(("German", rng.choice(("A2", "B1", "B2"))))
    if home not in ("French",) and rng.random() < 0.25:
        spoken.append(("French", rng.choice(("B1", "B2", "C1"))))
    return spoken
