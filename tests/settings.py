"""The settings of a test process: the product's own.

Loaded before any app, this is also where bytecode is kept. Where the environment forbids writing it beside the code (as
images for containers do), every process would compile Django anew, which takes longer than most files of tests.

And it is where garbage is left lying longer: the hundreds of thousands of objects of loaded modules are none, and
looking them through every few requests took a quarter of the suite.
"""

import gc
import getpass
import os
import sys
import tempfile
from pathlib import Path

gc.set_threshold(20_000, 20, 20)
if sys.dont_write_bytecode:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(tempfile.gettempdir()) / f"solidarity-tests-{getpass.getuser()}" / "bytecode")
    # For the processes a test starts.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix

from config.settings import *  # noqa: E402, F403
