"""`make bench`: measures speed and cost. Timings of our code alternate with timings of a reference."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "layers/common"))
