"""
Builds the one ONNX graph that the desk runs: window statistics, trees, network, calibration, side by side over one input.
"""

import io

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .windows import EDGE, LASTING, MIDDLE, STRONGEST, Layout

OPSET = 13
TREES_DOMAIN = "ai.onnx.ml"


class Graph:
    """Collects nodes and constants under unique names."""

    def __init__(self, layout: Layout):
        self.nodes, self.constants = [], []
        self.layout = layout
        self.steps, self.features = layout.steps, layout.features
        self._count = 0

    def constant(self, value) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def add(self, op: str, inputs: list[str], domain: str = "", **attributes) -> str:
        self._count += 1
        output = f"{op}_{self._count}"
        self.nodes.append(helper.make_node(op, inputs, [output], domain=domain, **attributes))
        return output

    def statistics(self) -> str:
        """[batch, steps, features] → [batch, statistics], as `windows.statistics` does."""

        def columns(which: list[int]) -> str:
            return self.add("Gather", ["window", self.constant(np.array(which, np.int64))], axis=2)

        def newest(x: str, steps: int) -> str:
            return self._steps(x, self.steps - steps, self.steps)

        def mean(x: str) -> str:
            return self.add("ReduceMean", [x], axes=[1], keepdims=0)

        evidence = columns(self.layout.evidence)
        tail = mean(newest(evidence, EDGE))
        head = mean(self._steps(evidence, 0, EDGE))
        middle = mean(self._steps(evidence, MIDDLE.start, MIDDLE.stop))
        twice = self.add("Mul", [middle, self.constant(np.float32(2))])
        hazards = mean(newest(columns(self.layout.hazards), EDGE))
        return self.add(
            "Concat",
            [
                tail,
                mean(evidence),
                self.add("ReduceMin", [newest(evidence, LASTING)], axes=[1], keepdims=0),
                self.add("Sub", [tail, head]),
                self.add("Sub", [self.add("Add", [tail, head]), twice]),
                self._strongest(hazards),
                mean(newest(columns(self.layout.context), 1)),
            ],
            axis=1,
        )

    def _steps(self, x: str, start: int, end: int) -> str:
        limits = [self.constant(np.array([at], np.int64)) for at in (start, end)]
        return self.add("Slice", [x, *limits, self.constant(np.array([1], np.int64))])

    def _strongest(self, x: str) -> str:
        self._count += 1
        outputs = [f"TopK_{self._count}", f"TopK_{self._count}_at"]
        count = self.constant(np.array([STRONGEST], np.int64))
        self.nodes.append(helper.make_node("TopK", [x, count], outputs, axis=1))
        return outputs[0]

    def trees(self, statistics: str, model) -> str:
        """The logit of a fitted HistGradientBoostingClassifier, shape [batch, 1]."""
        rows = {key: [] for key in ("tree", "node", "feature", "value", "mode", "true", "false", "missing")}
        leaves = {key: [] for key in ("tree", "node", "weight")}
        for tree, (predictor,) in enumerate(model._predictors):
            for number, node in enumerate(predictor.nodes):
                leaf = bool(node["is_leaf"])
                rows["tree"].append(tree)
                rows["node"].append(number)
                rows["feature"].append(0 if leaf else int(node["feature_idx"]))
                rows["value"].append(0.0 if leaf else _not_above(node["num_threshold"]))
                rows["mode"].append("LEAF" if leaf else "BRANCH_LEQ")
                rows["true"].append(0 if leaf else int(node["left"]))
                rows["false"].append(0 if leaf else int(node["right"]))
                rows["missing"].append(0 if leaf else int(node["missing_go_to_left"]))
                if leaf:
                    leaves["tree"].append(tree)
                    leaves["node"].append(number)
                    leaves["weight"].append(float(node["value"]))
        return self.add(
            "TreeEnsembleRegressor",
            [statistics],
            domain=TREES_DOMAIN,
            n_targets=1,
            aggregate_function="SUM",
            post_transform="NONE",
            base_values=[float(np.ravel(model._baseline_prediction)[0])],
            nodes_treeids=rows["tree"],
            nodes_nodeids=rows["node"],
            nodes_featureids=rows["feature"],
            nodes_values=rows["value"],
            nodes_modes=rows["mode"],
            nodes_truenodeids=rows["true"],
            nodes_falsenodeids=rows["false"],
            nodes_missing_value_tracks_true=rows["missing"],
            target_treeids=leaves["tree"],
            target_nodeids=leaves["node"],
            target_ids=[0] * len(leaves["tree"]),
            target_weights=leaves["weight"],
        )

    def network(self, module: torch.nn.Module) -> str:
        """The logit of a torch module over the window, shape [batch, 1]."""
        module.eval()
        buffer = io.BytesIO()
        torch.onnx.export(
            module,
            torch.zeros(1, self.steps, self.features),
            buffer,
            opset_version=OPSET,
            input_names=["window"],
            output_names=["logit"],
            dynamic_axes={"window": {0: "batch"}, "logit": {0: "batch"}},
        )
        graph = onnx.load_from_string(buffer.getvalue()).graph
        prefix = f"net{self._count}_"

        def renamed(name: str) -> str:
            return name if name in ("window", "") else prefix + name

        for constant in graph.initializer:
            constant.name = renamed(constant.name)
            self.constants.append(constant)
        for node in graph.node:
            node.name = prefix + node.name
            node.input[:] = [renamed(name) for name in node.input]
            node.output[:] = [renamed(name) for name in node.output]
            self.nodes.append(node)
        self._count += 1
        return self.add("Unsqueeze", [renamed("logit"), self.constant(np.array([1], np.int64))])

    def calibrated(self, logit: str, slope: float, offset: float) -> str:
        scaled = self.add("Mul", [logit, self.constant(np.float32(slope))])
        shifted = self.add("Add", [scaled, self.constant(np.float32(offset))])
        return self.add("Sigmoid", [shifted])

    def mixed(self, logits: list[str], weights: list[float]) -> str:
        terms = [self.add("Mul", [x, self.constant(np.float32(w))]) for x, w in zip(logits, weights)]
        return self.add("Sum", terms)

    def model(self, outputs: dict[str, str], metadata: str) -> onnx.ModelProto:
        """`outputs`: public name → [batch, 1]; leaves as [batch]."""
        axes = self.constant(np.array([1], np.int64))
        for name, source in outputs.items():
            self.nodes.append(helper.make_node("Squeeze", [source, axes], [name]))
        graph = helper.make_graph(
            self.nodes,
            "fire-risk",
            [helper.make_tensor_value_info("window", TensorProto.FLOAT, ["batch", self.steps, self.features])],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch"]) for name in outputs],
            self.constants,
        )
        model = helper.make_model(
            graph,
            producer_name="emberwatch",
            opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(TREES_DOMAIN, 1)],
            ir_version=7,
        )
        helper.set_model_props(model, {"emberwatch": metadata})
        onnx.checker.check_model(model)
        return model


def _not_above(threshold: float) -> float:
    """The largest float32 that isn't above the threshold: for every float32 x, x ≤ it exactly if x ≤ threshold."""
    value = np.float32(threshold)
    return float(value if float(value) <= threshold else np.nextafter(value, np.float32(-np.inf)))
