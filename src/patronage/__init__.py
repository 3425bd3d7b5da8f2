"""patronage: who backs whom, with what, how firmly, and what happens when the pressure rises."""

__version__ = "0.1.0"
