"""Chooses the operating points on validation streams, within the alarm budget."""

import numpy as np

from .dataset import Stream
from .protocol import Outcome, judge, persistent

HIGH = 3
K, N = 2, 3


def fused(streams: list[Stream], scores: list[np.ndarray], threshold: float, with_rules=True) -> list[np.ndarray]:
    """Whether each row's level is HIGH or worse: by rules, or by the score in k of n windows."""
    on = []
    for stream, score in zip(streams, scores):
        met = np.zeros(len(stream.minutes), bool)
        met[~np.isnan(score)] = score[~np.isnan(score)] >= threshold
        high = persistent(met, stream.minutes, K, N) & met
        on.append(high | (stream.rules >= HIGH) if with_rules else high)
    return on


def choose(
    streams: list[Stream],
    scores: list[np.ndarray],
    false_per_day: float,
    hard_share: float,
    with_rules=True,
) -> tuple[float, Outcome]:
    """The lowest threshold within both budgets: the most recall and the longest lead that they allow."""
    quiet = np.concatenate(
        [s[~np.isnan(s)] for stream, s in zip(streams, scores) if stream.category in ("normal", "hard_negative")]
    )
    best = None
    for tail in np.geomspace(0.05, 1e-6, 60):
        threshold = float(np.quantile(quiet, 1 - tail))
        outcome = judge(streams, fused(streams, scores, threshold, with_rules))
        fits = outcome.false_per_day <= false_per_day
        fits &= outcome.hard_negatives_alarmed <= hard_share * outcome.hard_negatives
        if fits:
            return threshold, outcome
        best = (threshold, outcome)
    return best
