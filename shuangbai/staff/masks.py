"""How a worker's numbers look until somebody asks for them with a reason."""

from shuangbai.kernel import identity as numbers


def identity(number: str) -> str:
    return numbers.mask(number)


def phone(number: str) -> str:
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 7 else "••••"
