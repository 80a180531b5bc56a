"""The Flask extensions, created once and bound to the application in `create_app`."""

from datetime import datetime
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from flask_htmx import HTMX
from flask_login import LoginManager
from flask_mail import Mail
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, Engine, MetaData
from sqlalchemy.orm import DeclarativeBase

from app.core.types import UtcDateTime


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


Base.registry.update_type_annotation_map({datetime: UtcDateTime})


class OneDatabase(Session):
    """There is one database: which one a statement speaks to needs not be read off its tables, twice for each."""

    def get_bind(self, *_about: Any, bind: Engine | Connection | None = None, **_more: Any) -> Engine | Connection:
        return bind or self.bind or self._db.engine


db = SQLAlchemy(model_class=Base, session_options={"class_": OneDatabase, "autobegin": False, "expire_on_commit": False})
login = LoginManager()
mail = Mail()
htmx = HTMX()
babel = Babel()
compress = Compress()


def init_migrations(app: Flask) -> None:
    """`flask db`. Alembic is loaded by whoever changes tables, not by every process that serves or works."""
    from flask_migrate import Migrate

    Migrate().init_app(app, db, directory="migrations", render_as_batch=True)
