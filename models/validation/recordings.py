"""Real recordings where their folders are given, parametric stand-ins (announced on stderr) where they are not."""
import glob
import os
import sys

import numpy as np
import pandas as pd


def _say(text):
    print(text, file=sys.stderr)


class Household:
    """Days of minute data, each (1440,): active kW, reactive kvar, voltage V, current A."""

    def __init__(self, p, q, v, i, real):
        self.p, self.q, self.v, self.i, self.real = p, q, v, i, real
        # What the supply does without this house: its own drop (0.33 ohm, the recording's V-I slope) is added back.
        self.open_circuit = v + 0.33 * i
        self.open_circuit = self.open_circuit - self.open_circuit.mean()

    def __len__(self):
        return len(self.p)

    @staticmethod
    def read(path):
        """`path`: the CSV file, or a folder that holds it. Without a path: a stand-in."""
        if not path:
            _say('no --uci: household load and supply are parametric stand-ins')
            return Household.stand_in()
        files = [path] if os.path.isfile(path) else sorted(glob.glob(os.path.join(path, '*.csv')))
        if not files:
            raise SystemExit(f'--uci {path}: no CSV file there')
        frame = pd.read_csv(files[0], na_values='?')
        names = ['global_active_power', 'global_reactive_power', 'voltage', 'global_intensity']
        missing = [n for n in names if n not in frame]
        if missing:
            raise SystemExit(f'--uci {files[0]}: columns missing: {", ".join(missing)}')
        data = frame[names].interpolate(limit_direction='both').to_numpy(float)
        days = len(data) // 1440
        if days == 0:
            raise SystemExit(f'--uci {files[0]}: less than one day of minutes')
        return Household(*data[: days * 1440].reshape(days, 1440, 4).transpose(2, 0, 1), True)

    @staticmethod
    def stand_in(days=28):
        rng = np.random.default_rng(20070201)
        minute = np.arange(1440)
        p = np.zeros((days, 1440))
        for d in range(days):
            p[d] = rng.uniform(0.18, 0.4)
            period, phase = rng.integers(35, 70), rng.integers(0, 60)
            p[d] += 0.11 * ((minute + phase) % period < period * 0.4)
            for _ in range(rng.poisson(26)):
                centre = rng.choice([7.5, 12.5, 19.5, 21.5], p=[0.25, 0.15, 0.35, 0.25]) + rng.normal(0, 1.8)
                start = int(centre * 60) % 1440
                length = int(min(180, 3 + 12 * rng.pareto(1.4)))
                p[d, start:start + length] += rng.choice([0.15, 0.5, 1.2, 2.0, 2.8])
        q = 0.08 + 0.06 * rng.random((days, 1440)) + 0.03 * p
        i = np.hypot(p, q) * 1000 / 240
        wander = np.cumsum(rng.normal(0, 0.12, (days, 1440)), axis=1)
        wander -= wander.mean(1, keepdims=True)
        wander *= 2.4 / wander.std(1, keepdims=True)
        return Household(p, q, 241 + wander - 0.33 * i, i, False)


class Fires:
    """Temperature rises after ignition, K over seconds: inside an enclosure and in a room."""

    def __init__(self, becca=None, fsri=None):
        self.enclosure = self._becca(becca) if becca else []
        self.room = self._fsri(fsri) if fsri else []
        for option, path, curves in (('--becca', becca, self.enclosure), ('--fsri', fsri, self.room)):
            if path and not curves:
                raise SystemExit(f'{option} {path}: no usable recording there')
        if not self.enclosure:
            _say('no --becca: fires inside an enclosure are parametric stand-ins')
        if not self.room:
            _say('no --fsri: fires in a room are parametric stand-ins')

    @staticmethod
    def _becca(path):
        curves = []
        for file in sorted(glob.glob(os.path.join(path, 'Test_*.csv'))):
            frame = pd.read_csv(file, skiprows=[1])
            frame = frame.apply(pd.to_numeric, errors='coerce').dropna(axis=1, how='all').ffill().fillna(0)
            time = frame.iloc[:, 0].to_numpy(float)
            rises = [frame[c].to_numpy(float) - float(frame[c].iloc[0]) for c in frame.columns[3:]
                     if 'ambient' not in c.lower()]
            rises = [np.clip(r, 0, 1100) for r in rises if np.nanmax(r) > 60]
            if len(rises) >= 2 and time[-1] > 200:
                curves.append((time, rises))
        return curves

    @staticmethod
    def _fsri(path):
        curves = []
        for file in sorted(glob.glob(os.path.join(path, '*.csv'))):
            if file.endswith('_Events.csv'):
                continue
            beside = file.replace('.csv', '_Events.csv')
            if not os.path.isfile(beside):
                raise SystemExit(f'--fsri {beside}: missing, so the time of ignition is unknown')
            events = pd.read_csv(beside)
            frame = pd.read_csv(file)
            start = pd.to_datetime(frame['Timestamp']).iloc[0]
            at = events.loc[events['Event'].str.contains('Ignition'), 'Time'].iloc[-1]
            zero = (pd.to_datetime(at, format='%Y-%m-%d-%H:%M:%S') - start).total_seconds()
            begin = int(max(0, zero))
            columns = [c for c in frame.columns if 'Temperature' in c and
                       any(h in c for h in ('0.9 m', '1.2 m', '1.5 m', '1.8 m'))]
            data = frame[columns].iloc[begin:begin + 1200:5].apply(pd.to_numeric, errors='coerce').ffill()
            rises = [np.clip(data[c].to_numpy(float) - float(data[c].iloc[0]), 0, 1000) for c in columns]
            rises = [r for r in rises if np.nanmax(r) > 60 and np.isfinite(r).all()]
            if rises:
                curves.append((np.arange(len(data)) * 5.0, rises))
        return curves

    def in_enclosure(self, rng, seconds):
        """Rise at the sensor and at the board, for an array of seconds since ignition."""
        stretch = rng.uniform(0.7, 2.2)
        if self.enclosure:
            time, rises = self.enclosure[rng.integers(len(self.enclosure))]
            a, b = rng.choice(len(rises), 2, replace=False)
            return tuple(np.interp(seconds / stretch, time, rises[k]) * rng.uniform(0.6, 1.1) for k in (a, b))
        return tuple(
            rng.uniform(250, 650) * (1 - np.exp(-(seconds / (stretch * rng.uniform(90, 420))) ** rng.uniform(1.2, 2)))
            for _ in range(2))

    def in_room(self, rng, seconds):
        """Rise of the air at the panel's height."""
        stretch = rng.uniform(0.8, 1.8)
        if self.room:
            time, rises = self.room[rng.integers(len(self.room))]
            return np.interp(seconds / stretch, time, rises[rng.integers(len(rises))])
        return rng.uniform(180, 500) / (1 + np.exp(-(seconds / stretch - rng.uniform(150, 320)) / rng.uniform(25, 60)))
