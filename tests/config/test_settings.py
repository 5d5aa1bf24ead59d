"""What the settings refuse to start with."""

import os
import subprocess
import sys

import pytest

from tests.check import PRODUCTION, ROOT

RELAXED = {"SOLIDARITY_RELAXED_SIGN_IN": "1"}
SAYS = "SOLIDARITY_RELAXED_SIGN_IN is for the demo only"


@pytest.mark.parametrize(
    ("environment", "refused"),
    [
        ({**RELAXED}, True),
        ({**RELAXED, "SOLIDARITY_DEMO": "1"}, False),
        ({**RELAXED, **PRODUCTION}, True),
        ({**RELAXED, **PRODUCTION, "SOLIDARITY_DEMO": "1"}, True),
    ],
)
def test_the_second_factor_is_relaxed_for_the_demonstration_alone(environment, refused, tmp_path):
    usual = {name: value for name, value in os.environ.items() if not name.startswith("SOLIDARITY_")}

    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env={**usual, "SOLIDARITY_VAR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
    )

    assert (SAYS in done.stderr, done.returncode != 0) == (refused, refused)
