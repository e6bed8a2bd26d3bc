"""Chooses the operating points on validation streams, within the alarm budget."""

import numpy as np

from .dataset import Stream
from .protocol import Outcome, judge, persistent

HIGH = 3
#: Met in four of five windows, one a minute: a fire gives more time than that, most disturbances don't.
K, N = 4, 5


def met(streams: list[Stream], scores: list[np.ndarray], threshold: float) -> list[np.ndarray]:
    """Whether the score of each row meets the threshold persistently; NaN never does."""
    result = []
    for stream, score in zip(streams, scores):
        over = np.nan_to_num(score, nan=-np.inf) >= threshold
        result.append(persistent(over, stream.minutes, K, N) & over)
    return result


def by_rules(streams: list[Stream]) -> list[np.ndarray]:
    return [stream.rules >= HIGH for stream in streams]


def either(a: list[np.ndarray], b: list[np.ndarray]) -> list[np.ndarray]:
    return [x | y for x, y in zip(a, b)]


def choose(
    streams: list[Stream],
    scores: list[np.ndarray],
    false_per_day: float,
    hard_share: float,
    beside: list[np.ndarray] | None = None,
) -> tuple[float, Outcome]:
    """
    The lowest threshold within both budgets: the most recall and the longest lead that they allow. `beside`: what
    alarms anyway, and counts towards the budgets.
    """
    quiet = np.concatenate(
        [s[~np.isnan(s)] for stream, s in zip(streams, scores) if stream.category in ("normal", "hard_negative")]
    )
    for tail in np.geomspace(0.05, 1e-6, 60):
        threshold = float(np.quantile(quiet, 1 - tail))
        on = met(streams, scores, threshold)
        outcome = judge(streams, on if beside is None else either(on, beside))
        if (
            outcome.false_per_day <= false_per_day
            and outcome.hard_negatives_alarmed <= hard_share * outcome.hard_negatives
        ):
            break
    return threshold, outcome
