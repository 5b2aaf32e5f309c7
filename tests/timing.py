"""Bounds on the time that hostile input may take, which a busy machine does not break."""

import gc
import time
from collections.abc import Callable

ATTEMPTS = 3


def assert_quick(work: Callable[[], object], *, seconds: float) -> None:
    """Fail when work takes more CPU time of this thread than allowed, in each of some attempts.

    Collecting what other tests left in memory is kept out of it.
    """
    taken = []
    gc.disable()
    try:
        while not taken or (min(taken) > seconds and len(taken) < ATTEMPTS):
            started = time.thread_time()
            work()
            taken.append(time.thread_time() - started)
    finally:
        gc.enable()
    assert min(taken) <= seconds
