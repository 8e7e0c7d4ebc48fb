"""Benchmarks of speed and cost, run by `make bench`.

Runs of our code alternate with runs of a reference, so that other load on the machine slows both alike.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "layers/common"))
