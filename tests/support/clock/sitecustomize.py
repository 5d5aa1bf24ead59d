"""Python runs this first in every process the tests start: each lives at the moment `TEST_CLOCK` asked for."""

import os
import time
from datetime import UTC, datetime

import time_machine

if shift := float(os.environ.get("TEST_CLOCK_SHIFT", 0)):
    time_machine.travel(datetime.fromtimestamp(time.time() + shift, UTC), tick=True).start()
