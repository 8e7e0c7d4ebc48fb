"""docs/mail.md shows each mail as the function writes it."""

import pytest

from holdfast.core.settings import mail_settings
from holdfast.notifications.mail import READERS
from holdfast.notifications.sentences import SENTENCES
from local.template import environment_of
from testkit.clock import Clock
from tools.mail import examples
from tools.mail.__main__ import FILE


def test_the_examples_are_what_the_function_writes(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    for name, value in environment_of("SendMailFunction", {"Table": "none", **examples.PARAMETERS}).items():
        monkeypatch.setenv(name, value)
    mail_settings.cache_clear()
    document = FILE.read_text("utf-8")

    assert examples.in_document(document) == document


def test_there_are_sentences_for_exactly_the_mails_that_are_sent() -> None:
    assert {*SENTENCES} == {(kind, reader) for kind, readers in READERS.items() for reader in readers}
