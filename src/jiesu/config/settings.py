"""Django settings, safe by default; what differs between installations comes from the environment."""

from jiesu.config import env, mail, postgres, translations

VAR = env.var_dir()
_secrets = env.secrets_of(VAR)

SECRET_KEY = env.text("JIESU_SECRET_KEY") or _secrets["secret_key"]
JIESU_KEY_RING = env.key_ring(_secrets)
DEBUG = False
ALLOWED_HOSTS = env.listed("JIESU_HOSTS", default="localhost,127.0.0.1,[::1]")
# Plain HTTP is for this machine only: as soon as other names are served, TLS is expected.
PLAIN_HTTP = env.flag("JIESU_PLAIN_HTTP", default=env.only_this_machine(ALLOWED_HOSTS))
CSRF_TRUSTED_ORIGINS = env.listed("JIESU_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "ninja",  # its pages' files, so that the API's document can be read without another host
    "jiesu.core",
    "jiesu.accounts",
    "jiesu.organisations",
    "jiesu.places",
    "jiesu.messaging",
    "jiesu.catalogue",
    "jiesu.knowledge",
    "jiesu.workorders",
    "jiesu.intake",
    "jiesu.telephony",
    "jiesu.oversight",
    "jiesu.triage",
    "jiesu.api",
    "jiesu.portal",
    "jiesu.console",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "jiesu.config.middleware.PageCompression",
    "jiesu.config.middleware.content_security_policy",
    "jiesu.api.entrance.api_entrance",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jiesu.console.standing.standing",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "jiesu.config.urls"
WSGI_APPLICATION = "jiesu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [env.ROOT / "src" / "jiesu" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jiesu.config.place.place",
            ]
        },
    }
]

DATABASES = {"default": postgres.database(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Jobs that succeeded leave the queue: what they did is in the tables and in the journal.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful", "shutdown_graceful_timeout": 20}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["jiesu.organisations.backends.PostBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Sessions of one person at a time; a second factor for everybody, whatever the roles demand; signing in as
# somebody else, for test installations only.
JIESU_MOST_SESSIONS = env.number("JIESU_MOST_SESSIONS", default=5) or 5
JIESU_SECOND_FACTOR = env.flag("JIESU_SECOND_FACTOR", default=False)
JIESU_LOGIN_AS = env.flag("JIESU_LOGIN_AS", default=False)
CSRF_FAILURE_VIEW = "jiesu.console.errors.csrf_failed"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/console/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [translations.compiled(env.ROOT / "src" / "jiesu" / "locale", into=VAR / "locale")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [env.ROOT / "src" / "jiesu" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "jiesu.config.frontend.PackageFinder",
]
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # a directory that is not there is warned of
# `serve` and `demo` collect before they start; without that, files are served from where they lie.
COLLECTED = (STATIC_ROOT / ".collected").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "jiesu.config.frontend.HashedStaticFiles"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_AUTOREFRESH = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = VAR / "attachments"  # outside the web root: files are only served by views that check
FILE_UPLOAD_HANDLERS = [
    "jiesu.portal.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000  # a pack of time limits is edited as one table

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
BEHIND_PROXY = env.flag("JIESU_BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    MIDDLEWARE.insert(0, "jiesu.config.proxy.client_address")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "jiesu.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("JIESU_LOG_LEVEL") or "WARNING"},
}

# Where pages hear of changes as they happen: an address behind a proxy, or a port of the same host; without
# either they ask every so often.
JIESU_STREAM_URL = env.text("JIESU_STREAM_URL")
JIESU_STREAM_PORT = env.number("JIESU_STREAM_PORT", default=0)

# Maps draw what the installation itself knows. Where a centre has a tile server, its address goes here, as
# https://tiles.example/{z}/{x}/{y}.png; only then do pages ask another host.
JIESU_MAP_TILES = env.text("JIESU_MAP_TILES")
JIESU_MAP_CENTRE = env.place("JIESU_MAP_CENTRE", default=(118.80, 32.06))

# The telephone switch of this machine: its name, where its programs lie, its ports. It listens on
# the loopback address; a trunk's equipment and seats elsewhere reach it through a proxy.
JIESU_SWITCH_NODE = env.text("JIESU_SWITCH_NODE") or "node1"
JIESU_SWITCH_TREE = env.text("JIESU_SWITCH_TREE") or str(VAR / "switch" / "programs")
JIESU_SWITCH_SUITE = env.text("JIESU_SWITCH_SUITE")
JIESU_SWITCH_SIP = env.number("JIESU_SWITCH_SIP", default=15060)
JIESU_SWITCH_CONTROL = env.number("JIESU_SWITCH_CONTROL", default=15038)
JIESU_SWITCH_WEB = env.number("JIESU_SWITCH_WEB", default=18088)
JIESU_SWITCH_MEDIA = env.number("JIESU_SWITCH_MEDIA", default=20000)
# Where browsers reach the switch, as wss://hotline.example/ws; by default its own port on the pages' host.
JIESU_SWITCH_SOCKET = env.text("JIESU_SWITCH_SOCKET")
# The address that browsers send their sound to; by default the machine's own.
JIESU_SWITCH_MEDIA_ADDRESS = env.text("JIESU_SWITCH_MEDIA_ADDRESS")
# Whether a page of the portal may call the hotline, to show the product; the demo sets it.
JIESU_SWITCH_VISITOR = env.flag("JIESU_SWITCH_VISITOR", default=False)

# A language model that may say approved articles in other words, for staff alone: an OpenAI-compatible
# address as https://model.example/v1, or "stand-in"; without it no page offers it.
JIESU_MODEL_URL = env.text("JIESU_MODEL_URL")
JIESU_MODEL_KEY = env.text("JIESU_MODEL_KEY")
JIESU_MODEL_NAME = env.text("JIESU_MODEL_NAME")

# Where messages are handed over: short ones, WeChat's, mails, those pushed to browsers; without an address or
# a key they only go into the log.
JIESU_LINK_HOSTS = env.listed("JIESU_LINK_HOSTS")
JIESU_SMS_URL = env.text("JIESU_SMS_URL")
JIESU_SMS_KEY = env.text("JIESU_SMS_KEY")
JIESU_WECHAT_URL = env.text("JIESU_WECHAT_URL")
JIESU_WECHAT_KEY = env.text("JIESU_WECHAT_KEY")
JIESU_SMTP_URL = env.text("JIESU_SMTP_URL")
JIESU_MAIL_FROM = env.text("JIESU_MAIL_FROM") or "jiesu@localhost"
globals().update(mail.mail_server(JIESU_SMTP_URL))
JIESU_PUSH_KEY = env.text("JIESU_PUSH_KEY")
JIESU_PUSH_CONTACT = env.text("JIESU_PUSH_CONTACT") or "mailto:jiesu@localhost"

# Where citizens reach the pages, for the links in messages; the first of the hosts where nothing is said.
JIESU_SITE = env.text("JIESU_SITE") or env.site_of(ALLOWED_HOSTS, plain=PLAIN_HTTP)

# The region whose code starts every order's number (GB/T 2260, six digits).
JIESU_REGION = env.text("JIESU_REGION") or "990100"
JIESU_CITY = env.text("JIESU_CITY") or "云泽市"
