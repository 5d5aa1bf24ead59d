"""A key for one machine, made on first use, so that nobody runs with a key from the source."""

import os
import secrets
from pathlib import Path


def local_secret(folder: Path) -> str:
    """The secret key of this machine, kept in `folder` and readable by its owner alone."""
    path = folder / "secret_key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
    # Two processes may start at once: the one that creates the file decides, complete or not at all.
    draft = folder / f"secret_key.{os.getpid()}.{secrets.token_hex(4)}"
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii")
