"""``python -m sandbox``: start the stand-in and print where it is."""

import argparse
import os
import signal
import sys
from decimal import Decimal
from threading import Thread

from sandbox.config import HOST, BadSettings, Settings
from sandbox.server import Standin


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; 2 when the settings are refused."""
    given = vars(_parser().parse_args(arguments))
    try:
        standin = Standin(Settings(**given))
    except (BadSettings, OSError) as wrong:
        print(f"sandbox: {wrong}", file=sys.stderr)
        return 2
    for number in (signal.SIGTERM, signal.SIGINT):
        # From a thread of its own: shutdown waits for the loop that this very thread runs.
        signal.signal(number, lambda *_: Thread(target=standin.stop).start())
    print(standin.url, flush=True)
    standin.serve()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one and prints it")
    parser.add_argument("--host", default=HOST, help=f"{HOST}; anything else is refused")
    _secret(parser, "--secret-key", "STANDIN_SECRET_KEY", "starts with sk_test_standin_")
    _secret(parser, "--webhook-secret", "STANDIN_WEBHOOK_SECRET", "starts with whsec_")
    _secret(parser, "--control-token", "STANDIN_CONTROL_TOKEN", "opens /_control")
    parser.add_argument("--webhook-url", help="where events go, on this machine; may be set later by the control plane")
    parser.add_argument("--state", metavar="FILE.sqlite", help="keep the state in a file; in memory without")
    parser.add_argument("--fee-delay", type=float, default=5.0, metavar="SECONDS", help="until a charge's fee is known")
    parser.add_argument("--fee-percent", type=Decimal, default=Decimal("2.9"))
    parser.add_argument("--fee-fixed", type=int, default=30, metavar="CENTS")
    parser.add_argument("--settle-days", type=int, default=2, help="until money can be paid out")
    parser.add_argument("--business-name", default="A demonstration charity", help="shown on the hosted page")
    return parser


def _secret(parser, name: str, variable: str, help: str) -> None:
    default = os.environ.get(variable, "").strip()
    parser.add_argument(name, default=default, required=not default, help=f"{help}; or ${variable}")


if __name__ == "__main__":
    sys.exit(main())
