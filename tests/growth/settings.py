"""Settings of the measurements: those of a production, on a database that is named, with workers in the background."""

from tests.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
