"""Writes the model file, and the cases by which the desk proves that it computes the same."""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx

from .calibration import sigmoid
from .graph import Graph
from .windows import Layout

PARITY_CASES = 32
DECILES = 10


def build(schema: dict, parts: dict, metadata: dict) -> onnx.ModelProto:
    """
    `parts`: fitted `boostedTrees`, `hazardTrees` and `cnnLstm`, and `calibration`: name → (slope, offset), with
    `probability` over the sum of the two fire logits weighted by `weights`.
    """
    graph = Graph(Layout(schema))
    inputs = graph.statistics()
    trees = graph.trees(inputs, parts["boostedTrees"].model)
    hazard = graph.trees(inputs, parts["hazardTrees"].model)
    network = graph.network(parts["cnnLstm"].module)
    both = graph.mixed([trees, network], parts["weights"])
    calibration = parts["calibration"]
    outputs = {
        "probability": graph.calibrated(both, *calibration["probability"]),
        "hazard": graph.calibrated(hazard, *calibration["hazardTrees"]),
        "cnnLstm": graph.calibrated(network, *calibration["cnnLstm"]),
        "boostedTrees": graph.calibrated(trees, *calibration["boostedTrees"]),
    }
    return graph.model(outputs, json.dumps(metadata))


def expected(parts: dict, window: np.ndarray) -> dict[str, np.ndarray]:
    """What the graph must answer for windows [n, features, steps], computed by the libraries that trained it."""
    trees = parts["boostedTrees"].logits(window)
    network = parts["cnnLstm"].logits(window)
    calibration = parts["calibration"]
    mixed = parts["weights"][0] * trees + parts["weights"][1] * network

    def calibrated(name: str, logit: np.ndarray) -> np.ndarray:
        return sigmoid(calibration[name][0] * logit + calibration[name][1]).astype(np.float32)

    return {
        "probability": calibrated("probability", mixed),
        "hazard": calibrated("hazardTrees", parts["hazardTrees"].logits(window)),
        "cnnLstm": calibrated("cnnLstm", network),
        "boostedTrees": calibrated("boostedTrees", trees),
    }


def parity_cases(parts: dict, window: np.ndarray, seed: int) -> dict:
    """Stored cases, half of them where the answer is high: shape [PARITY_CASES, steps, features] as nested lists."""
    rng = np.random.default_rng(seed)
    score = parts["boostedTrees"].logits(window)
    high = np.argsort(score)[-len(score) // 20 :]
    rows = np.concatenate(
        [rng.choice(high, PARITY_CASES // 2, False), rng.choice(len(window), PARITY_CASES // 2, False)]
    )
    cases = window[rows]
    return {
        "windows": np.round(cases.transpose(0, 2, 1).astype(np.float64), 6).tolist(),
        "outputs": {
            name: values.astype(np.float64).tolist()
            for name, values in expected(parts, np.round(cases.astype(np.float64), 6).astype(np.float32)).items()
        },
    }


def reference(schema: dict, newest: np.ndarray) -> dict:
    """Deciles of each feature on ordinary days: what drift is measured against."""
    features = []
    for index, feature in enumerate(schema["features"]):
        values = newest[:, index].astype(np.float64)
        edges = np.quantile(values, np.arange(1, DECILES) / DECILES)
        counts = np.bincount(np.searchsorted(edges, values, side="left"), minlength=DECILES)
        features.append(
            {
                "name": feature["name"],
                "edges": [float(f"{edge:.6g}") for edge in edges],
                "shares": [round(float(count) / len(values), 5) for count in counts],
            }
        )
    return {"windows": int(len(newest)), "features": features}


def write(path: Path, model: onnx.ModelProto) -> str:
    """→ SHA-256 of the file, hexadecimal."""
    payload = model.SerializeToString(deterministic=True)
    path.write_bytes(payload)
    return hashlib.sha256(payload).hexdigest()
