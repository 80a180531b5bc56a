"""The passwords of the demo's staff: made up once, written to a file only this account can read."""

import os
import secrets
from pathlib import Path

FILE = "demo-sign-ins"
WORDS = (  # noqa: SIM905 - a list of quoted words would be three pages
    "acorn alder amber anchor apple apron arbour badge baker balcony bamboo barley basil basket beacon beaver bench berry birch "
    "bison blanket blossom bonfire bottle boulder brass bridge bronze bucket butter button cabin cactus camel candle canoe "
    "canvas carpet castle cedar celery cellar chalk cherry chestnut chimney cinnamon circle clover cobalt coconut comet "
    "compass copper coral cotton cradle crane cricket crystal currant cymbal daisy dolphin domino dragon drum eagle easel "
    "ember emerald falcon feather fennel fern fiddle flannel flint forest fountain garden garlic gazelle ginger glacier goose "
    "granite grape hammer hammock harbour harvest hazel heather helmet heron honey hopper island ivory jasmine jigsaw juniper "
    "kayak kettle kitchen kitten ladder lagoon lantern lark laurel lemon lentil lilac linen lobster locket lotus magnet maple "
    "marble meadow melon mimosa mint mirror mitten mosaic mountain mulberry napkin nectar nettle nutmeg oasis oatmeal ocean "
    "olive onion orbit orchard otter oyster paddle panda papaya parsley peach pebble pelican pepper piano pigeon pillow pine "
    "planet plum pocket polar poppy prairie pumpkin puzzle quartz quill quilt rabbit radish raven ribbon river robin rocket "
    "rosemary saddle saffron sailor salmon sandal sapphire satchel scarf shadow shell silver spruce squirrel sunset swallow "
    "teapot thistle thunder timber tomato trumpet tulip tunnel turnip turtle umbrella valley vanilla velvet violet violin "
    "walnut walrus water willow window winter woollen yarrow zebra"
).split()
"""Easy to read aloud and to type; four of them and two digits are about 38 random bits, and sign-in is throttled."""

Row = tuple[str, str, str, str]


def new_password() -> str:
    """Like `heron-teapot-cobalt-maple-42`."""
    return "-".join([*(secrets.choice(WORDS) for _word in range(4)), f"{secrets.randbelow(90) + 10}"])


def write_sign_ins(directory: Path, people: list[Row], candidate_email: str) -> Path:
    """Keep role, name, address and password of each in a small table."""
    rows: list[Row] = [("Role", "Name", "E-mail", "Password"), *people]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines += [
        "",
        f"As a candidate: ask for a link at /me with {candidate_email}.",
        "All mail stays here: read it, and open the link, at /dev/mailbox.",
    ]
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    file, draft = directory / FILE, directory / f"{FILE}.{os.getpid()}"
    with open(draft, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream:
        stream.write("\n".join(lines) + "\n")
    draft.replace(file)
    return file
