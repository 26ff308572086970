"""How alike two names are spelt."""

from __future__ import annotations


def one_slip(a: str, b: str) -> bool:
    """Whether one slip of the pen parts two words: a letter left out, put in, changed, or two neighbours swapped."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    x, y = a[start:], b[start:]
    return x[1:] == y or x == y[1:] or x[1:] == y[1:] or (x[:2] == y[1::-1] and len(y) > 1 and x[2:] == y[2:])
