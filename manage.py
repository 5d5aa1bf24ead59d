#!/usr/bin/env python
"""Run a management command: `manage.py help` lists them, `docs/commands.md` describes them."""

import gc
import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    gc.set_threshold(20_000, 20, 20)  # loaded modules are no garbage: looking for it often takes a sixth of the start
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
