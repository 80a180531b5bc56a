"""The employer's colour, whatever it is, can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.colours import DARK_PAGE, DARK_TINT, LIGHT_PAGE, LIGHT_TINT, brand_shades, contrast, is_colour

pytestmark = pytest.mark.no_app


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_is_readable_in_both_appearances(number: int) -> None:
    light, dark = brand_shades(f"#{number:06x}")
    assert contrast(light.accent, LIGHT_PAGE) >= 3
    assert contrast(dark.accent, DARK_PAGE) >= 4.5
    for shades, tint in ((light, LIGHT_TINT), (dark, DARK_TINT)):
        assert contrast(shades.accent, shades.on_accent) >= 4.5
        assert contrast(shades.text, tint) >= 4.5
        assert is_colour(shades.accent) and is_colour(shades.text)


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "#1234567", "#123456\n", "#123456;}", " #123456"])
def test_only_six_digits_are_a_colour(text: str) -> None:
    assert not is_colour(text)
