"""Tasks that tests ask for. What they did stands in the database, so that other processes' work is seen too."""

import os
import signal
import time

from core import audit, jobs


@jobs.task()
def note(*, text: str) -> dict:
    jobs.step(done=0, of=2, doing="Beginning")
    audit.record(None, "test.noted", reason=text)
    return {"text": f"Noted {text}.", "url": "/"}


@jobs.task()
def stumble() -> None:
    raise ZeroDivisionError("with a secret in it")


@jobs.task()
def refuse() -> None:
    raise jobs.Failed("The file is no longer there. Upload it again.")


@jobs.task()
def write_slowly(*, steps: int) -> None:
    for number in range(steps):
        jobs.step(done=number, of=steps, doing="Working")
        audit.record(None, "test.step", reason=str(number))
        time.sleep(0.02)


@jobs.task()
def die_once(*, flag: str) -> dict:
    """Kill the process the first time, after the work and before it could say so."""
    audit.record(None, "test.died")
    if not os.path.exists(flag):
        with open(flag, "w"):
            pass
        os.kill(os.getpid(), signal.SIGKILL)
    return {"text": "Done after all."}
