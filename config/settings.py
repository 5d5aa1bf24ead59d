"""Every setting, read once, from the environment and the file beside it (`config/environment.py`), and checked.

`SOLIDARITY_MODE` is `local` (the default: one machine, loopback hosts, keys made on first use and kept in `var/`) or
`production` (refuses to start with DEBUG, default keys or hosts). Wrong or missing values are named all at once.
"""

import os
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env, EnvError, EnvValidationError

from config import environment, mail_settings
from config.local_secret import local_secret

BASE_DIR = Path(__file__).resolve().parent.parent

_file_problems = environment.load()
env = Env(eager=False)
MODE = (env.str("SOLIDARITY_MODE", "local") or "").strip()
LOCAL = MODE == "local"
VAR_DIR = Path(env.str("SOLIDARITY_VAR", str(BASE_DIR / "var")))
SECRET_KEY = env.str("SECRET_KEY", None) or (local_secret(VAR_DIR) if LOCAL else "")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
# Hashes addresses that are not written to; empty: SECRET_KEY does. Keep it for good: with another the list is lost.
SUPPRESSION_KEY = env.str("SUPPRESSION_KEY", "")
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("SOLIDARITY_DEMO", False)
# The demonstration lets everybody in with a password alone, and says so on its sign-in page.
SECOND_FACTOR_RELAXED = env.bool("SOLIDARITY_RELAXED_SIGN_IN", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", "testserver"] if LOCAL else [])
SITE_URL = (env.str("SITE_URL", "http://127.0.0.1:8000" if LOCAL else "") or "").rstrip("/")
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'solidarity.sqlite3'}")}
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
LOG_LEVEL = env.str("LOG_LEVEL", "WARNING")
# Payment pages and orders of one network in an hour before it is asked a question; see core/http/card_testing.py.
GIVE_ATTEMPTS_PER_HOUR = env.int("GIVE_ATTEMPTS_PER_HOUR", 150)
# What a card payment costs, for donors who cover it: percent, and dollars each time.
GIVE_FEE_PERCENT = env.decimal("GIVE_FEE_PERCENT", Decimal("2.9"))
GIVE_FEE_FIXED = env.decimal("GIVE_FEE_FIXED", Decimal("0.30"))
# How many seconds the processor may take inside one request, of visitors and of people who signed in.
PROCESSOR_SECONDS = (2.0, 10.0)
CONTENT_ORIGINS: list[str] = env.list("CHECKOUT_ORIGINS", [])

STRIPE_API_BASE = env.str("STRIPE_API_BASE", "").strip()
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", "").strip()
STRIPE_WEBHOOK_SECRETS = [str(secret).strip() for secret in env.list("STRIPE_WEBHOOK_SECRETS", [])]  # type: ignore[var-annotated]
STRIPE_MODE = env.str("STRIPE_MODE", "").strip()
# Where forms may send donors: the payment page of the processor, or of the stand-in.
CHECKOUT_ORIGINS = CONTENT_ORIGINS or (["https://checkout.stripe.com"] if STRIPE_SECRET_KEY else [])


MAIL = mail_settings.read(os.environ)


def _public(hosts: list[str]) -> list[str]:
    """Those of these hosts by which others than this machine reach it."""
    own = ("", "testserver", "localhost", "[::1]", "::1")
    return [host for host in hosts if host not in own and not host.startswith("127.") and ".localhost" not in host]


def _complaints() -> list[str]:
    """What is wrong with the settings, one sentence each."""
    found = [*_file_problems, *MAIL.problems]
    if MODE not in ("local", "production"):
        found.append(f"SOLIDARITY_MODE is {MODE!r}. Use 'local' or 'production'.")
    if SECOND_FACTOR_RELAXED and not (LOCAL and DEMO):
        found.append("SOLIDARITY_RELAXED_SIGN_IN is for the demo only and needs SOLIDARITY_DEMO.")
    if LOCAL and (public := sorted({*_public(ALLOWED_HOSTS), *_public([urlsplit(SITE_URL).hostname or ""])})):
        found.append(
            f"{', '.join(public)} is not this machine alone. Set SOLIDARITY_MODE=production; local mode lacks what"
            " protects a public site."
        )
    if not LOCAL:
        if DEBUG:
            found.append("DEBUG must be off in production.")
        if DEMO:
            found.append("SOLIDARITY_DEMO must be off in production.")
        if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure-"):
            found.append("SECRET_KEY must be random text of at least 50 characters.")
        if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
            found.append("ALLOWED_HOSTS must list the host names of this site.")
        if not SITE_URL.startswith("https://"):
            found.append("SITE_URL must be the site's https:// address.")
    return found


try:
    env.seal()
    _problems = _complaints()
except EnvValidationError as error:
    _wrong: dict[str, list[str]] = error.error_messages  # type: ignore[assignment]
    _problems = [*_file_problems, *(f"{name}: {' '.join(map(str, texts))}" for name, texts in _wrong.items())]
except EnvError as error:
    _problems = [*_file_problems, str(error)]
if _problems:
    raise SystemExit("Solidarity cannot start:\n  - " + "\n  - ".join(_problems))

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Part of correctness: see docs/operators.md. IMMEDIATE takes the write lock first, so nobody deadlocks.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA recursive_triggers=ON",
    }
    VAR_DIR.mkdir(parents=True, exist_ok=True)
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["CONN_MAX_AGE"] = 60

INSTALLED_APPS = [
    "config",
    "core",
    "crm",
    "donations",
    "receipts",
    "events",
    "imports",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_cotton",
    "django_filters",
    "django_htmx",
    "django_tables2",
]

MIDDLEWARE = [
    "core.http.secret_links.SecretLinkMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.compressed.CompressedMiddleware",
    "core.middleware.never_stored.NeverStoredMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.request_size.TooLargeMiddleware",
    "core.http.unwritable.UnwritableMiddleware",
    "core.middleware.method_not_allowed.WrongMethodMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.access.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.middleware.time_zone.TimeZoneMiddleware",
    "core.middleware.drafts.DraftMiddleware",
    "donations.gateways.timeouts.ProcessorTimeoutMiddleware",
    "core.middleware.setup_required.NotSetUpMiddleware",
    "events.planning.former_addresses.FormerAddressMiddleware",
    "core.middleware.sent_forms.SentFormMiddleware",
]

# Long work waits in rows of our own; see core/jobs.
TASKS = {"default": {"BACKEND": "core.jobs.backend.JobBackend"}}

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ROLE_PERMISSIONS = "config.roles.ROLES"
PERMISSION_WORDS = "config.roles.WORDS"
SECOND_FACTOR_PERMISSIONS = "config.roles.NEED_SECOND_FACTOR"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "core.templatetags.solidarity"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.http.context_processors.shell",
            ],
        },
    }
]
COTTON_DIR = "components"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "core.sign_in.adapters.StaffAccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Wrong passwords: for one account from one network, and from one address for whomever; see `StaffAccountAdapter`.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key", "login_address": "10/m/key,60/h/key"}
MFA_ADAPTER = "core.sign_in.adapters.StaffMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are an administrator's to keep: nobody signs up
MFA_TOTP_TOLERANCE = 1  # clocks of phones: the code before and the code after count too
MFA_FORMS = {
    "activate_totp": "core.sign_in.forms.ActivateTOTPForm",
    "authenticate": "core.sign_in.forms.AuthenticateForm",
    "reauthenticate": "core.sign_in.forms.ReauthenticateForm",
    "add_webauthn": "core.sign_in.forms.AddPasskeyForm",
    "edit_webauthn": "core.sign_in.forms.NamePasskeyForm",
}
ACCOUNT_FORMS = {"change_password": "core.sign_in.forms.NewPasswordForm"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English"), ("ur", "اردو")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["core.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "core.static_files.finder.JoinedFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = VAR_DIR / "static"
if LOCAL:  # where WhiteNoise finds the files by itself, but asks for the folder
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = LOCAL

# Rate limits live in the database: a cache per process would give four workers four times the tries.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # fewer would forget counts, and with them the limits
    }
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'", *CHECKOUT_ORIGINS],
    }
}
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_NAME = "sessionid" if LOCAL else "__Host-session"
CSRF_COOKIE_NAME = "csrftoken" if LOCAL else "__Host-csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = not LOCAL
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What one request may carry at all, and without files; uploads have their own limit in imports/reading/containers.py.
REQUEST_MOST_BYTES = 64 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
globals().update(MAIL.values)  # EMAIL_… and ANYMAIL, as mail_settings.py says
TEST_RUNNER = "django.test.runner.DiscoverRunner"
SILENCED_SYSTEM_CHECKS: list[str] = []
# Every handler has the filter: logs hold no name, address or secret link of anybody. See core/http/logs.py.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"safe": {"()": "core.http.logs.SafeFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["safe"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handlers, one of which mails whole requests, and ours would write everything twice.
        "django": {"handlers": [], "level": "NOTSET", "propagate": True},
        "django.server": {"handlers": [], "level": "NOTSET", "propagate": True},
        # Their chatter repeats statements and requests with the values in them.
        "django.db.backends": {"level": "WARNING"},
        "stripe": {"level": "WARNING"},
        "urllib3": {"level": "WARNING"},
    },
}
