"""The WSGI entry point: `gunicorn aispec.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aispec.settings")
application = get_wsgi_application()
