"""Passwords; all names and passwords are invented."""

import time

import pytest

from index.errors import SettingsError
from qa.passwords import MAX_PASSWORD_BYTES, check_password, hash_password
from qa.settings import Settings, read_settings

PASSWORD = "four invented words here"


@pytest.fixture(scope="module")
def users():
    return {"ada": hash_password(PASSWORD)}


@pytest.mark.parametrize(
    ("name", "password", "fits"),
    [
        pytest.param("ada", PASSWORD, True, id="right"),
        pytest.param("ada", PASSWORD + "x", False, id="wrong"),
        pytest.param("ada", "", False, id="empty"),
        pytest.param("ada", PASSWORD + "\0", False, id="nul"),
        pytest.param("ada", "\ud800" * 100, False, id="no-text"),
        pytest.param("ben", PASSWORD, False, id="unknown-user"),
        pytest.param("", "", False, id="nobody"),
    ],
)
def test_only_the_right_password_of_a_user_fits(users, name, password, fits):
    assert check_password(name, password, users=users) is fits


def test_nobody_is_let_in_where_there_are_no_users():
    assert not check_password("", "", users={})


def test_what_bcrypt_would_cut_off_is_refused():
    longest = "x" * MAX_PASSWORD_BYTES
    users = {"ada": hash_password(longest)}
    assert check_password("ada", longest, users=users)
    assert not check_password("ada", longest + "y", users=users)


def test_an_unknown_user_takes_as_long(users):
    seconds = {}
    for name in ("ada", "ben"):
        begun = time.thread_time()
        check_password(name, "a wrong one", users=users)
        seconds[name] = time.thread_time() - begun
    assert 0.5 < seconds["ada"] / seconds["ben"] < 2


@pytest.mark.parametrize(
    ("password", "told"),
    [
        pytest.param("", "too short", id="empty"),
        pytest.param("eleven char", "too short", id="short"),
        pytest.param("é" * 37, "too long", id="long"),
    ],
)
def test_a_password_that_cannot_serve_is_told(password, told):
    with pytest.raises(SettingsError, match=told):
        hash_password(password)


@pytest.mark.parametrize("quote", ["", "'"], ids=["bare", "quoted"])
def test_a_hash_survives_the_settings_file(tmp_path, users, quote):
    path = tmp_path / "settings.env"
    path.write_text(f"UI_USERS={quote}ada:{users['ada']},ben:{users['ada']}{quote}\nPORT=1\n")
    settings = read_settings(env_file=path, environment={})
    assert settings.users == {"ada": users["ada"], "ben": users["ada"]}
    assert settings.port == "1"


@pytest.mark.parametrize(
    "entries",
    [
        "ada",
        "ada:",
        "ada:canary",
        "ada:$2b$12$short",
        "ada:$2b$31$" + "e" * 53,
        "ada:$2b$12$" + "x" * 53,
        "ada:$2b$12$" + "e" * 52 + "x",
        "ada:$2b$12$" + "e" * 52 + "\u0435",
        "a b:$2b$12$" + "e" * 53,
        ":$2b$12$" + "e" * 53,
        "ada:$2b$12$" + "e" * 53 + ",ada:$2b$12$" + "i" * 21 + "e" * 32,
    ],
)
def test_users_that_cannot_be_read_are_told_without_a_secret(entries):
    with pytest.raises(SettingsError, match="UI_USERS, entry") as caught:
        Settings(ui_users=entries)
    assert "canary" not in str(caught.value)
    assert "eee" not in str(caught.value)


@pytest.mark.parametrize("line", ["UI_USERS=", "UI_USERS=''", 'UI_USERS="  "', "UI_USERS= # none"])
def test_empty_settings_mean_nobody_and_nowhere(tmp_path, line):
    path = tmp_path / "settings.env"
    path.write_text(f"{line}\n{line.replace('USERS', 'HOSTS')}\n")
    for settings in (
        read_settings(env_file=path, environment={}),
        read_settings(env_file=path, environment={"UI_USERS": "", "UI_HOSTS": " "}),
    ):
        assert (settings.users, settings.hosts) == ({}, ())


@pytest.mark.parametrize("kept", ["$2b$12$" + "x" * 53, "no hash", "$2b$99$" + "e" * 53])
def test_a_hash_that_is_none_lets_nobody_in(kept):
    assert not check_password("ada", "four invented words", users={"ada": kept})


def test_hashes_are_never_shown(users):
    assert users["ada"] not in repr(Settings(ui_users=f"ada:{users['ada']}"))


@pytest.mark.parametrize("hosts", ["http://a.example", "a.example:80", "a b", "*", "a/b", "[x]"])
def test_hosts_that_are_no_names_are_told(hosts):
    with pytest.raises(SettingsError, match="UI_HOSTS"):
        Settings(ui_hosts=hosts)
