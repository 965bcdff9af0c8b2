"""A simulator of whole histories: the real engine over systems in memory, everything drawn from one seed."""
