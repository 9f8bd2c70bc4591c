#!/usr/bin/python3
"""Writes case_tables.h from Python's Unicode data: full case mappings, Final_Sigma's sets."""

import sys
import unicodedata

LAST = 0x10FFFF
POINTS = [point for point in range(LAST + 1) if not 0xD800 <= point <= 0xDFFF]


def mapping_runs(convert):
    """Runs (first, last, step, delta) of code points that map to one by a common distance."""
    runs = []
    for point in POINTS:
        mapped = convert(chr(point))
        if len(mapped) != 1 or ord(mapped) == point:
            continue
        delta = ord(mapped) - point
        if runs and runs[-1][3] == delta:
            first, last, step, _ = runs[-1]
            distance = point - last
            if distance <= 2 and (first == last or distance == step):
                runs[-1] = (first, point, distance, delta)
                continue
        runs.append((point, point, 1, delta))
    return runs


def expansions(convert):
    """Code points that map to several."""
    mapped = ((point, [ord(c) for c in convert(chr(point))]) for point in POINTS)
    return [(point, points) for point, points in mapped if len(points) > 1]


def ranges(accepts):
    found = []
    for point in POINTS:
        if not accepts(chr(point)):
            continue
        if found and found[-1][1] == point - 1:
            found[-1] = (found[-1][0], point)
        else:
            found.append((point, point))
    return found


def ends_finally(text):
    """Python's lower() applies Final_Sigma, which tells the two sets apart."""
    return (text + "\u03a3").lower().endswith("\u03c2")


def is_ignorable(character):
    return ends_finally("A" + character) and not ends_finally("\u03a9\u0021" + character)


def is_cased(character):
    return ends_finally(character)


def emit(header, rows):
    print(header + " = {")
    line = "   "
    for row in rows:
        if len(line) + len(row) + 2 > 98:
            print(line)
            line = "   "
        line += " " + row + ","
    print(line)
    print("};")


def main():
    version = unicodedata.unidata_version
    print(f"// Case mappings of Unicode {version}. Made by generate_case.py.")
    print("// clang-format off")
    for name, convert in (("upper", str.upper), ("lower", str.lower)):
        emit(f"static const struct case_run {name}_runs[]",
             [f"{{0x{a:X}, 0x{b:X}, {s}, {d}}}" for a, b, s, d in mapping_runs(convert)])
        emit(f"static const struct case_expansion {name}_expansions[]",
             [f"{{0x{point:X}, {{{', '.join(f'0x{c:X}' for c in points)}}}}}"
              for point, points in expansions(convert)])
    emit("static const struct case_range ignorable_ranges[]",
         [f"{{0x{a:X}, 0x{b:X}}}" for a, b in ranges(is_ignorable)])
    emit("static const struct case_range cased_ranges[]",
         [f"{{0x{a:X}, 0x{b:X}}}" for a, b in ranges(is_cased)])
    print("// clang-format on")


if __name__ == "__main__":
    sys.exit(main())
