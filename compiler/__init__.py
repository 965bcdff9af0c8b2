"""Reads dataflow documents and profiles of systems, and writes typed Python that keeps those systems in sync."""
