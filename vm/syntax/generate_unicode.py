#!/usr/bin/python3
"""Writes unicode_ranges.h: code points of ID_Start and ID_Continue, from Python's Unicode database.

Both are derived as Unicode's annex 31 defines them, from general categories and the short property
lists below. Run by hand when a newer Unicode is wanted: ./generate_unicode.py > unicode_ranges.h
"""

import sys
import unicodedata

# PropList.txt: Other_ID_Start, Other_ID_Continue, and the letters that are Pattern_Syntax.
OTHER_START = {0x1885, 0x1886, 0x2118, 0x212E, 0x309B, 0x309C}
OTHER_CONTINUE = {0x00B7, 0x0387, 0x19DA} | set(range(0x1369, 0x1372))
PATTERN_SYNTAX_LETTERS = {0x2E2F}
START = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"}
CONTINUE = {"Mn", "Mc", "Nd", "Pc"}


def is_start(point, category):
    return (category in START or point in OTHER_START) and point not in PATTERN_SYNTAX_LETTERS


def ranges(points):
    result = []
    for point in points:
        if result and result[-1][1] == point - 1:
            result[-1][1] = point
        else:
            result.append([point, point])
    return result


def write(name, comment, points):
    print(f"// {comment}")
    print(f"static const struct code_point_range {name}[] = {{")
    line = "   "
    for first, last in ranges(points):
        item = f" {{0x{first:X}, 0x{last:X}}},"
        if len(line) + len(item) > 100:
            print(line)
            line = "   "
        line += item
    print(line)
    print("};")


def main():
    start, other = [], []
    for point in range(0x80, sys.maxunicode + 1):
        category = unicodedata.category(chr(point))
        if is_start(point, category):
            start.append(point)
        elif category in CONTINUE or point in OTHER_CONTINUE:
            other.append(point)
    print("// Written by generate_unicode.py from Unicode " + unicodedata.unidata_version + ".")
    print("// clang-format off")
    write("id_start", "ID_Start from U+0080 on.", start)
    write("id_continue_only", "ID_Continue from U+0080 on, without ID_Start.", other)
    print("// clang-format on")


if __name__ == "__main__":
    main()
