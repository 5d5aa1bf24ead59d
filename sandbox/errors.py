"""Stripe-shaped errors: the status, type, code, message and param that the real API answers with."""


class ApiError(Exception):
    """An error answer. ``kept`` says whether an idempotency key replays it (validation and rate limits are not)."""

    def __init__(
        self, message, *, status=400, type="invalid_request_error", code=None, param=None, kept=True, headers=None
    ):
        super().__init__(message)
        self.status, self.kept, self.headers = status, kept, headers or {}
        self.error = {"message": message, "type": type}
        if code:
            self.error["code"] = code
        if param:
            self.error["param"] = param

    @property
    def body(self) -> dict:
        return {"error": self.error}


def invalid(message: str, param: str | None = None, code: str | None = None) -> ApiError:
    """A parameter that fails validation: answered 400 and, as with Stripe, not kept under an idempotency key."""
    return ApiError(message, param=param, code=code, kept=False)


def unknown_parameters(paths: list[str]) -> ApiError:
    noun = "parameter" if len(paths) == 1 else "parameters"
    return invalid(f"Received unknown {noun}: {', '.join(paths)}", paths[0], "parameter_unknown")


def missing_parameter(path: str) -> ApiError:
    return invalid(f"Missing required param: {path}.", path, "parameter_missing")


def not_modelled(path: str) -> ApiError:
    """Stripe knows the parameter and the stand-in does not: refused, never ignored."""
    return invalid(f"This stand-in does not model `{path}`; Stripe does.", path)


def no_such(kind: str, identifier: str, param: str = "id", status: int = 404) -> ApiError:
    return ApiError(f"No such {kind}: '{identifier}'", status=status, code="resource_missing", param=param, kept=False)


def unrecognized_url(method: str, path: str) -> ApiError:
    return ApiError(f"Unrecognized request URL ({method}: {path}).", status=404, kept=False)


def no_key() -> ApiError:
    return ApiError(
        "You did not provide an API key. You need to provide your API key in the Authorization header, "
        "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
        status=401,
        kept=False,
        headers={"WWW-Authenticate": 'Basic realm="stand-in"'},
    )


def wrong_key(key: str) -> ApiError:
    shown = f"{key[:8]}{'*' * 8}{key[-4:]}" if len(key) > 16 else "*" * len(key)
    return ApiError(f"Invalid API Key provided: {shown}", status=401, kept=False)


def rate_limited() -> ApiError:
    return ApiError(
        "Request rate limit exceeded. You can learn more about rate limits in the documentation.",
        status=429,
        code="rate_limit",
        kept=False,
    )


def server_error() -> ApiError:
    """A 500 from inside the endpoint: kept under the idempotency key, so Stripe asks clients not to retry."""
    return ApiError("An unknown error occurred", status=500, type="api_error", headers={"Stripe-Should-Retry": "false"})


def unavailable() -> ApiError:
    """A 503 before the endpoint ran: not kept, worth retrying."""
    return ApiError("Temporarily unavailable. Please try again.", status=503, type="api_error", kept=False)


def idempotency_conflict(key: str) -> ApiError:
    return ApiError(
        "Keys for idempotent requests can only be used with the same parameters they were first used with. "
        f"Try using a key other than '{key}' if you meant to execute a different request.",
        type="idempotency_error",
        kept=False,
    )
