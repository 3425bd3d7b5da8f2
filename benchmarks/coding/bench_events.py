"""Score events against the development half of our gold, as a part of ``make bench``.

Run: python benchmarks/coding/bench_events.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.coding.score_events import main

if __name__ == "__main__":
    sys.exit(main([]))
