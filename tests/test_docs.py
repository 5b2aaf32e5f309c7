"""What the documentation says is true: its examples run, its tables name what exists."""

import contextlib
import importlib
import io
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PYTHON_BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("code", PYTHON_BLOCKS)
def test_readme_code_prints_what_it_says(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    assert printed.getvalue().splitlines() == re.findall(r"^# (.*)$", code, re.MULTILINE)


@pytest.mark.parametrize(
    "command",
    ["chat", "ask", "index", "list", "remove", "verify", "eval", "gold", "probe", "bench"],
)
def test_every_command_has_help_and_stands_in_the_readme(command):
    shown = subprocess.run(
        [sys.executable, "-m", "qa", command, "--help"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80"},
        timeout=60,
    )
    assert shown.returncode == 0
    assert re.search(rf"article-qa {command}\b|· `{command}", README)


@pytest.mark.parametrize(
    "name",
    ["index", "qa", "qa.reader", "qa.evaluation.probes.tampering", "qa.verification", "seeds"],
)
def test_public_names_are_sorted_and_documented(name):
    package = importlib.import_module(name)
    assert list(package.__all__) == sorted(package.__all__)
    for public in package.__all__:
        value = getattr(package, public)
        assert not callable(value) or value.__doc__, f"{name}.{public} has no docstring"


def test_the_readme_is_finished():
    assert "## Measured" in README
    assert "FIGURES" not in README


def test_the_version_stands_in_the_changelog():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_no_file_names_a_registry():
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT)
    if listed.returncode:
        pytest.skip("not a git checkout")
    hosts = re.compile("py" + r"pi\.org|pythonhosted|npm" + r"js\.org|deb\.debian", re.IGNORECASE)
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix not in {".onnx", ".png"} and path.is_file() and path != Path(__file__):
            assert not hosts.search(path.read_text("utf-8", errors="replace")), name


def test_every_dependency_has_a_lower_bound():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [name for group in project["optional-dependencies"].values() for name in group]
    for requirement in (*project["dependencies"], *extras):
        assert ">=" in requirement


def test_source_files_stay_readable():
    for folder in ("seeds", "index", "qa", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            assert len(path.read_text("utf-8").splitlines()) <= 400, path
