"""Everything that is tried: each takes sampled windows and gives logits for any stream."""

import numpy as np
import torch
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from torch import nn

from .networks import Scaled
from .windows import Layout, statistics

CHUNK = 8192


class Trees:
    """Gradient boosting over window statistics, in which more evidence can only raise the risk."""

    def __init__(self, layout: Layout, seed: int):
        self.layout = layout
        self.model = HistGradientBoostingClassifier(
            max_iter=300,
            learning_rate=0.06,
            max_leaf_nodes=12,
            min_samples_leaf=80,
            l2_regularization=5.0,
            max_bins=63,
            early_stopping=False,
            monotonic_cst=layout.monotonic,
            random_state=seed,
        )

    def fit(self, windows: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> "Trees":
        self.model.fit(statistics(windows, self.layout), labels, sample_weight=weights)
        return self

    def logits(self, windows: np.ndarray) -> np.ndarray:
        return _chunked(windows, lambda part: self.model.decision_function(statistics(part, self.layout)))


class Logistic:
    """Logistic regression over the same statistics, standardised."""

    def __init__(self, layout: Layout):
        self.layout = layout

    def fit(self, windows: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> "Logistic":
        inputs = statistics(windows, self.layout)
        self.mean, self.scale = inputs.mean(0), inputs.std(0) + 1e-6
        self.model = LogisticRegression(C=0.01, max_iter=200)
        self.model.fit(self._standard(inputs), labels, sample_weight=weights)
        return self

    def logits(self, windows: np.ndarray) -> np.ndarray:
        def part(x: np.ndarray) -> np.ndarray:
            return self.model.decision_function(self._standard(statistics(x, self.layout)))

        return _chunked(windows, part)

    def _standard(self, inputs: np.ndarray) -> np.ndarray:
        return np.clip((inputs - self.mean) / self.scale, -8, 8)


class Network:
    """A torch module, trained with weighted cross-entropy and Adam."""

    def __init__(self, make, seed: int, epochs: int, per_epoch: int):
        self.make, self.seed, self.epochs, self.per_epoch = make, seed, epochs, per_epoch

    def fit(self, windows: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> "Network":
        torch.manual_seed(self.seed)
        rng = np.random.default_rng(self.seed)
        flat = windows[:: max(1, len(windows) // 50_000), :, -1].astype(np.float64)
        low, high = np.percentile(flat, [1, 99], axis=0)
        inside = np.clip(flat, low, high)
        scaler = Scaled(inside.mean(0), inside.std(0) + 1e-3)
        self.module = self.make(scaler, windows.shape[1])
        steps_per_epoch = self.per_epoch // 256
        optimiser = torch.optim.Adam(self.module.parameters(), lr=1e-3, weight_decay=1e-5)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser, max_lr=2e-3, total_steps=self.epochs * steps_per_epoch
        )
        loss_of = nn.BCEWithLogitsLoss(reduction="none")
        positive = np.flatnonzero(labels)
        negative = np.flatnonzero(~labels)
        for epoch in range(self.epochs):
            self.module.train()
            total = 0.0
            for _ in range(steps_per_epoch):
                # A quarter of each batch is positive; calibration puts the base rate right afterwards.
                rows = np.concatenate([rng.choice(positive, 64), rng.choice(negative, 192)])
                x = torch.from_numpy(np.ascontiguousarray(windows[rows].transpose(0, 2, 1)))
                y = torch.from_numpy(labels[rows].astype(np.float32))
                w = torch.from_numpy(weights[rows].astype(np.float32))
                loss = (loss_of(self.module(x), y) * w).mean()
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(self.module.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                total += float(loss)
            print(f"    epoch {epoch + 1}/{self.epochs}: loss {total / steps_per_epoch:.4f}", flush=True)
        self.module.eval()
        return self

    def logits(self, windows: np.ndarray) -> np.ndarray:
        def part(x: np.ndarray) -> np.ndarray:
            with torch.no_grad():
                return self.module(torch.from_numpy(np.ascontiguousarray(x.transpose(0, 2, 1)))).numpy()

        return _chunked(windows, part)


def _chunked(windows: np.ndarray, function) -> np.ndarray:
    if len(windows) == 0:
        return np.zeros(0)
    return np.concatenate([function(windows[at : at + CHUNK]) for at in range(0, len(windows), CHUNK)])
