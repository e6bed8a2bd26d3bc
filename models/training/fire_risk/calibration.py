"""Platt scaling on validation streams at their natural base rate, and how good it is."""

import numpy as np
from scipy.optimize import minimize


def platt(logits: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Slope and offset that make sigmoid(slope * logit + offset) the likeliest (Platt 1999)."""
    scaled = logits.astype(np.float64)

    def loss(parameters):
        z = parameters[0] * scaled + parameters[1]
        return np.mean(np.logaddexp(0, z) - labels * z)

    slope, offset = minimize(loss, [1.0, 0.0], method="Nelder-Mead", options={"maxiter": 400}).x
    return float(max(slope, 1e-3)), float(offset)


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(z, -60, 60)))


def brier_skill(probability: np.ndarray, labels: np.ndarray) -> float:
    """1 is perfect, 0 as good as always saying the base rate."""
    base = labels.mean()
    return float(1 - np.mean((probability - labels) ** 2) / max(1e-12, base * (1 - base)))


def calibration_error(probability: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error over bins of equal count."""
    order = np.argsort(probability)
    error = 0.0
    for part in np.array_split(order, bins):
        error += len(part) * abs(probability[part].mean() - labels[part].mean())
    return float(error / len(order))


def mixture(logits: list[np.ndarray], labels: np.ndarray) -> tuple[list[float], tuple[float, float]]:
    """Weights, none negative and together 1, and Platt scaling of the weighted sum, that make the labels likeliest."""
    first, second = (one.astype(np.float64) for one in logits)

    def loss(weight: float) -> float:
        mixed = weight * first + (1 - weight) * second
        slope, offset = platt(mixed, labels)
        z = slope * mixed + offset
        return float(np.mean(np.logaddexp(0, z) - labels * z))

    weight = min(np.linspace(0, 1, 6), key=loss)
    return [float(weight), float(1 - weight)], platt(weight * first + (1 - weight) * second, labels)
