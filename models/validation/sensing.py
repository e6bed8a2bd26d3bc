"""From true channels to what a device sends: sensors, converters, status bits, clock, link, wire format."""
import gzip
from datetime import timezone
from math import sqrt

import numpy as np
from scipy.signal import lfilter

from physics import ar1, lag, lognormal

FIELDS = ('volt', 'voltLow', 'ct', 'zct', 'rzct', 'pwr', 'pcbTemp', 'sensorTemp', 'co', 'voc', 'pFct', 'aArc')


def _noise(rng, n, sd, heavy=4.5, colour=0.45):
    """ARMA(1,1) with Student-t innovations: what is left after a meter's own averaging."""
    e = rng.standard_t(heavy, n) * sqrt((heavy - 2) / heavy)
    y = lfilter([1.0, 0.3], [1.0, -colour], e)
    return sd * y / sqrt(1 + (0.3 + colour) ** 2 / (1 - colour**2))


def _quantise(x, step):
    return np.round(x / step) * step


class Device:
    """One device's sensors; drawn once, then applied to a day."""

    def __init__(self, rng, main, calm=False):
        self.rng = rng
        u = rng.uniform
        self.gain = {'volt': 1 + 0.004 * rng.standard_normal(), 'ct': 1 + 0.012 * rng.standard_normal(),
                     'zct': 1 + 0.03 * rng.standard_normal()}
        self.offset = {'pcbTemp': 0.7 * rng.standard_normal(), 'sensorTemp': 0.7 * rng.standard_normal(),
                       'co': 0.5 * rng.standard_normal(), 'voc': 0.0, 'zct': abs(0.04 * rng.standard_normal())}
        pick = rng.choice
        self.step = {'volt': pick([0.1, 0.1, 0.25, 0.5]), 'ct': pick([0.01, main / 2048, main / 1024, 0.1]),
                     'zct': pick([0.01, 0.02, 0.1]), 'pwr': pick([0.001, 0.01]),
                     'temp': pick([0.0625, 0.1, 0.1, 0.25, 0.5]), 'co': pick([0.1, 0.1, 0.5, 1.0]),
                     'voc': pick([1, 1, 5, 10]), 'pFct': pick([0.001, 0.01, 0.01])}
        scale = 0.6 if calm else 1.0
        self.sd = {'volt': scale * u(0.08, 0.3), 'ct': scale * u(0.002, 0.008), 'zct': scale * u(0.01, 0.06),
                   'temp': scale * u(0.05, 0.25), 'co': scale * u(0.15, 0.6), 'voc': scale * u(0.01, 0.06)}
        self.phase = u(-0.01, 0.06)  # capacitive leakage that the device takes for resistive
        self.co_fast, self.co_slow = u(8, 22), u(60, 180)
        self.voc_gamma = u(0.8, 1.15)
        self.voc_gain = lognormal(rng, 1.0, 0.25)
        self.voc_damp = u(-0.012, 0.02)  # per g/m³
        self.cross = lognormal(rng, 0.0012, 0.8, 0.0, 0.006)
        self.efficiency = u(0.3, 0.95)
        self.apparent = rng.random() < 0.15 and not calm  # firmware that reports kVA as kW
        self.limits = {'volt': 234 + pick([0, 0, 0, 1, 6]), 'outage': pick([190, 190, 180]), 'ct': main * u(1.0, 1.2),
                       'zct': pick([8, 8, 8, 15]), 'rzct': pick([8, 8, 5]), 'temp': pick([65, 65, 60, 70]),
                       'co': pick([17, 17, 25]), 'voc': pick([400, 400, 600]), 'pFct': pick([0.9, 0.9, 0.85]),
                       'aArc': pick([1, 1, 3])}
        self.hysteresis = u(0.01, 0.05)
        self.start_idx = int(rng.integers(0, 500_000))
        self.phase_ms = int(rng.integers(0, 10_000))
        self.ppm = rng.normal(0, 15)

    def measure(self, true, effect):
        rng = self.rng
        n = len(true['volt'])
        sd, out = self.sd, {}
        live = ~effect.off
        out['volt'] = (true['volt'] * self.gain['volt'] + _noise(rng, n, sd['volt'])) * live
        gap = np.maximum(true['volt'] - true['voltLow'], 0) * rng.uniform(0.7, 1.05, n)  # half cycles it may miss
        out['voltLow'] = np.maximum(0, out['volt'] - gap - np.abs(_noise(rng, n, 1.2 * sd['volt']))) * live
        out['ct'] = np.maximum(0, true['ct'] * self.gain['ct'] * (1 + _noise(rng, n, sd['ct']))
                               + _noise(rng, n, 0.02)) * live
        out['zct'] = np.maximum(0, true['zct'] * self.gain['zct'] + self.offset['zct'] + _noise(rng, n, sd['zct']))
        out['rzct'] = np.clip(np.hypot(true['rzct'], true['cap'] * self.phase) * self.gain['zct']
                              + _noise(rng, n, sd['zct']), 0, None)
        out['rzct'] = np.minimum(out['rzct'], out['zct'])
        out['pFct'] = np.clip(true['pFct'] + _noise(rng, n, 0.004), 0, 1)
        kw = out['volt'] * out['ct'] / 1000
        out['pwr'] = kw if self.apparent else kw * out['pFct']
        for name in ('pcbTemp', 'sensorTemp'):
            wander = ar1(rng, n, 20000, 0.15)
            out[name] = true[name] + self.offset[name] + wander + _noise(rng, n, sd['temp'], 6)
        voc = np.maximum(true['voc'], 1)
        heard = (0.75 * lag(voc, 18) + 0.25 * lag(voc, 300)) * self.voc_gain
        heard = 100 * (heard / 100) ** self.voc_gamma * (1 + self.voc_damp * (true['moist'] - true['moist'].mean()))
        out['voc'] = np.clip(heard * (1 + _noise(rng, n, sd['voc'])) * np.exp(ar1(rng, n, 15000, 0.06)), 0, 60000)
        gas = 0.8 * lag(true['co'], self.co_fast) + 0.2 * lag(true['co'], self.co_slow)
        crossed = lag(voc, 60) * self.cross * effect.cross
        crossed = 70 * np.tanh(crossed / 70)  # the charcoal filter's share
        out['co'] = np.clip(gas + crossed + self.offset['co'] + _noise(rng, n, sd['co']), 0, 1000)
        out['aArc'] = rng.binomial(true['arcs'].astype(int), self.efficiency) + true['false'].astype(int)
        self._faults(out, effect)
        for name in ('volt', 'voltLow'):
            out[name] = _quantise(np.clip(out[name], 0, 400), self.step['volt'])
        for name in ('zct', 'rzct'):
            out[name] = _quantise(np.clip(out[name], 0, 1000), self.step['zct'])
        for name in ('ct', 'pwr', 'co', 'voc', 'pFct'):
            out[name] = _quantise(out[name], self.step[name])
        for name in ('pcbTemp', 'sensorTemp'):
            out[name] = _quantise(np.clip(out[name], -40, 1000 if name == 'sensorTemp' else 150), self.step['temp'])
        return out

    def _faults(self, out, effect):
        rng = self.rng
        for kind, name, a, b in effect.sensor_faults:
            x = out[name]
            size = {'pcbTemp': 25, 'sensorTemp': 25, 'co': 25, 'voc': 600, 'zct': 6, 'volt': 15, 'ct': 20}[name]
            m = b - a
            if kind == 'stuck':
                x[a:b] = x[a]
            elif kind == 'rail':
                top = {'pcbTemp': 150, 'sensorTemp': 150, 'co': 1000, 'voc': 60000, 'zct': 100, 'volt': 0, 'ct': 200}
                x[a:b] = top[name] if rng.random() < 0.6 else (-40 if 'Temp' in name else 0)
            elif kind == 'drift':
                x[a:b] = x[a:b] + np.linspace(0, 1, m) ** rng.uniform(0.5, 2) * size * rng.uniform(0.2, 1)
            elif kind == 'spike':
                hit = rng.random(m) < rng.uniform(0.001, 0.02)
                x[a:b] = np.maximum(0, x[a:b] + hit * size * rng.standard_t(2, m) * 1.5)
            else:
                x[a:b] = np.maximum(0, x[a:b] + size * rng.uniform(0.2, 0.8) * rng.choice([-1, 1]))

    def status(self, out, effect):
        """Comparators with hysteresis on the measured values (each bit settles with the device's own slack)."""
        lim, h = self.limits, self.hysteresis
        kva = out['volt'] * out['ct'] / 1000
        real = kva * out['pFct']
        pairs = (
            (out['volt'], lim['volt'], 1), (out['volt'], lim['outage'], -1), (out['ct'], lim['ct'], 1),
            (out['zct'], lim['zct'], 1), (out['rzct'], lim['rzct'], 1),
            (np.abs(out['pwr'] - real) / np.maximum(real, 0.3), 0.2, 1),
            (out['pcbTemp'], lim['temp'], 1), (out['sensorTemp'], lim['temp'], 1), (out['co'], lim['co'], 1),
            (out['voc'], lim['voc'], 1), (np.where(out['ct'] > 1, out['pFct'], 1.0), lim['pFct'], -1),
            (out['aArc'].astype(float), lim['aArc'] - 0.5, 1))
        status = np.zeros(len(kva), int)
        for bit, (x, limit, sign) in enumerate(pairs):
            on, clear = sign * x > sign * limit, sign * x < sign * limit * (1 - sign * h)
            # Latch between the two levels: the last of `on` or `clear` that was true holds.
            mark = np.where(on, 1, np.where(clear, 0, -1))
            known = np.where(mark >= 0, np.arange(len(mark)), 0)
            held = np.maximum.accumulate(known)
            status |= np.where(mark[held] == 1, 1 << bit, 0)
        return status


def link(rng, n, effect, calm=False):
    """Order of arrival as an array of steps: bursts of loss (Gilbert-Elliott), duplicates, late frames, reboots."""
    keep = ~effect.silent
    bad_share = 0 if calm else rng.uniform(0.6, 0.98)
    for _ in range(rng.poisson(0 if calm else rng.choice([0.5, 2, 6]))):
        at, length = int(rng.integers(n)), int(rng.geometric(1 / rng.uniform(3, 20)))
        keep[at:at + length] &= rng.random(len(keep[at:at + length])) > bad_share
    keep &= rng.random(n) > (0.0002 if calm else rng.uniform(0, 0.002))
    reset = None
    if not calm and rng.random() < 0.05:
        reset = int(rng.integers(n))
        keep[reset:reset + int(rng.integers(2, 8))] = False
    rank = np.arange(n, dtype=float)
    if not calm:
        late = rng.random(n) < rng.uniform(0, 0.001)
        rank += late * rng.integers(1, 7, n) + late * 0.5
        if rng.random() < 0.15:  # an outage of the link after which the buffer is sent at once, newest first
            at, length = int(rng.integers(n)), int(rng.integers(3, 30))
            rank[at:at + length] = at + length - np.arange(len(rank[at:at + length])) * 1e-3
    frames = np.flatnonzero(keep)
    again = frames[rng.random(len(frames)) < (0 if calm else rng.uniform(0, 0.002))]
    frames = np.concatenate([frames, again])
    order = np.argsort(np.concatenate([rank[frames[: len(frames) - len(again)]], rank[again] + 0.6]), kind='stable')
    return frames[order], reset


def wire_lines(device, device_id, start, out, status, effect, frames, reset, dt=10.0):
    """Lines of the stream in order of arrival."""
    rng = device.rng
    n = len(status)
    idx = device.start_idx + np.arange(n)
    if reset is not None:
        idx[reset:] -= idx[reset]
    epoch_ms = int(start.astimezone(timezone.utc).timestamp() * 1000) + device.phase_ms
    ms = epoch_ms + np.arange(n) * int(dt * 1000) * (1 + device.ppm * 1e-6) + rng.normal(0, 35, n)
    stamps = np.datetime_as_string(np.round(ms).astype('int64').astype('datetime64[ms]'), unit='ms')
    verify = status.copy()
    flip = rng.random(n) < 2e-5
    verify[flip] ^= 1 << rng.integers(0, 12, flip.sum())
    columns = {name: out[name].astype(float).copy() for name in FIELDS}
    for at, length in effect.zero_frames:
        for name in FIELDS:
            columns[name][at:at + length] = 0
        status[at:at + length] = 0
        verify[at:at + length] = 0
    step = device.step
    digits = {'volt': step['volt'], 'voltLow': step['volt'], 'ct': 0.01, 'zct': step['zct'], 'rzct': step['zct'],
              'pwr': step['pwr'], 'pcbTemp': step['temp'], 'sensorTemp': step['temp'], 'co': step['co'],
              'voc': step['voc'], 'pFct': step['pFct'], 'aArc': 1}
    form = ','.join(f'"{name}":%.{_places(digits[name])}f' for name in FIELDS)
    pattern = f'{{"deviceId":"{device_id}","idx":%d,"timestamp":"%sZ","status":%d,"verifySts":%d,{form}}}'
    table = zip(idx[frames].tolist(), stamps[frames].tolist(), status[frames].tolist(), verify[frames].tolist(),
                *(np.abs(columns[name][frames]).tolist() if 'Temp' not in name else columns[name][frames].tolist()
                  for name in FIELDS))
    return [pattern % row for row in table]


def _places(step):
    for places in range(5):
        if abs(round(step, places) - step) < 1e-9:
            return places
    return 4


def write_gzip(path, lines):
    with open(path, 'wb') as raw, gzip.GzipFile(filename='', fileobj=raw, mode='wb', compresslevel=3, mtime=0) as f:
        f.write(('\n'.join(lines) + '\n').encode())
