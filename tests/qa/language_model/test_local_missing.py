"""What is told where the local language model is not installed; needs no model."""

import sys

import pytest

from index.errors import LanguageModelError
from qa.language_model import local
from qa.language_model.local import LocalServer


def start():
    with pytest.raises(LanguageModelError) as caught:
        LocalServer().start()
    return str(caught.value)


def test_a_missing_library_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    assert "make local-model" in start()


def test_a_missing_model_is_told(monkeypatch, installed):
    monkeypatch.setattr(local, "_PACKAGE", "no_such_package")
    assert "make local-model" in start()


def test_an_altered_model_is_told(monkeypatch, installed):
    monkeypatch.setattr(local, "_SHA256", "0" * 64)
    assert "not the one that was shipped" in start()
