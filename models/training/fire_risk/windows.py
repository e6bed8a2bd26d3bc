"""Windows of thirty minutes, their labels, and the statistics of a window that trees and logistic regression eat."""

import numpy as np

from .dataset import Stream

#: Steps at either end that a rise is measured between, and the newest steps that a lasting sign must fill.
EDGE = 5
LASTING = 15
#: The steps in the middle, which tell speeding up from levelling off.
MIDDLE = slice(12, 17)
#: The strongest hazards at once: two independent ones mean more than one.
STRONGEST = 3


class Layout:
    """Which columns of a window are evidence, context and hazard figures, by the schema."""

    def __init__(self, schema: dict):
        features = schema["features"]
        self.steps = schema["steps"]
        self.features = len(features)
        self.evidence = [i for i, one in enumerate(features) if one["role"] == "evidence"]
        #: Known from the newest step alone: how the evidence came about, and what it is read by.
        self.context = [i for i, one in enumerate(features) if one["role"] != "evidence"]
        self.hazards = [i for i, one in enumerate(features) if one["name"].endswith("Hazard")]
        count = len(self.evidence)
        #: Only more evidence may raise a risk; a rise may mean either, since what fades was there.
        self.monotonic = [1] * (3 * count) + [0] * (2 * count) + [1] * STRONGEST + [0] * len(self.context)


def windows(stream: Stream, steps: int) -> np.ndarray:
    """[rows - steps + 1, features, steps], a view. Row i ends with the stream's row i + steps - 1."""
    return np.lib.stride_tricks.sliding_window_view(stream.features, steps, axis=0)


def predictable(stream: Stream, steps: int) -> np.ndarray:
    """Indices of the stream's rows from which a prediction is made."""
    rows = np.flatnonzero(stream.ready)
    return rows[rows >= steps - 1]


def statistics(window: np.ndarray, layout: Layout) -> np.ndarray:
    """[n, features, steps] → [n, len(layout.monotonic)]; `graph.py` builds the same inside the model."""
    evidence = window[:, layout.evidence]
    head = evidence[:, :, :EDGE].mean(axis=2, dtype=np.float32)
    tail = evidence[:, :, -EDGE:].mean(axis=2, dtype=np.float32)
    middle = evidence[:, :, MIDDLE].mean(axis=2, dtype=np.float32)
    hazards = window[:, layout.hazards, -EDGE:].mean(axis=2, dtype=np.float32)
    return np.concatenate(
        [
            tail,
            evidence.mean(axis=2, dtype=np.float32),
            evidence[:, :, -LASTING:].min(axis=2),
            tail - head,
            tail + head - 2 * middle,
            -np.sort(-hazards, axis=1)[:, :STRONGEST],
            window[:, layout.context, -1],
        ],
        axis=1,
    ).astype(np.float32)


def label_fire(stream: Stream, rows: np.ndarray, minutes: float = 10) -> np.ndarray:
    """Whether the device ignites within so many minutes after the row's minute."""
    if stream.ignition is None:
        return np.zeros(len(rows), bool)
    ahead = stream.ignition - (stream.minutes[rows] + 1)
    return (ahead > 0) & (ahead <= minutes)


def label_hazard(stream: Stream, rows: np.ndarray) -> np.ndarray:
    """Whether a hazard is under way: between onset and ignition or arrest."""
    if stream.category not in ("incident", "near_miss") or stream.onset is None:
        return np.zeros(len(rows), bool)
    until = stream.ignition if stream.ignition is not None else stream.hn_end
    until = stream.end if until is None else until
    minute = stream.minutes[rows]
    return (minute >= stream.onset) & (minute < until)


def counted(stream: Stream, rows: np.ndarray) -> np.ndarray:
    """What comes after ignition or arrest teaches and tests nothing: whether it still counts."""
    until = stream.ignition if stream.ignition is not None else None
    if stream.category in ("incident", "near_miss") and until is None:
        until = stream.hn_end if stream.hn_end is not None else stream.end
    if until is None:
        return np.ones(len(rows), bool)
    return stream.minutes[rows] < until
