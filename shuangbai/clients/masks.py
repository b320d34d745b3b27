"""How secrets of a person look until somebody asks for them with a reason."""

from shuangbai.kernel import identity as numbers


def identity(number: str) -> str:
    return numbers.mask(number)


def phone(number: str) -> str:
    """Keeps what tells two numbers of one family apart: 138****5678."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 7 else "••••"


def account(number: str) -> str:
    """The last four, by which people tell their cards apart."""
    return f"•••• {number[-4:]}" if len(number) >= 8 else "••••"


DIGITS_OF_A_NUMBER = 6
"""So many digits in a search can only be meant as a number of a person."""


def typed(q: str) -> str:
    """What somebody searched for, as the audit trail may keep it."""
    digits = sum(letter.isdigit() for letter in q)
    if digits < DIGITS_OF_A_NUMBER:
        return q
    return "".join("*" if letter.isdigit() else letter for letter in q)
