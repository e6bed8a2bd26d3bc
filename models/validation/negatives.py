"""What looks like a hazard and is none. Each maker fills an effect and says at which step it is over."""
import numpy as np

from effect import Effect, line_current, steps
from physics import DT, Hawkes, ar1, lognormal
from premises import bump, machine


class Trap:
    def __init__(self, day, rng, start):
        self.day, self.rng, self.start = day, rng, start
        self.effect = Effect(day.n)
        self.k = np.arange(day.n)

    def span(self, seconds):
        """1 while the event lasts, from `start` for `seconds`."""
        self.effect.end = min(self.day.n - 1, self.start + steps(seconds))
        return ((self.k >= self.start) & (self.k < self.effect.end)).astype(float)

    def vapour(self, kind, ppm_or_mg, mask):
        """Source (mg/s) that would hold the room near `ppm_or_mg` mg/m³ while `mask` is 1."""
        rate = self.day.room_rate + self.effect.room_vent
        source = ppm_or_mg * self.day.room_m3 * np.maximum(rate.mean(), 6e-4) * mask
        getattr(self.effect, f'{kind}_room')[:] += source * np.exp(ar1(self.rng, self.day.n, 120, 0.4))

    def inrush_train(self, mask, kw, on, off, dip_amps):
        run = machine(self.day, kw, on, off, mask, 0.5) * mask
        self.effect.kw += run
        starts = np.diff(run, prepend=0) > kw * 0.3
        self.effect.dip += starts * self.day.impedance * dip_amps * self.rng.uniform(0.6, 1.1, self.day.n)
        return run


def welding(t):
    mask, rng = t.span(t.rng.uniform(1200, 14000)), t.rng
    top = min(0.55 * t.day.main * 0.22, rng.uniform(3, 9))
    run = t.inrush_train(mask, top, rng.uniform(15, 60), rng.uniform(30, 180), rng.uniform(40, 140))
    t.effect.kvar += run * 0.6
    t.effect.dip += (run > 0) * rng.gamma(2, 0.7, t.day.n)
    t.effect.false_arcs += rng.poisson(rng.uniform(0.1, 1.5) * (run > 0))
    t.vapour('voc', rng.uniform(0.05, 0.6), mask)
    t.vapour('co', rng.uniform(0.3, 6), mask)


def lift(t):
    mask, rng = t.span(t.rng.uniform(3600, 30000)), t.rng
    t.inrush_train(mask, min(0.4 * t.day.main * 0.22, rng.uniform(3, 8)), 20, rng.uniform(60, 240),
                   rng.uniform(1, 4) * t.day.main)
    t.effect.false_arcs += rng.poisson(0.005 * mask)


def compressor(t):
    mask, rng = t.span(t.rng.uniform(3600, 30000)), t.rng
    run = t.inrush_train(mask, min(0.4 * t.day.main * 0.22, rng.uniform(1.5, 6)), rng.uniform(60, 400),
                         rng.uniform(100, 900), rng.uniform(1.5, 5) * t.day.main)
    t.effect.kvar += run * 0.7


def cooking(t):
    mask, rng = t.span(t.rng.uniform(900, 7200)), t.rng
    t.vapour('co', rng.uniform(8, 42), mask)
    t.vapour('voc', rng.uniform(0.4, 2.2), mask)
    t.effect.kw += mask * rng.uniform(0, 0.3) * t.day.main * 0.22
    t.effect.room_rise += rng.uniform(0.5, 4) * np.clip(np.convolve(mask, np.ones(60) / 60)[: t.day.n], 0, 1)
    t.effect.wet += 2 * mask


def solvent(t):
    mask = t.span(t.rng.uniform(1800, 9000))
    t.vapour('voc', lognormal(t.rng, 2.5, 0.8, 0.7, 12), mask)
    t.effect.cross = t.rng.uniform(1, 5)


def paint(t):
    mask, rng = t.span(t.rng.uniform(7200, 40000)), t.rng
    coats = np.zeros(t.day.n)
    for _ in range(rng.integers(1, 4)):
        at = int(rng.integers(t.start, t.effect.end))
        coats += bump(t.day, at, 1200, rng.uniform(3600, 12000))
    t.vapour('voc', lognormal(rng, 2.0, 0.7, 0.5, 9), coats * (t.k <= t.effect.end))
    t.effect.room_vent += mask * rng.uniform(0, 3) / 3600


def alcohol(t):
    mask, rng = t.span(t.rng.uniform(300, 3600)), t.rng
    puffs = sum(bump(t.day, int(rng.integers(t.start, t.effect.end)), 20, rng.uniform(60, 500))
                for _ in range(rng.integers(1, 9)))
    t.vapour('voc', lognormal(rng, 4, 0.8, 0.8, 25), puffs * (t.k <= t.effect.end))
    t.effect.voc_box += 0.002 * puffs * mask * (rng.random() < 0.5)
    t.effect.cross = rng.uniform(1.5, 8)


def solar_cabinet(t):
    rng = t.rng
    t.start = steps(rng.uniform(8, 13) * 3600)
    mask = t.span(rng.uniform(3, 6.5) * 3600)
    sun = np.sin(np.pi * np.clip((t.k - t.start) / max(1, t.effect.end - t.start), 0, 1))
    clouds = np.clip(1 + ar1(rng, t.day.n, 700, 0.3), 0.15, 1.2)
    rise = rng.uniform(12, 38)
    t.effect.solar += rise * 1.2 * t.day.p['shed'] * sun * clouds * mask
    t.effect.voc_box += 2e-5 * rise * sun  # warm plastics smell


def ev_charging(t):
    rng = t.rng
    mask = t.span(rng.uniform(2, 7) * 3600)
    kw = min(rng.uniform(3.2, 7.4), 0.75 * t.day.main * 0.22)
    t.effect.kw += kw * mask * (1 + ar1(rng, t.day.n, 400, 0.01))
    t.effect.distortion += 0.04 * kw * mask
    t.effect.capacitive += rng.uniform(0, 2.5) * mask


def exhaust(t):
    mask, rng = t.span(t.rng.uniform(300, 5400)), t.rng
    t.vapour('co', rng.uniform(12, 70), mask)
    t.vapour('voc', rng.uniform(0.1, 1.0), mask)


def generator_test(t):
    mask, rng = t.span(t.rng.uniform(900, 5400)), t.rng
    t.vapour('co', rng.uniform(15, 95), mask)
    t.effect.volts += mask * (rng.uniform(-6, 10) + ar1(rng, t.day.n, 30, 2.0))
    t.effect.room_rise += mask * rng.uniform(0, 3)
    edge = np.abs(np.diff(mask, prepend=0)) > 0
    t.effect.off |= edge & (rng.random(t.day.n) < 0.7)


def monsoon(t):
    rng = t.rng
    t.span(rng.uniform(4, 12) * 3600)
    length = max(1, t.effect.end - t.start)
    swell = np.sin(np.pi * np.clip((t.k - t.start) / length, 0, 1)) ** 0.7 * np.exp(ar1(rng, t.day.n, 2400, 0.35))
    t.effect.resistive += rng.uniform(0.8, 10) * swell
    t.effect.wet += rng.uniform(1, 6) * swell
    t.effect.false_arcs += rng.poisson(0.0005 * swell)


def pv_overvoltage(t):
    rng = t.rng
    t.start = steps(rng.uniform(8.5, 12) * 3600)
    mask = t.span(rng.uniform(2, 7) * 3600)
    level = rng.uniform(236, 245) - np.median(t.day.open_volt)
    sun = np.sin(np.pi * np.clip((t.k - t.start) / max(1, t.effect.end - t.start), 0, 1)) ** 0.5
    t.effect.volts += level * sun * np.clip(1 + ar1(rng, t.day.n, 500, 0.12), 0.3, 1.15) * mask


def brush_motor(t):
    mask, rng = t.span(t.rng.uniform(300, 7200)), t.rng
    run = t.inrush_train(mask, min(rng.uniform(0.5, 2.2), 0.4 * t.day.main * 0.22), rng.uniform(20, 200),
                         rng.uniform(20, 200), rng.uniform(10, 50))
    t.effect.false_arcs += rng.poisson(rng.uniform(0.3, 4) * (run > 0) * rng.gamma(1.5, 0.67, t.day.n))


def dimmer(t):
    mask, rng = t.span(t.rng.uniform(1800, 18000)), t.rng
    t.effect.kw += mask * rng.uniform(0.1, 0.8)
    t.effect.distortion += mask * rng.uniform(0.1, 0.9)
    spark = Hawkes(rng, rng.uniform(0, 0.6), 60)
    rate = rng.uniform(0.01, 0.5)
    for i in np.flatnonzero(mask):
        t.effect.false_arcs[i] += spark.step(rate)


def heat_gun(t):
    mask, rng = t.span(t.rng.uniform(120, 1500)), t.rng
    t.effect.kw += mask * rng.uniform(1.0, 2.0)
    t.effect.heat += mask * rng.uniform(10, 90)
    t.effect.near_heat += mask * rng.uniform(0.5, 12)
    t.effect.box_vent += mask * rng.uniform(0.005, 0.05)
    t.effect.voc_box += mask * lognormal(rng, 0.004, 1.0)
    t.effect.false_arcs += rng.poisson(rng.uniform(0, 0.4) * mask)


def soldering(t):
    mask, rng = t.span(t.rng.uniform(300, 3600)), t.rng
    t.effect.voc_box += mask * lognormal(rng, 0.002, 0.9) * np.clip(1 + ar1(rng, t.day.n, 40, 0.8), 0, 4)
    t.effect.co_box += mask * lognormal(rng, 0.0006, 0.8)
    t.effect.near_heat += mask * rng.uniform(0, 1.5)
    t.effect.box_vent += mask * rng.uniform(0.003, 0.03)


def inspection(t):
    mask, rng = t.span(t.rng.uniform(1200, 5400)), t.rng
    a, b = t.start, t.effect.end
    pick = lambda seconds: (lambda at: slice(at, at + steps(seconds)))(int(rng.integers(a, max(a + 1, b - 12))))  # noqa
    for _ in range(rng.integers(1, 5)):  # residual-current injection
        s = pick(rng.uniform(10, 40))
        t.effect.resistive[s] += rng.uniform(28, 42)
    if rng.random() < 0.6:  # the detector's own arc test
        t.effect.false_arcs[pick(20)] += rng.poisson(8)
    if rng.random() < 0.6:  # bump gas
        s = pick(rng.uniform(60, 180))
        t.effect.hydrogen[s] += rng.uniform(40, 110)
    if rng.random() < 0.6:
        t.effect.off[pick(rng.uniform(60, 600))] = True
    t.effect.box_vent += mask * 0.03


def sensor_fault(kind):
    def make(t):
        t.span(t.rng.uniform(1800, 30000))
        fields = ['pcbTemp', 'sensorTemp', 'co', 'voc', 'zct', 'volt', 'ct']
        share = {'drift': [0.15, 0.25, 0.25, 0.25, 0.1, 0, 0]}.get(kind)
        t.effect.sensor_faults.append((kind, str(t.rng.choice(fields, p=share)), t.start, t.effect.end))
    return make


def reboot(t):
    t.span(t.rng.uniform(60, 3600))
    for at in t.rng.integers(t.start, t.effect.end, t.rng.integers(1, 6)):
        t.effect.zero_frames.append((int(at), int(t.rng.integers(1, 5))))


def grid_sag(t):
    mask, rng = t.span(t.rng.uniform(60, 7200)), t.rng
    t.effect.volts -= mask * rng.uniform(12, 42) * np.clip(1 + ar1(rng, t.day.n, 40, 0.2), 0.4, 1.3)
    t.effect.dip += mask * np.where(rng.random(t.day.n) < 0.05, rng.gamma(1.5, 25, t.day.n), 0)


def outage(t):
    rng = t.rng
    gone = t.span(rng.uniform(120, 7200)) > 0
    t.effect.off |= gone
    if rng.random() < 0.5:
        t.effect.silent |= gone
    back = t.effect.end
    t.effect.load_factor *= 1 + np.where(t.k >= back, rng.uniform(0.2, 1.0) * np.exp(
        -(t.k - back) * DT / rng.uniform(600, 2400)), 0)
    t.effect.false_arcs[back:back + 2] += rng.poisson(2)
    t.effect.end = min(t.day.n - 1, back + steps(2400))


def night_market(t):
    rng = t.rng
    t.start = steps(rng.uniform(16.5, 19) * 3600)
    mask = t.span(rng.uniform(2.5, 5) * 3600)
    amps = line_current(t.day, t.effect)[3]
    spare = max(0.05, 0.9 - np.quantile(amps, 0.95) / t.day.main) * t.day.main * 0.22
    t.effect.kw += mask * spare * np.clip(0.75 + ar1(rng, t.day.n, 600, 0.15), 0.2, 1)
    t.vapour('voc', rng.uniform(0.4, 2), mask)
    t.vapour('co', rng.uniform(4, 26), mask)
    t.effect.resistive += mask * rng.uniform(0.3, 4) * np.exp(ar1(rng, t.day.n, 900, 0.3))
    t.effect.room_rise += rng.uniform(1, 5) * mask
    t.effect.false_arcs += rng.poisson(0.01 * mask)


def full_load(t):
    rng = t.rng
    mask = t.span(rng.uniform(2, 10) * 3600)
    amps = line_current(t.day, t.effect)[3]
    aim = rng.uniform(0.8, 1.02) * t.day.main
    t.effect.kw += mask * np.maximum(0, aim - amps) * 0.22 * (1 + ar1(rng, t.day.n, 300, 0.03))


MAKERS = {
    'welding': welding, 'lift': lift, 'compressor': compressor, 'cooking': cooking, 'solvent': solvent,
    'paint': paint, 'alcohol': alcohol, 'solar_cabinet': solar_cabinet, 'ev_charging': ev_charging,
    'exhaust': exhaust, 'generator_test': generator_test, 'monsoon': monsoon, 'pv_overvoltage': pv_overvoltage,
    'brush_motor': brush_motor, 'dimmer': dimmer, 'heat_gun': heat_gun, 'soldering': soldering,
    'inspection': inspection, 'sensor_stuck': sensor_fault('stuck'), 'sensor_rail': sensor_fault('rail'),
    'sensor_drift': sensor_fault('drift'), 'sensor_spike': sensor_fault('spike'),
    'sensor_offset': sensor_fault('offset'), 'reboot': reboot, 'grid_sag': grid_sag, 'outage': outage,
    'night_market': night_market, 'full_load': full_load,
}
# Where a trap is only ordinary somewhere.
PLACES = {
    'welding': ('workshop',), 'cooking': ('home', 'restaurant'), 'lift': ('office', 'carpark'),
    'compressor': ('workshop', 'restaurant'), 'exhaust': ('carpark', 'workshop', 'restaurant'),
    'generator_test': ('datacentre', 'office'), 'ev_charging': ('home', 'carpark', 'office'),
    'night_market': ('restaurant',), 'pv_overvoltage': ('home', 'school', 'workshop'),
}


def type_list(rng, count):
    names = list(MAKERS)
    kinds = (names * (count // len(names) + 1))
    head = kinds[: count - count % len(names)]
    return [str(k) for k in rng.permutation(head + list(rng.choice(names, count - len(head), replace=False)))]


def make(day, kind, start):
    rng = np.random.default_rng(day.rng.integers(2**63))
    trap = Trap(day, rng, start)
    MAKERS[kind](trap)
    e = trap.effect
    if e.voc_room.any() or e.co_room.any() or e.voc_box.any():  # over when the air is: three air changes later
        e.end = min(day.n - 1, e.end + steps(min(7200, 3 / day.room_rate.mean())))
    return trap.start, e
