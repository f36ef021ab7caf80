"""Settings of the benchmarks: those of a production, on the database of the tests."""

from tests.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "tests.benchmarks.urls"
