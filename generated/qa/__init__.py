"""The laws of each flow, ready for pytest."""
