import re
from dataclasses import fields
from pathlib import Path

import pytest

from index.errors import SettingsError
from qa.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]


def read(tmp_path, content, environment=()):
    path = tmp_path / "settings.env"
    path.write_bytes(content)
    return read_settings(env_file=path, environment=dict(environment))


def test_defaults_hold_where_nothing_is_set(tmp_path):
    assert read_settings(env_file=tmp_path / "missing", environment={}) == Settings()


def test_environment_wins_over_file_wins_over_default(tmp_path):
    settings = read(tmp_path, b"PORT=1\nHOST=a\nOTHER=x\n", {"PORT": "2"})
    assert (settings.port, settings.host, settings.library_dir) == ("2", "a", "library")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"PORT=1\nfoo bar\n", "line 2", id="no-equals-sign"),
        pytest.param(b'HOST="open\n', "line 1", id="open-quotation"),
        pytest.param(b"\xff\xfe\x00", "UTF-8", id="not-utf-8"),
        pytest.param(b"PORT=http\n", "PORT", id="port-not-a-number"),
        pytest.param(b"PORT=99999\n", "PORT", id="port-too-large"),
        pytest.param(b"PORT=" + b"9" * 5000, "PORT", id="port-of-thousands-of-digits"),
        pytest.param(b"HOST=\n", "HOST", id="empty-host"),
        pytest.param(b"CHROMA_URL=ftp://x\n", "CHROMA_URL", id="address-of-another-kind"),
        pytest.param(b"CHROMA_URL=http://[\n", "CHROMA_URL", id="address-that-cannot-be-read"),
        pytest.param(b"LIBRARY_DIR=\n", "LIBRARY_DIR", id="empty-folder"),
        pytest.param(b"MODEL=" + b"m" * 300, "MODEL", id="model-too-long"),
        pytest.param("OPENAI_API_KEY=sk‑1\n".encode(), "OPENAI_API_KEY", id="key-with-a-dash"),
        pytest.param(b"OPENAI_API_KEY='a b'\n", "OPENAI_API_KEY", id="key-with-a-blank"),
        pytest.param(b"OPENAI_BASE_URL=\n", "OPENAI_BASE_URL", id="no-address"),
        pytest.param(
            b"OPENAI_BASE_URL=http://a:b@c\n", "OPENAI_BASE_URL", id="password-in-address"
        ),
        pytest.param(b"MODEL_CONTEXT=8k\n", "MODEL_CONTEXT", id="context-not-a-number"),
        pytest.param(b"MODEL_CONTEXT=10\n", "MODEL_CONTEXT", id="context-too-small"),
        pytest.param(b"MODEL_MAX_TOKENS=5000\n", "no room", id="answer-larger-than-the-context"),
        pytest.param(b"MODEL_TIMEOUT=0\n", "MODEL_TIMEOUT", id="no-time"),
        pytest.param(b"MODEL_PRICES=cheap\n", "MODEL_PRICES", id="prices-of-no-number"),
        pytest.param(b"MODEL_PRICES=0.15\n", "MODEL_PRICES", id="one-price"),
        pytest.param(b"A=" + b"x" * 200_000, "100 kB", id="too-large"),
    ],
)
def test_what_is_not_valid_is_named_in_one_line(tmp_path, content, told):
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, content)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_in_place_of_the_file_is_told(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(env_file=tmp_path, environment={})


def test_the_key_is_never_shown():
    assert "canary" not in repr(Settings(openai_api_key="canary"))
    with pytest.raises(SettingsError) as caught:
        Settings(openai_api_key="canary \n")
    assert "canary" not in str(caught.value)


def test_the_example_file_lists_every_setting_with_its_default():
    example = (ROOT / ".env.example").read_text("utf-8")
    listed = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE))
    assert listed == {f.name.upper(): f.default for f in fields(Settings)}
    prose = " ".join(re.findall(r"^# (.*)$", example, re.MULTILINE))
    for setting in fields(Settings):
        assert setting.metadata["description"] in prose
