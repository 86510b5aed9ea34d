"""Django settings. What an operator can change is in `environment.py`; everything else is decided here."""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF

from colead.apps import APPS
from colead.files import translation
from colead.kit.private_files import keep_new_files_private, make_private_folder
from colead.settings import database, email, environment
from colead.settings.logs import LOGGING  # noqa: F401  (Django reads it)
from colead.settings.secrets import metrics_token, secret_key

django_stubs_ext.monkeypatch()  # lets ModelForm[Person] and the like be written at run time, too

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(environment.HOME.read()).resolve()
make_private_folder(HOME)
keep_new_files_private()

if not os.access(PACKAGE, os.W_OK):  # installed for all: compiled kernels are kept with the data instead
    os.environ.setdefault("NUMBA_CACHE_DIR", str(HOME / "numba"))

DEBUG = environment.DEBUG.read_bool()
SECRET_KEY = secret_key(environment.SECRET_KEY.read(), HOME)
ALLOWED_HOSTS = environment.ALLOWED_HOSTS.read_list()
BASE_URL = environment.BASE_URL.read().rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
ERASURES = environment.ERASURES.read()
METRICS_TOKEN = metrics_token(environment.METRICS_TOKEN.read())
READY_NEEDS_WORKER = environment.READY_NEEDS_WORKER.read_bool()
SIGN_UP_OPEN = environment.SIGN_UP.read_bool()
UPLOAD_BYTES = environment.UPLOAD_MEGABYTES.read_int() * 1024 * 1024
JOB_MINUTES = environment.JOB_MINUTES.read_int()
JOB_MEGABYTES = environment.JOB_MEGABYTES.read_int()
# A pasted staff list of 100,000 people is some 10 MB.
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024

# The apps of the house, in order: each brings its manifest.
COLEAD_APPS = [f"colead.apps.{app}" for app in APPS]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "colead.web",
    *COLEAD_APPS,
]

MIDDLEWARE = [
    "colead.web.health.HealthMiddleware",
    "colead.web.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "colead.web.middleware.LanguageMiddleware",
    "colead.web.middleware.ReplicaMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "colead.web.middleware.RequestLogMiddleware",
    "colead.web.middleware.BodyMiddleware",
    "colead.web.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "colead.web.urls"
WSGI_APPLICATION = "colead.web.wsgi.application"
PRIMARY = database.configure(environment.DATABASE_URL.read(), HOME)
REPLICAS = database.replicas(environment.REPLICA_URL.read(), PRIMARY)
DATABASES = {"default": PRIMARY, **REPLICAS}
DATABASE_ROUTERS = ["colead.kit.replica.Router"] if REPLICAS else []
DEFAULT_AUTO_FIELD = "colead.kit.random_ids.RandomIdField"
# Limits on signing in are counted here: in the database, because every process must see the same count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "organisations_cacheentry",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates", PACKAGE / "api" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "colead.web.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "colead.web.templatetags.colead",
            ],
        },
    }
]

FORM_RENDERER = "colead.web.form_renderer.FormRenderer"

# People sign in with e-mail and password, or with a link that is sent to them.
AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "colead.web.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "colead.web.accounts.EvenSignupForm",
    "reset_password": "colead.web.accounts.QueuedResetForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# A whole office signs in from one address; failures stay at 10. E-mails to one mailbox: kit/throttling.py.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "reset_password": "20/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.TRUSTED_PROXIES.read_int()
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "account_login"

SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # htmx reads the token from the page, forms carry it anyway
SECURE = environment.SECURE.read_bool()
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
if SECURE:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = list(translation.LANGUAGES.items())
FORMAT_MODULE_PATH = "colead.web.formats"
LOCALE_PATHS = [PACKAGE / part / "locale" for part in ("web", "kit", "files", "engine", "cli", "api")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HOME / "uploads"
FILE_UPLOAD_PERMISSIONS = None  # as the umask has it: Django would open every stored file to others

globals().update(email.configure(environment.EMAIL_URL.read()))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.EMAIL_FROM.read()
SILENCED_SYSTEM_CHECKS: list[str] = []
