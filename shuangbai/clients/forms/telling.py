"""How a Problem that an action raised is said in the form that was sent."""

from shuangbai.kernel.telling import telling

__all__ = ["telling"]
