"""The Flask extensions, created once and bound to the application in `create_app`."""

from datetime import datetime

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from flask_htmx import HTMX
from flask_login import LoginManager
from flask_mail import Mail
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData
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

db = SQLAlchemy(model_class=Base, session_options={"autobegin": False, "expire_on_commit": False})
login = LoginManager()
mail = Mail()
htmx = HTMX()
babel = Babel()
compress = Compress()


def init_migrations(app: Flask) -> None:
    """`flask db`. Alembic is loaded by whoever changes tables, not by every process that serves or works."""
    from flask_migrate import Migrate

    Migrate().init_app(app, db, directory="migrations", render_as_batch=True)
