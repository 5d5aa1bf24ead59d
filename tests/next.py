"""What `make check-next` runs: the checks and the SQLite tests on the newest Python and Django there are.

What fails here fails for us some day: nothing depends on it, and nobody has to mend it today. It works in a virtual
environment of its own. `NEXT_PYTHON` names another Python than the newest that can be had.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv-next"
UV = [str(Path(sys.executable).parent / "uv"), "--quiet"]
#: Whatever the requirements ask for, these are taken as new as they come.
UNBOUND = ("django",)
BEFORE_RELEASE = re.compile(r"\d(a|b|rc)\d|\+")


def newest_python() -> str:
    """The newest released Python: one that can be fetched, else the newest on this machine."""
    subprocess.run([*UV, "python", "install"], stderr=subprocess.DEVNULL)  # without a network there is none to fetch
    listed = subprocess.run(
        [*UV, "python", "list", "--only-installed"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    found = [line.split()[:2] for line in listed if line.startswith("cpython-")]
    return next(path for name, path in found if not BEFORE_RELEASE.search(name.split("-")[1]))


def install(python: str) -> None:
    """A fresh environment with everything the requirements name, in its newest version."""
    subprocess.run([*UV, "venv", "--clear", "--python", python, str(FOLDER)], check=True)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as unbound:
        unbound.write("\n".join(UNBOUND))
        unbound.flush()
        command = [*UV, "pip", "install", "--python", str(FOLDER / "bin" / "python"), "-r", "requirements-dev.in"]
        subprocess.run([*command, "--overrides", unbound.name], cwd=ROOT, check=True)


def main(arguments: list[str]) -> int:
    install(os.environ.get("NEXT_PYTHON") or newest_python())
    python = str(FOLDER / "bin" / "python")
    told = "import platform, django; print(f'Python {platform.python_version()}, Django {django.__version__}')"
    subprocess.run([python, "-c", told], check=True)
    pytest = ["-m", "pytest", "-q", "-n", os.environ.get("TEST_PROCESSES", "auto"), "--dist", "worksteal"]
    steps = [["-Wa", "manage.py", "check"], [*pytest, "-m", "not browser and not long", *arguments]]
    return max([subprocess.run([python, *step], cwd=ROOT).returncode for step in steps])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
