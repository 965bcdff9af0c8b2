"""The ObjectPairs of each document, ready to run."""
