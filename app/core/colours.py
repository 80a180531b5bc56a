"""Colours given as #rrggbb: their contrast after WCAG, and shades of them that can be read on a page."""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
WHITE, BLACK = "#ffffff", "#000000"
LIGHT_PAGE, DARK_PAGE = "#ffffff", "#17191a"
LIGHT_TINT, DARK_TINT = "#e2e6e4", "#2e3432"
"""The least favourable backgrounds accent text stands on: tinted rows and raised cards."""


@dataclass(frozen=True)
class Shades:
    """A colour made fit for one appearance: as a surface, as text on that surface, and as text on the page."""

    accent: str
    on_accent: str
    text: str


def is_colour(text: str) -> bool:
    return bool(_COLOUR.fullmatch(text))


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(background: str) -> str:
    """Black or white, whichever reads better on `background`."""
    return max((WHITE, BLACK), key=lambda text: contrast(text, background))


def readable(colour: str, *, on: str, least: float = 4.5) -> str:
    """`colour`, or the nearest lighter or darker shade of it with a contrast of `least` on `on`."""
    if contrast(colour, on) >= least:
        return colour
    hue, lightness, saturation = rgb_to_hls(*_channels(colour))
    darker = _luminance(on) > 0.18
    steps = range(1, 101)
    shades = (lightness - step / 100 if darker else lightness + step / 100 for step in steps)
    for shade in shades:
        found = _hex(hls_to_rgb(hue, min(1.0, max(0.0, shade)), saturation))
        if contrast(found, on) >= least:
            return found
    return text_on(on)


def brand_shades(colour: str) -> tuple[Shades, Shades]:
    """`colour` for light and for dark pages. The surface stands out, both texts can be read (4.5 to 1)."""
    light, dark = readable(colour, on=LIGHT_PAGE, least=3), readable(colour, on=DARK_PAGE)
    return (
        Shades(light, text_on(light), readable(colour, on=LIGHT_TINT)),
        Shades(dark, text_on(dark), readable(colour, on=DARK_TINT)),
    )


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else float(((channel + 0.055) / 1.055) ** 2.4)
