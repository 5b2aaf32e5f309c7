"""The library as LlamaIndex sees it. The stories and all names in them are invented."""

import asyncio
import subprocess
import sys
import threading

import pytest
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.base.llms.types import ChatMessage, TextBlock, ToolCallBlock
from llama_index.core.base.response.schema import (
    AsyncStreamingResponse,
    Response,
    StreamingResponse,
)
from llama_index.core.evaluation import RetrieverEvaluator
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata
from llama_index.core.llms.mock import MockFunctionCallingLLM
from llama_index.core.query_engine import RetrieverQueryEngine, RouterQueryEngine
from llama_index.core.schema import QueryBundle
from llama_index.core.selectors import EmbeddingSingleSelector
from llama_index.core.tools import QueryEngineTool

from index.errors import QuestionError
from qa import ArticleQA
from qa.llama_index import make_query_engine, make_retriever

FERRY = """\
An invented story: the ferry of Orrin
The ferry of Orrin will stop running on 4 May, the council said on Monday.
It carries 300 passengers a day across the sound.
“We cannot pay for the engine,” said the harbour master, Ada Vane.
A bus will take its place in June.
"""
BRIDGE = """\
An invented story: a bridge for Tallow
A new bridge in Tallow was opened by Mayor Lena Zorn on Friday.
It is 120 metres long and took two years to build.
Zorn said the bridge had cost 3 million crowns.
"""
QUESTIONS = {
    "When will the ferry stop running?": 2,
    "How many passengers does the ferry carry?": 3,
    "What will take the place of the ferry?": 5,
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory, minilm):
    with ArticleQA.open(tmp_path_factory.mktemp("library"), embedder=minilm) as opened:
        opened.add_text(FERRY, outlet="Orrin Post", published="2026-03-02")
        opened.add_text(BRIDGE)
        yield opened


@pytest.fixture(scope="module")
def ferry(assistant):
    return assistant.articles()[0]


def test_retrieved_sentences(assistant, ferry):
    nodes = make_retriever(assistant, limit=3).retrieve("When will the ferry stop running?")
    assert len(nodes) == 3
    best = nodes[0].node
    assert best.node_id == f"{ferry.id}:2"
    assert best.ref_doc_id == ferry.id
    assert ferry.text[best.start_char_idx : best.end_char_idx] == best.text
    assert best.metadata == {
        "article_id": ferry.id,
        "title": ferry.title,
        "outlet": "Orrin Post",
        "published": "2026-03-02",
        "url": None,
        "sentence": 2,
        "start": best.start_char_idx,
        "end": best.end_char_idx,
        "speaker": best.metadata["speaker"],
        "number": 1,
        "verdict": None,
    }
    assert [node.score for node in nodes] == sorted((n.score for n in nodes), reverse=True)
    assert "Orrin Post" in best.get_content("llm")
    assert "start" not in best.get_content("llm")


def test_a_retriever_keeps_to_its_article(assistant, ferry):
    retriever = make_retriever(assistant, article=ferry.id, limit=50)
    nodes = retriever.retrieve(QueryBundle("How much did the bridge cost?"))
    assert nodes
    assert {node.metadata["article_id"] for node in nodes} == {ferry.id}


def test_ids_are_stable(assistant):
    retriever = make_retriever(assistant)
    first, second = ([n.node_id for n in retriever.retrieve("Who is Zorn?")] for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)


def test_their_evaluator_scores_our_retriever(assistant, ferry):
    evaluator = RetrieverEvaluator.from_metric_names(
        ["hit_rate", "mrr"], retriever=make_retriever(assistant, limit=5)
    )
    dataset = {question: [f"{ferry.id}:{number}"] for question, number in QUESTIONS.items()}

    async def evaluate():
        return [await evaluator.aevaluate(*row) for row in dataset.items()]

    for result in asyncio.run(evaluate()):
        assert result.metric_vals_dict == {"hit_rate": 1.0, "mrr": 1.0}, result.query


def test_cited_answer(assistant, ferry):
    response = make_query_engine(assistant, article=ferry.id).query("When will the ferry stop?")
    assert isinstance(response, Response)
    assert "4 May" in str(response)
    assert "[1]" in str(response)
    [source, *_] = response.source_nodes
    assert source.node.node_id == f"{ferry.id}:2"
    assert source.node.metadata["number"] == 1
    assert source.node.metadata["verdict"] == "supported"
    assert ferry.text[source.node.start_char_idx : source.node.end_char_idx] == source.node.text
    assert response.metadata["status"] == "answered"
    assert response.metadata["statements"][0]["verdict"]["label"] == "supported"
    assert f"{ferry.id}:2" in response.get_formatted_sources()


def test_no_answer(assistant):
    response = make_query_engine(assistant).query("Who won the chess championship in Peru?")
    assert response.metadata["status"] == "not_found"
    assert response.source_nodes == []
    assert response.metadata["nearest"]
    assert "does not say" in str(response)


class Liar(CustomLLM):
    """Tells one thing that the story says, and one that it does not."""

    @property
    def metadata(self):
        return LLMMetadata(model_name="liar")

    def complete(self, prompt, formatted=False, **_):
        reply = "The ferry of Orrin will stop on 4 May, the council said. It carries 500 people."
        return CompletionResponse(text=reply)

    def stream_complete(self, prompt, formatted=False, **_):
        yield CompletionResponse(text="", delta=self.complete(prompt).text)


def test_an_agent_reads_what_does_not_hold(tmp_path, minilm):
    with ArticleQA.open(tmp_path / "library", embedder=minilm, language_model=Liar()) as opened:
        opened.add_text(FERRY)
        question = "When will the ferry stop running, and how many passengers does it carry?"
        told = str(make_query_engine(opened).query(question))
        assert str(make_query_engine(opened, streaming=True).query(question)) == told
        statement, doubt = told.splitlines()[0].split(" (")
    assert "4 May" in statement
    assert "500" in statement
    assert doubt.startswith("Not supported: ")
    assert "In the article's own words: “" in told


def test_streamed_answer(assistant):
    question = "When will the ferry stop running?"
    whole = make_query_engine(assistant).query(question)
    response = make_query_engine(assistant, streaming=True).query(question)
    assert isinstance(response, StreamingResponse)
    assert "".join(response.response_gen) == str(whole)
    assert [node.node_id for node in response.source_nodes] == [
        node.node_id for node in whole.source_nodes
    ]
    assert response.metadata["status"] == "answered"


def test_streamed_answer_as_text(assistant):
    response = make_query_engine(assistant, streaming=True).query("How long is the bridge?")
    assert "120 metres" in str(response)
    assert isinstance(response.get_response(), Response)


def test_async_answers(assistant):
    async def ask():
        plain = await make_query_engine(assistant).aquery("How long is the bridge?")
        streamed = await make_query_engine(assistant, streaming=True).aquery(
            "How long is the bridge?"
        )
        assert isinstance(streamed, AsyncStreamingResponse)
        return str(plain), "".join([text async for text in streamed.async_response_gen()])

    plain, streamed = asyncio.run(ask())
    assert plain == streamed
    assert "120 metres" in plain


@pytest.mark.parametrize("streaming", [False, True])
def test_what_is_wrong_with_a_question_is_told_at_once(assistant, streaming):
    engine = make_query_engine(assistant, streaming=streaming)
    with pytest.raises(QuestionError):
        engine.query("?")
    with pytest.raises(QuestionError):
        asyncio.run(engine.aquery("?"))


def test_async_retrieval_does_not_block(assistant, monkeypatch):
    released = threading.Event()
    rank = assistant.rank

    def wait(*args, **given):
        assert released.wait(10)
        return rank(*args, **given)

    monkeypatch.setattr(assistant, "rank", wait)

    async def both():
        asked = asyncio.create_task(make_retriever(assistant).aretrieve("Who is Zorn?"))
        await asyncio.sleep(0)
        released.set()  # never reached if the retriever held the event loop
        return await asked

    assert asyncio.run(both())


def test_their_query_engine_takes_our_retriever(assistant):
    engine = RetrieverQueryEngine.from_args(
        make_retriever(assistant, limit=1), llm=MockFunctionCallingLLM()
    )
    response = engine.query("When will the ferry stop running?")
    assert "4 May" in response.source_nodes[0].node.text


@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecationWarning")
def test_an_agent_asks_through_a_tool(assistant):
    tool = QueryEngineTool.from_defaults(
        make_query_engine(assistant), name="articles", description="Answers from news articles."
    )
    output = tool.call(input="When will the ferry stop running?")
    assert "4 May" in output.content
    assert output.raw_output.source_nodes

    def reply(messages, **_):
        """Ask the tool first, then repeat what it said: no model is needed to show the way."""
        last = messages[-1]
        if last.role == "tool":
            return ChatMessage(role="assistant", blocks=[TextBlock(text=str(last.content))])
        call = ToolCallBlock(
            tool_name="articles",
            tool_kwargs={"input": "When will the ferry stop running?"},
            tool_call_id="1",
        )
        return ChatMessage(role="assistant", blocks=[call])

    async def run():
        llm = MockFunctionCallingLLM(response_generator=reply)
        return await FunctionAgent(tools=[tool], llm=llm, streaming=False).run("The ferry?")

    result = asyncio.run(run())
    assert "4 May" in str(result.response)
    assert [call.tool_name for call in result.tool_calls] == ["articles"]


def test_a_router_takes_our_engine(assistant, minilm):
    from llama_index.core.embeddings import MockEmbedding

    tool = QueryEngineTool.from_defaults(make_query_engine(assistant), description="articles")
    engine = RouterQueryEngine(
        selector=EmbeddingSingleSelector.from_defaults(embed_model=MockEmbedding(4)),
        query_engine_tools=[tool],
        llm=MockFunctionCallingLLM(),
    )
    assert "4 May" in str(engine.query("When will the ferry stop running?"))


def test_llama_index_is_loaded_only_where_it_is_used():
    code = (
        "import sys, qa.assistant; sys.exit(any(n.startswith('llama_index') for n in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
