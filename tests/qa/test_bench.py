"""The command that measures speed."""

from qa.bench import measure_speed


def test_speed_is_told_as_a_ratio():
    shown = measure_speed(rounds=1)
    assert "ratio" in shown
    assert "embed_ms" in shown
