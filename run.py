"""Set up and run: `python3 run.py demo`, `python3 run.py test`. Standard library only.

Makes `.venv` beside this file, installs the pinned versions into it whenever pyproject.toml or constraints.txt
changed, and calls the real command. Anything after the first word is passed on.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
COMMANDS = {
    "demo": ["-m", "compiler.cli", "demo"],
    "test": ["-m", "pytest"],
    "flowc": ["-m", "compiler.cli"],
}


def main() -> int:
    if sys.version_info < (3, 11):
        print("flowc needs Python 3.11 or newer; this is " + sys.version.split()[0], file=sys.stderr)
        return 2
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: python3 run.py {{{','.join(COMMANDS)}}} [arguments]", file=sys.stderr)
        return 2
    if not _is_ready():
        _install()
    command = [str(PYTHON), *COMMANDS[sys.argv[1]], *sys.argv[2:]]
    try:
        return subprocess.call(command, cwd=ROOT)
    except KeyboardInterrupt:
        return 130


def _stamp() -> str:
    parts = [sys.version, *((ROOT / name).read_text() for name in ("pyproject.toml", "constraints.txt"))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _is_ready() -> bool:
    stamp = VENV / "flowc-stamp"
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == _stamp()


def _install() -> None:
    """A fresh environment. uv does it in a second; else the interpreter's own pip, aimed at the environment."""
    print("setting up .venv (once, and again when the pinned versions change) ...", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    wanted = ["--constraint", str(ROOT / "constraints.txt"), "--editable", f"{ROOT}[dev]"]
    if uv:
        _call([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
        _call([uv, "pip", "install", "--quiet", "--python", str(PYTHON), *wanted])
    else:
        _need("venv", "python3-venv")
        _need("pip", "python3-pip")
        _call([sys.executable, "-m", "venv", "--without-pip", str(VENV)])
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON), "--disable-pip-version-check"]
        _call([*pip, "install", "--quiet", *wanted])
    (VENV / "flowc-stamp").write_text(_stamp())


def _need(module: str, package: str) -> None:
    found = subprocess.call(
        [sys.executable, "-m", module, "--help"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    if found != 0:
        sys.exit(f"python3 lacks {module}; on Debian: sudo apt-get install -y {package}")


def _call(command: list[str]) -> None:
    if subprocess.call(command) != 0:
        sys.exit(f"set-up failed: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main())
