"""`make bench`: measures speed and cost. The code and its reference are measured alternately."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "layers/common"))
