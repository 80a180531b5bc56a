"""Perennial: a talent CRM and an applicant tracking system over one record per person."""

from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Settings
from app.web.application import Perennial


def create_app(settings: Settings | None = None) -> Perennial:
    """The application with its configuration, extensions, packages and faces."""
    from app import extensions, queue
    from app.cli import init_cli
    from app.core.transaction import set_up_engines
    from app.packages import load_packages, register_faces
    from app.web.access import require_declared_access
    from app.web.components import init_components
    from app.web.context import init_context, select_locale, select_time_zone
    from app.web.errors import init_errors
    from app.web.headers import init_headers

    settings = settings or Settings.from_environment()
    app = Perennial(__name__)
    trust_proxies(app, settings.proxy_hops)
    app.config.from_mapping(flask_configuration(settings))
    app.extensions["settings"] = settings
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)

    extensions.db.init_app(app)
    extensions.login.init_app(app)
    extensions.mail.init_app(app)
    extensions.htmx.init_app(app)
    extensions.compress.init_app(app)
    extensions.babel.init_app(app, locale_selector=select_locale, timezone_selector=select_time_zone)
    set_up_engines(app)
    queue.init_queue(app, settings)

    load_packages()
    init_headers(app)
    init_errors(app)
    init_components(app)
    init_context(app)
    register_faces(app, settings)
    init_cli(app)
    require_declared_access(app)
    return app


def trust_proxies(app: Perennial, hops: int) -> None:
    """Believe X-Forwarded-For and -Proto as far as `hops` proxies of ours set them; the host is never taken from them."""
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0, x_port=0)  # type: ignore[method-assign]


def flask_configuration(settings: Settings) -> dict[str, object]:
    """What Flask and its extensions call our settings."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": settings.secret_key_fallbacks,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_use_lifo": True,  # a few connections that have prepared their statements, rather than many that have not
            "hide_parameters": True,  # personal data must not reach the logs
            "query_cache_size": 2_000,  # the pages ask more different statements than the usual 500
        },
        "DATA_DIR": str(settings.data_dir),
        "BASE_URL": settings.base_url,
        "TRUSTED_HOSTS": settings.trusted_hosts,
        "MAX_CONTENT_LENGTH": settings.max_upload_bytes,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "SESSION_COOKIE_NAME": "__Host-perennial_page" if settings.secure else "perennial_page",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "TIME_ZONE": settings.time_zone,
        "THROTTLE_SCALE": settings.throttle_scale,
        "MAIL_SERVER": settings.mail_server,
        "MAIL_PORT": settings.mail_port,
        "MAIL_USERNAME": settings.mail_username or None,
        "MAIL_PASSWORD": settings.mail_password or None,
        "MAIL_USE_TLS": settings.mail_use_tls,
        "MAIL_DEFAULT_SENDER": settings.sender_address,
        "BABEL_TRANSLATION_DIRECTORIES": "translations",
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 4,
        "COMPRESS_MIN_SIZE": 800,
        "WTF_CSRF_ENABLED": False,
    }
