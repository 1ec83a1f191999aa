"""Tokens of links: two numbers behind a keyed permutation, spelled in eleven characters.

A token tells nothing and cannot be guessed: without the key the numbers of one message are as
likely as those of any other, and of 2^64 tokens an installation uses some millions. It needs no
place in the store.

The permutation is a Feistel network of ten rounds, as FF1 has (NIST SP 800-38G, section 5.1), whose
round function is keyed BLAKE2b (RFC 7693). Base 58 leaves out the letters and figures that look
alike (0, O, I, l) and has no sign at which a handset may end a link; all its characters take one
septet.
"""

import hashlib
from collections.abc import Callable

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH = 11  # characters: 58^11 is more than 2^64
ROUNDS = range(10)
OCTETS = 4  # of each of the two numbers
MASK = 2 ** (8 * OCTETS) - 1
PLACES = {char: place for place, char in enumerate(ALPHABET)}


def speller(key: bytes, first: int) -> Callable[[int], str]:
    """Return a function from a second number to the token of ``first`` and it.

    Both are below 2^32. ``key`` has 16 to 64 octets.
    """
    rounds = _rounds(key)
    begun = rounds[0](first)  # begun once for all tokens that share the first number

    def spelled(second: int) -> str:
        left, right = first, second ^ begun
        for turn in rounds[1:]:
            left, right = right, left ^ turn(right)
        return _spelled(left << 8 * OCTETS | right)

    return spelled


def read(key: bytes, token: str) -> tuple[int, int] | None:
    """Return the two numbers of a token, or ``None``: it was not spelled so.

    A token that was made up, or spelled under another key, gives any two numbers.
    """
    number = _number(token)
    if number is None:
        return None
    left, right = number >> 8 * OCTETS, number & MASK
    rounds = _rounds(key)
    for turn in reversed(rounds[1:]):
        left, right = right ^ turn(left), left
    return left, right ^ rounds[0](left)


def _rounds(key: bytes) -> list[Callable[[int], int]]:
    return [_round(key, place) for place in ROUNDS]


def _round(key: bytes, place: int) -> Callable[[int], int]:
    """Return the function of one round, from one half to what the other is mixed with."""
    begun = hashlib.blake2b(key=key, digest_size=OCTETS, person=b"link", salt=bytes((place,)))

    def turned(half: int) -> int:
        mixed = begun.copy()
        mixed.update(half.to_bytes(OCTETS, "big"))
        return int.from_bytes(mixed.digest(), "big")

    return turned


def _spelled(number: int) -> str:
    found = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        found.append(ALPHABET[place])
    return "".join(reversed(found))


def _number(token: str) -> int | None:
    if len(token) != LENGTH or not all(char in PLACES for char in token):
        return None
    number = 0
    for char in token:
        number = number * len(ALPHABET) + PLACES[char]
    return number if number <= MASK << 8 * OCTETS | MASK else None
