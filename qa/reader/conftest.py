"""Doctests of the training code run only where the extra ``[train]`` is installed."""

from importlib.util import find_spec

_TRAINING = ["batches.py", "edits.py", "export.py", "network.py", "train.py"]
collect_ignore = [] if find_spec("torch") else _TRAINING
