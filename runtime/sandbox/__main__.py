"""`python -m runtime.sandbox [--seed NAME] [--system NAME …] [--database PATH]`: until stdin ends or a signal comes.

The six described systems run, and a plain one for each further name. One line of JSON on stdout says where they are.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from pathlib import Path

from runtime.sandbox.people import SEEDS
from runtime.sandbox.plain import NAME
from runtime.sandbox.servers import SandboxSet


def main(words: list[str] | None = None) -> None:
    """Start, say where, wait, stop. `words` stand for the command line."""
    parser = argparse.ArgumentParser(prog="python -m runtime.sandbox", description=__doc__)
    parser.add_argument("--seed", choices=sorted(SEEDS), default="people", help="what the systems start with")
    parser.add_argument(
        "--system", action="append", default=[], metavar="NAME", help="serve this one too, as plain REST with JSON"
    )
    parser.add_argument("--database", type=Path, help="Customerp is a new SQLite database at this path, not REST")
    arguments = parser.parse_args(words)
    wrong = [name for name in arguments.system if not NAME.fullmatch(name)]
    if wrong:
        parser.error(f"{wrong[0]!r} cannot be a system's name: lower-case letters, digits and _, a letter first")
    leaving = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: leaving.set())
    with SandboxSet(arguments.seed, arguments.system, arguments.database) as sandbox:
        print(json.dumps(sandbox.systems), flush=True)
        threading.Thread(target=_wait_for_end_of_input, args=(leaving,), daemon=True).start()
        leaving.wait()


def _wait_for_end_of_input(leaving: threading.Event) -> None:
    """Read past Python's buffers, whose lock must be free when the interpreter ends."""
    try:
        while os.read(sys.stdin.fileno(), 4096):
            continue
    except (OSError, ValueError, AttributeError):
        pass
    leaving.set()


if __name__ == "__main__":
    main()
