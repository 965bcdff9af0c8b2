"""Typed records of each system, and where they live."""
