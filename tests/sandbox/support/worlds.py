"""A stand-in's world in memory, without a process: for tests of one module."""

from sandbox.config import Settings
from sandbox.world import World


def make_world(**settings) -> World:
    """An empty world with the usual fees and delays."""
    needed = {"secret_key": "sk_test_standin_x", "webhook_secret": "whsec_x", "control_token": "t"}
    return World(Settings(**needed | settings))
