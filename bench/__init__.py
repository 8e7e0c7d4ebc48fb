"""`make bench`: measures speed and cost, each beside a reference that ran in turn with it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "layers/common"))
