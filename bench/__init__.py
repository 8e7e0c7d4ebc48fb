"""Benchmarks of speed and cost, run by `make bench`.

Measurements of our code alternate with measurements of the code that it is compared with. So other load on
the machine slows both.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "layers/common"))
