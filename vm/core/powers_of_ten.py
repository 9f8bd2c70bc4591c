#!/usr/bin/python3
"""Writes powers_of_ten.def: the 128 leading bits of 10^-342 to 10^324, truncated."""

print("// POWER(exponent, high, low): the 128 leading bits of 10^exponent, truncated. Made by")
print("// powers_of_ten.py; exact from 10^0 to 10^55.")
for exponent in range(-342, 325):
    if exponent >= 0:
        power = 10**exponent
        bits = power.bit_length()
        leading = power << (128 - bits) if bits <= 128 else power >> (bits - 128)
    else:
        divisor = 10**-exponent
        leading = (1 << (divisor.bit_length() + 127)) // divisor
        if leading >> 128:
            leading >>= 1
    assert leading >> 127 == 1
    print(f"POWER({exponent}, 0x{leading >> 64:016x}, 0x{leading & (1 << 64) - 1:016x})")
