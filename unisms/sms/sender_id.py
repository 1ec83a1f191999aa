"""What a handset may show as origin: a word, or a number.

3GPP TS 23.040 §9.1.2.5 gives an originating address ten octets: a word of the GSM 7-bit default alphabet (3GPP TS
23.038 §6.2.1), eleven septets of seven bits, or twenty digits of half an octet each, with a plus before an
international number. Of the alphabet, letters, digits and single blanks between them are taken: operators refuse
other signs.
"""

import re

from unisms.sms.encoding import ALPHABETS

LONGEST_WORD = 11  # septets
LONGEST_NUMBER = 20  # digits
_NUMBER = re.compile(r"\+?[0-9]+")
_LETTERS = {sign for sign in ALPHABETS["gsm"].basic if sign.isalnum()}


def problem_of(sender_id: str) -> str:
    """Why no handset can show this: ``empty``, ``signs`` or ``long``; empty when it can."""
    if not sender_id:
        return "empty"
    if _NUMBER.fullmatch(sender_id):
        return "long" if len(sender_id.removeprefix("+")) > LONGEST_NUMBER else ""
    if not all(set(word) <= _LETTERS and word for word in sender_id.split(" ")):
        return "signs"
    return "long" if len(sender_id) > LONGEST_WORD else ""
