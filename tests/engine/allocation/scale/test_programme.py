"""Sums of a programme come out the same on any number of cores."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np

from rakiza.engine.allocation.scale.programme import dot

LONG = """
import numpy as np
from rakiza.engine.allocation.scale.programme import dot
draw = np.random.default_rng(0)
print(repr(dot(draw.random(200_001), draw.random(200_001))))
"""


def test_long_sums_are_the_same_whatever_the_number_of_cores() -> None:
    """A product of long arrays by a threaded library adds them in as many parts as there are threads."""
    said = {
        subprocess.run(
            [sys.executable, "-c", LONG],
            capture_output=True,
            check=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
        ).stdout
        for threads in ("1", "2", "3")
    }
    assert len(said) == 1
    assert float(said.pop()) > 0


def test_a_sum_of_products() -> None:
    assert dot(np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, -6.0])) == -4.0
    assert dot(np.zeros(0), np.zeros(0)) == 0.0
