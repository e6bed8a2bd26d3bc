"""Reads what `emberwatch export-training` wrote: features a minute, in streams of one device, with the truth beside them."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MINUTE_S = 60


@dataclass(frozen=True)
class Stream:
    """One device's recording. Times are minutes since 1970, None where a thing did not happen."""

    device_id: str
    category: str
    type: str
    start: float
    end: float
    onset: float | None
    ignition: float | None
    arrested: bool
    hn_end: float | None
    #: [minutes, features] float32
    features: np.ndarray
    #: [minutes], the minute each row describes
    minutes: np.ndarray
    #: [minutes] bool, whether the window that ends with the row may be predicted from
    ready: np.ndarray
    #: [minutes] uint8, the worst level by rules of the readings of the minute: 0 NORMAL … 4 CRITICAL
    rules: np.ndarray
    #: [minutes] bool, whether a hazard over its limit waited for a second sign, which the model may give
    waiting: np.ndarray

    @property
    def days(self) -> float:
        return (self.end - self.start) / 1440


@dataclass(frozen=True)
class Dataset:
    schema: dict
    streams: list[Stream]
    #: SHA-256 over the exported files, hexadecimal
    hash: str


def load(folder: Path) -> Dataset:
    """Raises ValueError, naming the file, when the folder holds no complete export."""
    index = json.loads((folder / "streams.json").read_text())
    schema = index["schema"]
    count = len(schema["features"])
    total = sum(stream["rows"] for stream in index["streams"])
    features = np.memmap(folder / "features.f32", np.float32, "r").reshape(-1, count)
    minutes = np.fromfile(folder / "minutes.i32", np.int32)
    ready = np.fromfile(folder / "ready.u8", np.uint8).astype(bool)
    rules = np.fromfile(folder / "rules.u8", np.uint8)
    waiting = np.fromfile(folder / "waiting.u8", np.uint8).astype(bool)
    for name, rows in [("features.f32", len(features)), ("minutes.i32", len(minutes)), ("ready.u8", len(ready))]:
        if rows != total:
            raise ValueError(f"{folder / name}: {rows} rows, streams.json says {total}")
    streams, at = [], 0
    for one in index["streams"]:
        rows = slice(at, at + one["rows"])
        at += one["rows"]
        truth = one["truth"]
        streams.append(
            Stream(
                device_id=truth["deviceId"],
                category=truth["category"],
                type=truth["type"] or "",
                start=_minute(truth["start"]),
                end=_minute(truth["end"]),
                onset=_minute(truth["onset"]),
                ignition=_minute(truth["ignition"]),
                arrested=bool(truth["arrested"]),
                hn_end=_minute(truth["hnEnd"] or _time(truth["arrested"])),
                features=features[rows],
                minutes=minutes[rows],
                ready=ready[rows],
                rules=rules[rows],
                waiting=waiting[rows],
            )
        )
    return Dataset(schema, streams, _hash(folder))


def _minute(iso: str | None) -> float | None:
    if iso is None:
        return None
    return np.datetime64(iso.rstrip("Z"), "ms").astype(np.int64) / 60_000


def _time(value: bool | str | None) -> str | None:
    """A truth file says when a hazard was arrested, or only that it was."""
    return value if isinstance(value, str) else None


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in ["streams.json", "features.f32", "minutes.i32", "ready.u8", "rules.u8", "waiting.u8"]:
        with open(folder / name, "rb") as file:
            while chunk := file.read(1 << 22):
                digest.update(chunk)
    return digest.hexdigest()
