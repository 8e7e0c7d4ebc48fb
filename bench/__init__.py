"""Benchmarks of speed and cost, run by `make bench`.

Our code and the reference code are measured alternately, so other load on the machine slows both.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "layers/common"))
