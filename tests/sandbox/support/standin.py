"""Start the stand-in as a process of its own, for any test that needs a payment processor."""

import json
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import stripe

ROOT = Path(__file__).resolve().parents[3]


class ControlError(AssertionError):
    """A control call was refused; ``status`` and ``answer`` say why."""

    def __init__(self, status: int, answer: dict):
        super().__init__(f"{status}: {answer}")
        self.status, self.answer = status, answer


@dataclass
class StandIn:
    """A running stand-in. ``control("sessions/cs_…/pay")`` posts to its control plane and returns the JSON."""

    url: str
    secret_key: str
    webhook_secret: str
    control_token: str = field(repr=False)
    process: subprocess.Popen = field(repr=False)

    def control(self, path: str, method: str = "POST", /, **arguments) -> dict:
        """Call ``/_control/<path>``; raises ``ControlError`` for anything but 200."""
        request = urllib.request.Request(
            f"{self.url}/_control/{path}",
            data=json.dumps(arguments).encode() if method == "POST" else None,
            headers={"X-Control-Token": self.control_token, "Content-Type": "application/json"},
            method=method,
        )
        try:
            with _direct().open(request, timeout=90) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            raise ControlError(refused.code, json.loads(refused.read())) from None

    def client(self, **options) -> stripe.StripeClient:
        """The real SDK pointed here, as the application uses it."""
        options = {"max_network_retries": 2, "http_client": stripe.RequestsClient(timeout=(5, 20))} | options
        return stripe.StripeClient(self.secret_key, base_addresses={"api": self.url}, **options)

    def stop(self) -> None:
        """End the process; quietly when it has ended already."""
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        self.process.stdout.close()


def start_standin(webhook_url: str | None = None, *options: str) -> StandIn:
    """Start ``python -m sandbox`` on a free port with random secrets; further ``options`` go to its command line."""
    stripe.enable_telemetry = False  # the SDK would write a file into the home directory
    key, secret, token = (f"{prefix}{secrets.token_hex(12)}" for prefix in ("sk_test_standin_", "whsec_", "ctl_"))
    command = [sys.executable, "-m", "sandbox", "--port", "0", *options]
    if webhook_url:
        command += ["--webhook-url", webhook_url]
    environment = os.environ | {
        "STANDIN_SECRET_KEY": key,
        "STANDIN_WEBHOOK_SECRET": secret,
        "STANDIN_CONTROL_TOKEN": token,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    url = process.stdout.readline().strip()
    if not url:
        raise RuntimeError(f"The stand-in did not start (exit {process.wait(5)}).")
    return StandIn(url, key, secret, token, process)


def _direct() -> urllib.request.OpenerDirector:
    """Without the environment's proxies: this never leaves the machine."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))
