"""Reads dataflow documents and the profiles of systems, and writes the typed Python that keeps those systems in sync."""
