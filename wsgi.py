"""The WSGI application, `wsgi:app`, for any server."""

from app import create_app
from app.web.collector import spare_the_collector

app = create_app()
spare_the_collector()
