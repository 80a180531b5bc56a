"""Skills by their usual names."""

import pytest

from app.intelligence.skills import all_skills, find_skills, knowing, listed_skills, normalise_skill

pytestmark = pytest.mark.no_app


def names(text: str, *, in_list: bool = False) -> list[str]:
    return [name for name, _ in find_skills(text, in_list=in_list)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("js", "JavaScript"),
        ("k8s", "Kubernetes"),
        ("golang", "Go"),
        ("C++", "C++"),
        ("c#", "C#"),
        ("C", "C"),
        ("dotnet", ".NET"),
        (".net core", ".NET Core"),
        ("NodeJS", "Node.js"),
        ("node.js", "Node.js"),
        ("Wundmanagement", "Wound care"),
        ("Staplerschein", "Forklift operation"),
        ("MS-Excel", "Microsoft Excel"),
        ("REST APIs", "REST APIs"),
        ("Underwater basket weaving", None),
        ("", None),
    ],
)
def test_other_names_lead_to_the_usual_one(typed: str, name: str | None) -> None:
    assert normalise_skill(typed) == name


def test_signs_belong_to_the_name() -> None:
    assert names("Services in C++, C# and ASP.NET Core on Node.js; some .NET.") == [
        "C++",
        "C#",
        "ASP.NET Core",
        "Node.js",
        ".NET",
    ]


def test_ordinary_words_count_only_where_skills_are_listed() -> None:
    sentence = (
        "Helped the team to go further, express ideas, rest in spring and excel at chess; swift reaction to rust."
    )
    assert names(sentence) == []
    assert listed_skills("Programming: Go, R, C, Swift, Rust, Excel") == [
        "Go",
        "R",
        "C",
        "Swift",
        "Rust",
        "Microsoft Excel",
    ]


def test_the_longest_name_wins_and_parts_of_words_do_not_count() -> None:
    assert names("Apache Kafka and Google Cloud Platform, not javascripting or pythonic") == [
        "Apache Kafka",
        "Google Cloud",
    ]


def test_each_skill_comes_once_with_its_line() -> None:
    text = "Built services in Python.\nMore Python and Django."
    assert find_skills(text) == [("Python", "Built services in Python."), ("Django", "More Python and Django.")]


def test_a_list_keeps_what_is_not_known_and_drops_levels() -> None:
    assert listed_skills("• Tools: AWS (EC2, S3), k8s – advanced, quilting, Python/Django") == [
        "AWS",
        "Amazon EC2",
        "Amazon S3",
        "Kubernetes",
        "quilting",
        "Python",
        "Django",
    ]


def test_the_list_is_long_and_no_name_stands_for_two_skills() -> None:
    owner: dict[str, str] = {}
    for skill in all_skills():
        for name in (skill.name, *skill.aliases):
            assert owner.setdefault(name.casefold(), skill.name) == skill.name
            assert normalise_skill(name) == skill.name, name
    assert len(all_skills()) > 1_500
    assert len({skill.category for skill in all_skills()}) > 15


def test_an_employers_own_names_are_found_while_they_are_known() -> None:
    text = "Ran Larkspur Fit sessions and HA fit audits"
    assert names(text) == []
    with knowing({"Larkspur Fit": "Larkspur Fit", "ha fit": "Hearing aid fitting", "!?": "Nothing"}):
        assert names(text) == ["Larkspur Fit", "Hearing aid fitting"]
        assert listed_skills("HA fit; larkspur fit") == ["Hearing aid fitting", "Larkspur Fit"]
        assert normalise_skill("!?") is None
    assert names(text) == []


def test_a_renamed_skill_is_called_as_the_employer_says_by_whatever_name_it_is_found() -> None:
    with knowing({"JavaScript": "Scripting"}):
        assert [normalise_skill(name) for name in ("js", "JavaScript", "ecmascript", "python")] == [
            "Scripting", "Scripting", "Scripting", "Python",
        ]  # fmt: skip
        assert names("Much JavaScript, some Python") == ["Scripting", "Python"]
