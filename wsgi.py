"""The WSGI application, `wsgi:app`, for any server."""

import gc

gc.disable()  # loading makes half a million objects that stay and hardly any that go: a third of it was looking for those

from app import create_app  # noqa: E402
from app.web.collector import spare_the_collector  # noqa: E402

app = create_app()
spare_the_collector()
