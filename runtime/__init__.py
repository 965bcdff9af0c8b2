"""What generated modules need to run: a vocabulary, a pure middle and a thin rim."""
