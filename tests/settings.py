"""The settings of the tests: fast passwords, plain static names, nothing written beside the code."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="aispec-tests-"))

from aispec.settings import *  # noqa: F403
from aispec.settings import database_of

# Of its own name: DATABASE_URL is of a production, and without its others nothing starts.
DATABASES = {"default": database_of(os.environ.get("TEST_DATABASE_URL", ""))}

# A file, as in life: threads of a test and of the live server have each their connection, and can race.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    options = DATABASES["default"]["OPTIONS"]  # no power is cut while testing
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.mkdtemp(prefix="aispec-tests-")) / "test.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 0  # a thread of a test ends, and its connection with it

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# At once, so that a test sees what it has asked for; those that watch the work in progress say otherwise.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
