"""What `make test-fast` runs: the tests of what differs from main, committed or not, for the minutes between edits.

Tests mirror the source, so a changed file names its tests. Changes to what every test stands on are for `make test`.
Arguments go to pytest: `python -m tests.fast -x`.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
#: Cheap, and about every file there is.
ALWAYS = ("tests/test_architecture.py", "tests/test_words.py")
#: Folders of templates that are called something else than the app whose views fill them.
FILLED_BY = {
    "account": "core/sign_in",
    "components": "core",
    "django": "core",
    "give": "donations",
    "mfa": "core/sign_in",
}
#: What no folder of tests mirrors, and the tests that read it.
READ_BY = {"docs": "tests/docs", "README.md": "tests/docs", "static": "tests/static"}
#: More files of tests than these are shared out among processes.
MANY = 3


def files_to_run(changed: Iterable[str], *, exists: Callable[[str], bool]) -> list[str]:
    """The files and folders of tests to run for some changed files, each once, none inside another."""
    wanted = {*ALWAYS, *(path for name in changed for path in _of(PurePosixPath(name), exists))}
    there = sorted(filter(exists, wanted))
    return [path for path in there if not any(str(above) in wanted for above in PurePosixPath(path).parents)]


def _of(path: PurePosixPath, exists: Callable[[str], bool]) -> list[str]:
    top = path.parts[0]
    if top in READ_BY:
        return [READ_BY[top]]
    if top == "templates":
        return ["tests/templates", *_of_template(path, exists)]
    if path.suffix != ".py" or len(path.parts) == 1:
        return []
    if top == "tests":
        return _of_test(path)
    mirror = "tests" / path.with_name(f"test_{path.name}")
    return [str(mirror)] if exists(str(mirror)) else _nearest(mirror.parent, exists)


def _of_template(path: PurePosixPath, exists: Callable[[str], bool]) -> list[str]:
    if len(path.parts) == 2:  # the frame of every page
        return _nearest(PurePosixPath("tests/core/views"), exists)
    app = PurePosixPath("tests", FILLED_BY.get(path.parts[1], path.parts[1]))
    return _nearest(app / "views", exists)


def _of_test(path: PurePosixPath) -> list[str]:
    """A file of tests is its own test; what helps some tests is tested by those of its folder."""
    if path.name.startswith("test_"):
        return [str(path)]
    return [str(path.parent)] if len(path.parts) > 2 else []


def _nearest(folder: PurePosixPath, exists: Callable[[str], bool]) -> list[str]:
    """A folder of tests, or the nearest one above it; all tests there are stand above too much to run here."""
    for place in (folder, *folder.parents):
        if len(place.parts) > 1 and exists(str(place)):
            return [str(place)]
    return []


def changed_files() -> list[str]:
    """What differs from where this branch left main, and files git does not know yet."""
    base = _git("merge-base", "main", "HEAD") or ["HEAD"]
    return [*_git("diff", "--name-only", base[0]), *_git("ls-files", "--others", "--exclude-standard")]


def _git(*arguments: str) -> list[str]:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True).stdout.splitlines()


def main(arguments: list[str]) -> int:
    paths = files_to_run(changed_files(), exists=lambda path: (ROOT / path).exists())
    print("\n".join(paths), flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not browser and not long"]
    if len(paths) > MANY or any((ROOT / path).is_dir() for path in paths):
        command += ["-n", "auto", "--dist", "worksteal"]
    return subprocess.run([*command, *arguments, *paths], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
