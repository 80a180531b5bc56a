"""Which passwords may be chosen, and how they are kept."""

import threading
import unicodedata

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from app.accounts import passwords
from app.accounts.passwords import check_new_password, hash_password, needs_rehash, verify_password
from app.accounts.refusals import WeakPassword

GOOD = "brittle lamp under seven seas"


@pytest.mark.parametrize("length", [7, 8, 14])
def test_fewer_than_15_characters_are_refused(length):
    with pytest.raises(WeakPassword, match="at least 15"):
        check_new_password("kq9#vLm2xZ!pWr7tY"[:length])


@pytest.mark.parametrize(
    "password",
    ["kq9#vLm2xZ!pWr7", GOOD, "  spaces at both ends  ", "пароль из нескольких слов", "長い長い長い合言葉をここに書いておく", "kq9#vLm2xZ!pWr7t" * 8, "🔑🌲🪴🐢🚲🎈🧵🪁🥝🍋🫐🧊🪐🌋🏝️"],
)  # fmt: skip
def test_any_15_to_128_characters_are_fine(password):
    check_new_password(password)
    assert verify_password(hash_password(password), password)


def test_more_than_128_are_refused_and_nothing_is_cut_off():
    with pytest.raises(WeakPassword, match="at most 128"):
        check_new_password("kq9#vLm2x" * 15)
    long = ("kq9#vLm2xZ!pWr7t" * 8)[:128]
    assert not verify_password(hash_password(long), long[:-1] + "x")


@pytest.mark.parametrize(
    "password",
    ["passwordpassword", "Password-Password", "123456789012345", "qwertyuiop12345", "correct horse battery staple",
     "iloveyouiloveyou", "aaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "abcdefghijklmnopqrst", "Letmein1letmein1", "sunshine20242024"],
)  # fmt: skip
def test_common_and_repeated_ones_are_refused(password):
    with pytest.raises(WeakPassword, match="easy to guess"):
        check_new_password(password)


@pytest.mark.parametrize("password", ["Larkspur2026!!!!", "ada@larkspur.example", "perennial-larkspur", "ADA LARKSPUR 1234"])
def test_names_of_the_company_the_product_and_oneself_are_refused(password):
    with pytest.raises(WeakPassword, match="little more than"):
        check_new_password(password, context=["Larkspur", "ada@larkspur.example", "Ada"])


def test_two_ways_to_type_the_same_letter_are_one_password():
    composed = "ein schönes Gärtchen"
    assert verify_password(hash_password(composed), unicodedata.normalize("NFD", composed))


def test_argon2id_with_more_than_the_recommended_minimum(monkeypatch):
    monkeypatch.undo()
    parameters = extract_parameters(passwords._hasher.hash("x"))
    assert parameters.type is Type.ID
    assert parameters.memory_cost >= 19_456
    assert parameters.time_cost >= 2


def test_an_old_hash_asks_to_be_made_anew(monkeypatch):
    stored = hash_password(GOOD)
    assert not needs_rehash(stored)
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    assert verify_password(stored, GOOD)
    assert needs_rehash(stored)


def test_an_unknown_account_costs_one_verification_like_a_known_one(monkeypatch):
    verified = []
    real = passwords._hasher

    class Counting:
        def verify(self, stored, password):
            verified.append(stored)
            return real.verify(stored, password)

        def hash(self, password):
            return real.hash(password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    passwords._decoy()
    assert not verify_password(None, GOOD)
    assert not verify_password("not a hash", GOOD)
    assert not verify_password(real.hash("something else entirely"), GOOD)
    assert len(verified) == 3


def test_at_most_two_passwords_are_hashed_at_once(monkeypatch):
    running, most = [], []
    gate = threading.Event()

    class Slow:
        def hash(self, password):
            running.append(1)
            most.append(len(running))
            gate.wait(0.05)
            running.pop()
            return "hash"

    monkeypatch.setattr(passwords, "_hasher", Slow())
    threads = [threading.Thread(target=hash_password, args=(GOOD,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) <= 2
