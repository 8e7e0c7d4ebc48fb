"""Makes PNG files small: with a palette of 256 colours instead of three bytes for each pixel."""

import struct
import zlib
from collections import Counter

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST = 256
_DEPTH = 8  # bits

Colour = bytes


def with_palette(png: bytes) -> bytes:
    """Return the image with its 256 most frequent colours; the nearest of them replaces each other one.

    The image must have three or four bytes for each pixel and no interlacing, as Chromium writes it.
    """
    width, height, rows = _pixels(png)
    palette = [colour for colour, _ in Counter(pixel for row in rows for pixel in row).most_common(_MOST)]
    number = {colour: place for place, colour in enumerate(palette)}
    lines = bytearray()
    for row in rows:
        lines.append(0)  # no filter: neighbouring numbers of colours have nothing in common
        lines.extend(_number_of(pixel, palette, number) for pixel in row)
    header = struct.pack(">IIBBBBB", width, height, _DEPTH, 3, 0, 0, 0)
    parts = {
        b"IHDR": header,
        b"PLTE": b"".join(palette),
        b"IDAT": zlib.compress(bytes(lines), 9),
        b"IEND": b"",
    }
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in parts.items())


def _number_of(pixel: Colour, palette: list[Colour], number: dict[Colour, int]) -> int:
    if pixel not in number:
        number[pixel] = min(range(len(palette)), key=lambda place: _distance(pixel, palette[place]))
    return number[pixel]


def _distance(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _pixels(png: bytes) -> tuple[int, int, list[list[Colour]]]:
    """Return width, height, and each row's pixels without their opacity."""
    chunks = _chunks(png)
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    size = {2: 3, 6: 4}[kind]
    if depth != _DEPTH or interlaced:
        raise ValueError("Chromium does not write such PNG files.")
    raw, step = zlib.decompress(chunks[b"IDAT"]), width * size
    rows, above = [], bytes(step)
    for start in range(0, len(raw), step + 1):
        above = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + step]), above, size)
        rows.append([above[at : at + 3] for at in range(0, step, size)])
    return width, height, rows


def _unfiltered(kind: int, row: bytearray, above: bytes, size: int) -> bytes:
    """Undo a row's filter (PNG specification, 9.2)."""
    for at in range(len(row)):
        left = row[at - size] if at >= size else 0
        corner = above[at - size] if at >= size else 0
        guess = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind]
        row[at] = (row[at] + guess) & 0xFF
    return bytes(row)


def _paeth(left: int, above: int, corner: int) -> int:
    estimate = left + above - corner
    return min((left, above, corner), key=lambda each: abs(estimate - each))


def _chunks(png: bytes) -> dict[bytes, bytes]:
    chunks: dict[bytes, bytes] = {}
    at = len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name = png[at + 4 : at + 8]
        chunks[name] = chunks.get(name, b"") + png[at + 8 : at + 8 + length]
        at += length + 12
    return chunks


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
