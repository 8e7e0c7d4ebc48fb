"""`make bench`: how fast and how dear it is, each time beside something else that ran in turn with it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "layers/common"))
