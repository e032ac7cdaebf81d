"""Prints the dots that FreeType lights in one-bit mode, for the letters of standard input.

    python3 freetype_mono.py FONT PIXELS [fine]

One line for each letter: its code point, its advance, and each lit dot as column from the pen and row below the baseline
(-1 stands on it). From 24 pixels on FreeType follows curves in coarse steps, to be quick; with "fine" it does not.
"""

import sys

import freetype

HIGH_PRECISION = 0x100


def main(path, pixels, fine=None):
    face = freetype.Face(path)
    face.set_pixel_sizes(0, int(pixels))
    for letter in sys.stdin.buffer.read().decode("utf-8"):
        face.load_char(letter, freetype.FT_LOAD_TARGET_MONO)
        slot = face.glyph
        if fine:
            slot._FT_GlyphSlot.contents.outline.flags |= HIGH_PRECISION
        slot.render(freetype.FT_RENDER_MODE_MONO)
        bitmap = slot.bitmap
        rows, bits = bitmap.rows, bytes(bitmap.buffer)
        dots = [
            f"{slot.bitmap_left + column},{row - slot.bitmap_top}"
            for row in range(rows)
            for column in range(bitmap.width)
            if bits[row * bitmap.pitch + column // 8] & 0x80 >> column % 8
        ]
        print(ord(letter), slot.advance.x // 64, *dots)


main(*sys.argv[1:])
