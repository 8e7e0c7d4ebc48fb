"""Check that images with a palette show what the images before showed."""

import random
import struct
import zlib

import pytest

from tools.screenshots.palette import _chunk, _chunks, _paeth, with_palette

SIGNATURE = b"\x89PNG\r\n\x1a\n"
Row = list[bytes]


def encoded(rows: list[Row], size: int, kinds: list[int]) -> bytes:
    """Write a PNG whose rows have these filters, as Chromium does."""
    above, raw = bytes(len(rows[0]) * size), b""
    for row, kind in zip(rows, kinds, strict=True):
        line = b"".join(pixel + b"\xff" * (size - 3) for pixel in row)
        raw += bytes([kind]) + bytes(
            (value - guess(kind, line, above, at, size)) & 0xFF for at, value in enumerate(line)
        )
        above = line
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2 if size == 3 else 6, 0, 0, 0)
    data = zlib.compress(raw)
    parts = [(b"IHDR", header), (b"IDAT", data[:9]), (b"IDAT", data[9:]), (b"IEND", b"")]
    return SIGNATURE + b"".join(_chunk(name, content) for name, content in parts)


def guess(kind: int, line: bytes, above: bytes, at: int, size: int) -> int:
    left = line[at - size] if at >= size else 0
    corner = above[at - size] if at >= size else 0
    return [0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner)][kind]


def shown(png: bytes) -> list[Row]:
    """Return the pixels of an image with a palette and without filters."""
    chunks = _chunks(png)
    width, _, depth, kind, *_ = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, kind) == (8, 3)
    palette, raw = chunks[b"PLTE"], zlib.decompress(chunks[b"IDAT"])
    lines = [raw[at : at + width + 1] for at in range(0, len(raw), width + 1)]
    assert {line[0] for line in lines} == {0}
    return [[palette[3 * number : 3 * number + 3] for number in line[1:]] for line in lines]


@pytest.mark.parametrize("size", [3, 4])
def test_an_image_of_few_colours_stays_as_it_is(size: int, rng: random.Random) -> None:
    colours = [rng.randbytes(3) for _ in range(200)]
    rows = [[rng.choice(colours) for _ in range(40)] for _ in range(10)]
    assert shown(with_palette(encoded(rows, size, [0, 1, 2, 3, 4] * 2))) == rows


def test_the_nearest_of_the_frequent_colours_replaces_others() -> None:
    frequent = [bytes([value, 0, 0]) for value in range(0, 256, 2)] + [
        bytes([value, 9, 9]) for value in range(128)
    ]
    rows = [frequent, frequent, [bytes([77, 0, 1]), *frequent[1:]]]
    (*_, last) = shown(with_palette(encoded(rows, 3, [0, 0, 0])))
    assert last[0] in {bytes([76, 0, 0]), bytes([78, 0, 0])}
    assert last[1:] == frequent[1:]


def test_other_kinds_of_images_are_refused() -> None:
    header = struct.pack(">IIBBBBB", 1, 1, 16, 2, 0, 0, 0)
    with pytest.raises(ValueError, match="does not write"):
        with_palette(SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(7))))
