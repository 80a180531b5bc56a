"""Sources that Perennial writes itself are said in the reader's language; what people wrote stays theirs."""

import pytest
from flask_babel import force_locale

from app.candidates.wording import source_name


@pytest.mark.parametrize(
    ("source", "english", "german"),
    [
        ("careers site", "Careers site", "Karriereseite"),
        ("referral", "Referral", "Empfehlung"),
        ("Fair in Leipzig", "Fair in Leipzig", "Fair in Leipzig"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_a_source_is_said_in_the_readers_language(app, source, english, german):
    with app.test_request_context():
        with force_locale("en"):
            assert source_name(source) == english
        with force_locale("de"):
            assert source_name(source) == german
