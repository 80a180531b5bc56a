"""Every setting: typed, from the environment, with its default and meaning."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones


class ConfigurationError(RuntimeError):
    """The environment names a setting that cannot work; the message says what to change."""


def _flag(value: str) -> bool:
    return value.strip().casefold() in {"1", "true", "yes", "on"}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The installation's settings (PRODUCT §22). `from_environment` reads them, tests build them directly."""

    data_dir: Path
    """Where the database, stored files and generated secrets live."""
    database_url: str
    secret_key: str
    secret_key_fallbacks: list[str] = field(default_factory=list)
    """Former secret keys: links and cookies made with them stay valid while the key is being changed."""
    base_url: str = "http://127.0.0.1:8000"
    """The address people reach the installation at; links in mails are built from it, never from a request."""
    queue_url: str = ""
    """Where workers are woken: empty for a SQLite file in `data_dir`, or redis:// or postgresql://."""
    mail_server: str = ""
    mail_port: int = 25
    mail_username: str = ""
    mail_password: str = ""
    mail_use_tls: bool = False
    mail_from: str = ""
    mail_per_hour: int = 0
    """The most bulk mails an hour to one recipient domain; 0 sets no limit. Process mail always goes."""
    dkim_key_file: str = ""
    """A PEM RSA key; when set, outgoing mail is signed for the domain of `mail_from`."""
    dkim_selector: str = "perennial"
    time_zone: str = "Europe/Berlin"
    """Where the employer's days begin and end: reply-by dates, last days to apply, offers, to-dos."""
    throttle_scale: float = 1.0
    """Multiplies every throttle's limit; load tests raise it."""
    proxy_hops: int = 0
    """How many reverse proxies in front set X-Forwarded-For and -Proto; 0 trusts none."""
    max_upload_bytes: int = 10 * 1024 * 1024
    development: bool = False
    """Shows `/dev/mailbox` and the component gallery; never on when `base_url` is https."""

    @property
    def secure(self) -> bool:
        """Whether cookies are `Secure` and `__Host-`: exactly when `base_url` is https."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc

    @property
    def trusted_hosts(self) -> list[str]:
        """Hosts a request may name; any other is answered 400."""
        hosts = [urlsplit(self.base_url).hostname or ""]
        return hosts if self.secure else [*hosts, "localhost", "127.0.0.1"]

    @property
    def sends_mail(self) -> bool:
        return bool(self.mail_server)

    @property
    def mail_domain(self) -> str:
        return self.sender_address.rpartition("@")[2]

    @property
    def sender_address(self) -> str:
        return self.mail_from or f"jobs@{urlsplit(self.base_url).hostname or 'localhost'}"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings. Raises ConfigurationError when they contradict each other."""
        env = os.environ if environ is None else environ
        data_dir = Path(env.get("DATA_DIR") or "instance").resolve()
        base_url = (env.get("BASE_URL") or f"http://127.0.0.1:{env.get('PORT') or 8000}").rstrip("/")
        if urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).hostname:
            raise ConfigurationError(f"BASE_URL must be a full http(s) address, not {base_url!r}.")
        secure = urlsplit(base_url).scheme == "https"
        return cls(
            data_dir=data_dir,
            database_url=database_url(env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'perennial.db'}"),
            secret_key=_secret_key(env, data_dir, secure=secure),
            secret_key_fallbacks=[key for key in env.get("SECRET_KEY_FALLBACKS", "").split(",") if key],
            base_url=base_url,
            queue_url=env.get("QUEUE_URL", ""),
            mail_server=env.get("MAIL_SERVER", ""),
            mail_port=int(env.get("MAIL_PORT") or 25),
            mail_username=env.get("MAIL_USERNAME", ""),
            mail_password=env.get("MAIL_PASSWORD", ""),
            mail_use_tls=_flag(env.get("MAIL_USE_TLS", "")),
            mail_from=env.get("MAIL_FROM", ""),
            mail_per_hour=int(env.get("MAIL_PER_HOUR") or 0),
            dkim_key_file=env.get("DKIM_KEY_FILE", ""),
            dkim_selector=env.get("DKIM_SELECTOR", "perennial"),
            time_zone=_time_zone(env.get("TIME_ZONE") or "Europe/Berlin"),
            throttle_scale=float(env.get("THROTTLE_SCALE") or 1),
            proxy_hops=int(env.get("PROXY_HOPS") or 0),
            development=not secure and _flag(env.get("DEVELOPMENT", "1")),
        )


def database_url(url: str) -> str:
    """`url` with the driver this application is tested with named in it."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ConfigurationError(f"TIME_ZONE must be a name such as Europe/Berlin or America/New_York, not {name!r}.")
    return name


def _secret_key(env: Mapping[str, str], data_dir: Path, *, secure: bool) -> str:
    key = env.get("SECRET_KEY", "")
    stored = data_dir / "secret-key"
    if not key and not secure and stored.is_file():
        key = stored.read_text().strip()
    if not key and secure:
        raise ConfigurationError("SECRET_KEY is not set: an https installation does not start without one.")
    if not key:
        raise ConfigurationError("SECRET_KEY is not set. `make run` creates one under instance/.")
    if len(key) < 32:
        raise ConfigurationError("SECRET_KEY is too short: use at least 32 random characters.")
    return key
