"""Local servers that answer on real sockets the way the vendors document their systems to answer."""
