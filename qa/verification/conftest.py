"""Leave out what needs the extra ``[train]`` where it is not installed."""

from importlib.util import find_spec

_FITTING = [] if find_spec("scipy") else ["calibrate_support.py"]
_TRAINING = [] if find_spec("torch") else ["doubts_data.py", "train_doubts.py"]
collect_ignore = [*_FITTING, *_TRAINING]
