"""The application for WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rakiza.web.settings")
application = get_wsgi_application()

from rakiza.web.warm import warm_up  # noqa: E402  # the models are ready now

warm_up()
