"""Somebody with a browser: opens pages, fills the forms they find there, follows where they lead."""

import re
from collections.abc import Mapping
from email import message_from_bytes, policy
from html import unescape
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.extensions import db
from app.mailing.models import KeptMail
from tests.hostile.pages import Form, read_page

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Walker:
    """Nothing is known of the application but what its pages say. Hidden fields are sent as they were shown."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.path = ""
        self.html = ""

    @property
    def text(self) -> str:
        """What the page says, without its markup."""
        bare = re.sub(r"<(script|style|svg|head)\b.*?</\1>|<[^>]*>", " ", self.html, flags=re.DOTALL)
        return re.sub(r"\s+", " ", unescape(bare))

    def open(self, path: str) -> "Walker":
        answer = self._client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.headers.get('Location', '')}"
        self.path, self.html = path, answer.get_data(as_text=True)
        return self

    def follow(self, path: str) -> "Walker":
        """Click a link that leads on to another page of ours."""
        answer = self._client.get(path, headers={"User-Agent": BROWSER})
        assert answer.status_code in (301, 302, 303), f"{path}: {answer.status_code}"
        return self.open(answer.location.removeprefix("http://localhost"))

    def send(self, action: str, values: Mapping[str, Any] | None = None, *, status: int = 303, without: tuple[str, ...] = ()) -> "Walker":
        """Fill in the form whose address ends with `action` and follow it; `status` when it is to be refused."""
        form = self._form(action)
        data: MultiDict[str, Any] = MultiDict((name, text) for name, texts in form.values.items() for text in texts)
        for name in without:
            data.poplist(name)
        for name, value in (values or {}).items():
            data.setlist(name, value if isinstance(value, list) else [value])
        answer = self._client.post(form.action or self.path, data=data)
        assert answer.status_code == status, f"{action}: {answer.status_code}: {self._complaints(answer)}"
        if status == 303:
            return self.open(answer.headers["Location"])
        self.html = answer.get_data(as_text=True)
        return self

    def _form(self, action: str) -> Form:
        forms = read_page(self.html).forms
        found = next((form for form in forms if (form.action or self.path).partition("?")[0].endswith(action)), None)
        assert found is not None, f"no form for {action} on {self.path}, only {sorted({form.action for form in forms})}"
        return found

    def choice(self, name: str, label: str) -> str:
        """The value behind a visible choice of a select."""
        box = re.search(rf'<select[^>]*name="{name}".*?</select>', self.html, re.DOTALL)
        assert box, f"no choice {name} on {self.path}"
        options = re.findall(r'<option[^>]*value="([^"]*)"[^>]*>([^<]*)', box.group())
        found = [value for value, text in options if label in unescape(text)]
        assert found, f"{label} is none of {options}"
        return found[0]

    @staticmethod
    def _complaints(answer: Any) -> str:
        html = answer.get_data(as_text=True)
        said = re.findall(r'class="[^"]*(?:error|problem)[^"]*"[^>]*>(.*?)</', html, re.DOTALL)
        return " | ".join(re.sub(r"<[^>]*>|\s+", " ", one).strip() for one in said) or html[:300]


def mails_to(address: str) -> list[Any]:
    """What was mailed to somebody, in order."""
    raws = db.session.scalars(select(KeptMail.raw).order_by(KeptMail.message_id)).all()
    mails = [message_from_bytes(raw, policy=policy.default) for raw in raws]
    return [mail for mail in mails if address in mail["To"]]


def words_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


def link_in(mail: Any, path: str = "/m/") -> str:
    found = re.search(rf"http://localhost({path}[\w-]+)", words_of(mail))
    assert found, words_of(mail)
    return found.group(1)
