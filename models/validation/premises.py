"""One ordinary device-day: weather, room climate, load, supply, leakage, gas background, before anything goes wrong."""
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

import numpy as np

from physics import DT, ar1, dew_point, lag, lognormal, saturation_density

SITES = ('home', 'office', 'school', 'restaurant', 'workshop', 'carpark', 'datacentre')
# Monthly means for Seoul (KMA normals, rounded): temperature °C and dew point °C.
MONTH_T = (-2, 1, 6, 13, 18, 23, 25.5, 26, 21.5, 15, 7.5, 0.5)
MONTH_DEW = (-10.5, -8.5, -3.5, 2.5, 9, 15.5, 20.5, 20.5, 14.5, 7, 0, -7.5)
LOCAL = timezone(timedelta(hours=9))

# Busy hours, use outside of them, evening kitchens, rated mains, rooms in m³, air changes an hour when used.
PROFILE = {
    'home': dict(main=(20, 60), room=(25, 140), change=(0.3, 1.5)),
    'office': dict(main=(30, 100), room=(30, 400), change=(1, 4), open=(8, 19)),
    'school': dict(main=(40, 100), room=(60, 300), change=(1, 5), open=(8, 16.5)),
    'restaurant': dict(main=(40, 100), room=(60, 300), change=(3, 12), open=(10, 22.5)),
    'workshop': dict(main=(50, 100), room=(150, 900), change=(1, 8), open=(8, 18)),
    'carpark': dict(main=(40, 100), room=(400, 3000), change=(1, 6), open=(6, 23)),
    'datacentre': dict(main=(63, 100), room=(80, 400), change=(1, 4), open=(0, 24)),
}


@dataclass
class Day:
    rng: np.random.Generator
    site: str
    location: str
    main: float
    start: datetime
    n: int
    p: dict = field(default_factory=dict)  # scalar parameters of the installation

    def zeros(self):
        return np.zeros(self.n)

    @property
    def hour(self):
        return (np.arange(self.n) * DT / 3600) % 24


def draw_day(rng, household, hours, site=None, location=None, month=None, main=None, household_day=None):
    """A day with every background array. `household_day` replays that recorded day as the whole load."""
    site = site or str(rng.choice(SITES, p=[0.34, 0.16, 0.1, 0.13, 0.1, 0.09, 0.08]))
    location = location or ('enc' if rng.random() < 0.55 else 'room')
    profile = PROFILE[site]
    rated = [a for a in (20, 30, 32, 40, 50, 60, 63, 75, 80, 100) if profile['main'][0] <= a <= profile['main'][1]]
    main = float(main or rng.choice(rated))
    month = int(month or rng.integers(1, 13))
    start = datetime(2025, month, int(rng.integers(1, 29)), tzinfo=LOCAL)
    n = int(round(hours * 3600 / DT))
    day = Day(rng, site, location, main, start, n)
    _weather(day, month)
    _occupancy(day)
    _load(day, household, household_day)
    _supply(day, household, household_day)
    _room(day)
    _leakage(day)
    _gas_background(day)
    _arc_background(day)
    _panel(day)
    return day


def _weather(day, month):
    rng = day.rng
    mean = MONTH_T[month - 1] + rng.normal(0, 3)
    swing = rng.uniform(1.5, 6)
    day.outdoor = mean - swing * np.cos((day.hour - rng.uniform(2, 4)) / 24 * 2 * np.pi) + ar1(rng, day.n, 5400, 0.8)
    dew = MONTH_DEW[month - 1] + rng.normal(0, 3) + ar1(rng, day.n, 14400, 1.2)
    day.vapour = np.minimum(saturation_density(dew), 0.99 * saturation_density(day.outdoor))  # g/m³
    day.wind = np.abs(rng.gamma(1.6, 1.3) + ar1(rng, day.n, 1800, 0.9))
    day.summer = month in (6, 7, 8, 9)


def _occupancy(day):
    rng, h = day.rng, day.hour
    weekend = day.start.weekday() >= 5
    day.weekend = weekend
    if day.site == 'home':
        wake, leave, back, bed = 6.8 + rng.normal(0, .6), 8.6 + rng.normal(0, .7), 17.8 + rng.normal(0, 1.2), 23.4
        away = 0.15 + 0.85 * (rng.random() < (0.75 if weekend else 0.4))
        occ = np.where(h < wake, 0.25, np.where(h < leave, 1, np.where(h < back, away, np.where(h < bed, 1, 0.3))))
    elif day.site == 'datacentre':
        occ = np.full(day.n, 1.0)
    else:
        a, b = PROFILE[day.site]['open']
        a, b = a + rng.normal(0, 0.5), b + rng.normal(0, 0.7)
        ramp = rng.uniform(0.2, 0.8)
        occ = 1 / (1 + np.exp(-(h - a) / ramp)) / (1 + np.exp((h - b) / ramp))
        if weekend and day.site in ('office', 'school', 'workshop'):
            occ = occ * rng.uniform(0.0, 0.25)
        if day.site == 'restaurant':
            occ = occ * (0.45 + 0.55 * np.maximum(np.exp(-((h - 12.4) / 1.3) ** 2), np.exp(-((h - 19.2) / 2) ** 2)))
    day.occupied = np.clip(occ + ar1(rng, day.n, 1200, 0.05), 0.02, 1.2)


def to_ten_seconds(rng, minutes, n, noise=0.012):
    """Minute values held, each change at a random sixth of its minute, with a little correlated noise."""
    minutes = np.asarray(minutes, float)
    need = -(-n // 6) + 1
    minutes = np.tile(minutes, -(-need // len(minutes)))[:need]
    steps = np.arange(n)
    minute = steps // 6
    edge = rng.integers(0, 6, need)
    before = steps % 6 < edge[minute]
    held = np.where(before & (minute > 0), minutes[np.maximum(minute - 1, 0)], minutes[minute])
    return held * (1 + ar1(rng, n, 40, noise, heavy=5))


def machine(day, kw, on_s, off_s, gate, jitter=0.35):
    """kW of a cycling machine: gamma on and off times; starts only where `gate` lets it (0 … 1)."""
    rng, out, i = day.rng, day.zeros(), int(day.rng.uniform(0, off_s / DT))
    shape = 1 / jitter**2
    while i < day.n:
        on = max(1, int(rng.gamma(shape, on_s / shape) / DT))
        if rng.random() < gate[i]:
            out[i:i + on] = kw
        i += on + max(1, int(rng.gamma(shape, off_s / shape) / DT))
    return out * (1 + ar1(rng, day.n, 60, 0.02))


def _load(day, household, household_day):
    rng, n = day.rng, day.n
    rated_kw = day.main * 0.22
    day.motor = day.zeros()  # kW that starts with inrush
    if household_day is not None:
        day.active = to_ten_seconds(rng, household.p[household_day], n)
        day.reactive = to_ten_seconds(rng, household.q[household_day], n, 0.03)
        day.distortion = day.active * 0.0
        day.climate_kw = day.zeros()
        day.replayed_current = to_ten_seconds(rng, household.i[household_day], n)
        return
    pick = lambda: household.p[rng.integers(len(household))]  # noqa: E731
    one = rng.integers(len(household))
    if day.site == 'home':
        active = to_ten_seconds(rng, household.p[one], n) * rng.uniform(0.5, 1.3)
        reactive = to_ten_seconds(rng, household.q[one], n, 0.03) * rng.uniform(0.5, 1.3)
    else:
        # Many households stacked with their evenings rolled into the busy hours make a lively commercial load.
        mix = sum(rng.uniform(0.3, 1) * np.roll(pick(), int(rng.integers(1440))) for _ in range(rng.integers(3, 12)))
        mix = mix / mix.mean()
        floor = rng.uniform(0.04, 0.25)
        active = to_ten_seconds(rng, mix, n) * (floor + (1 - floor) * day.occupied * rng.uniform(0.8, 1.2))
        reactive = active * rng.uniform(0.05, 0.35)
    share = rng.uniform(0.12, 0.5)
    if day.site == 'datacentre':
        share = rng.uniform(0.35, 0.7)
        active = np.full(n, 1.0) + ar1(rng, n, 3600, 0.04) + ar1(rng, n, 60, 0.01)
    top = max(np.quantile(active, 0.98), 0.3)
    if day.site != 'home':
        active, reactive = active * share * rated_kw / top, reactive * share * rated_kw / top
    top = max(np.quantile(active, 0.998), 0.3)
    if top > 0.72 * rated_kw:  # whoever lives there would have tripped the main otherwise
        active, reactive = active * 0.72 * rated_kw / top, reactive * 0.72 * rated_kw / top
    busy = np.clip(day.occupied, 0, 1)
    if day.site == 'restaurant':
        day.motor += machine(day, rng.uniform(0.4, 1.5), 500, 900, busy * 0 + 1)
        active = active + machine(day, rng.uniform(1, 3), 240, 900, busy)
    if day.site == 'workshop':
        day.motor += machine(day, rng.uniform(1, 3.5), 150, 500, busy)
        day.motor += machine(day, rng.uniform(0.7, 2.5), 25, 120, busy)
    if day.site == 'carpark':
        day.motor += machine(day, rng.uniform(0.7, 3), 900, 1500, busy)
        if rng.random() < 0.4:
            active = active + machine(day, min(6.6, 0.3 * rated_kw), 6000, 9000, busy)
    if day.site in ('home', 'office', 'school', 'datacentre'):
        day.motor += machine(day, rng.uniform(0.08, 0.25), 900, 1700, busy * 0 + 1)
    day.thd = rng.uniform(0.02, 0.3) if day.site in ('office', 'datacentre', 'school') else rng.uniform(0.02, 0.15)
    day.active, day.reactive = active, np.abs(reactive)
    day.distortion = day.active * day.thd
    day.climate_kw = day.zeros()
    if rng.random() < 0.75 and day.site not in ('carpark',):
        day.climate_kw = None  # filled by the thermostat in _room


def _supply(day, household, household_day):
    rng, n = day.rng, day.n
    which = household_day if household_day is not None else rng.integers(len(household))
    shape = to_ten_seconds(rng, household.open_circuit[which] * 220 / 240, n, 0)
    day.open_volt = 220 + rng.normal(0.8, 2.2) + shape * rng.uniform(0.5, 1.1) + ar1(rng, n, 25, 0.25, heavy=4)
    if household_day is not None:
        day.open_volt = 220 + shape + ar1(rng, n, 25, 0.12, heavy=4)
    drop_at_rated = rng.uniform(1.2, 7.5)
    day.impedance = drop_at_rated / day.main
    day.p['inrush'] = rng.uniform(1.2, 5.5)  # peak of a motor's start over its running current
    if household_day is not None:
        day.impedance = 0.33 * 220 / 240


def _room(day):
    """Room air from a two-store building; a thermostat with hysteresis switches the climate machine."""
    rng, n = day.rng, day.n
    tau = lognormal(rng, 5.0, 0.5, 1.2, 20) * 3600
    gain = rng.uniform(0.5, 5) * day.occupied + rng.uniform(0, 3)
    if day.climate_kw is not None:
        base = rng.uniform(18, 25) if day.site != 'carpark' else None
        free = lag(day.outdoor, tau) + gain
        day.room = free if base is None else 0.25 * free + 0.75 * base + ar1(rng, n, 7200, 0.5)
    else:
        cool = day.outdoor.mean() > 18
        target = rng.uniform(23, 27) if cool else rng.uniform(18, 23)
        if day.site == 'datacentre':
            cool, target = True, rng.uniform(19, 25)
            gain = gain + 8
        dead = rng.uniform(0.4, 1.2)
        power = rng.uniform(10, 24) / tau  # K/s at full blast
        needed, run, t, on = (day.occupied > 0.3), np.zeros(n), target, False
        drive = day.outdoor + gain
        rows = []
        for i, (d, use) in enumerate(zip(drive.tolist(), needed.tolist())):
            if not use:
                on = False
            elif cool:
                on = t > target - dead if on else t > target + dead
            else:
                on = t < target + dead if on else t < target - dead
            run[i] = on
            t += DT * ((d - t) / tau + (0 if not on else -power if cool else power))
            rows.append(t)
        day.room = np.array(rows)
        kw = day.main * 0.22 * rng.uniform(0.05, 0.18)
        if rng.random() < 0.5:  # inverter: power settles after each start
            run = lag(run, rng.uniform(60, 500))
            day.climate_kw = kw * run
            day.active = day.active + day.climate_kw
        else:
            day.climate_kw = kw * run
            day.motor = day.motor + day.climate_kw
    day.room = day.room + ar1(rng, n, 900, 0.15)
    day.humid = day.vapour + rng.uniform(0, 2.5) * np.clip(day.occupied, 0, 1)
    day.humid = np.minimum(day.humid, 0.97 * saturation_density(day.room))


def _leakage(day):
    rng, n = day.rng, day.n
    day.filter_ma = lognormal(rng, 0.8, 0.7, 0.1, 5.0)
    day.film_ma = lognormal(rng, 0.06, 0.8, 0.005, 0.8)
    margin = day.room - dew_point(day.humid, day.room)
    day.p['film_scale'] = rng.uniform(2, 4)
    # Adsorbed film: conductance rises as the surface nears the dew point. A few K of margin is a wet wall.
    day.film = day.film_ma * (1 + np.exp(np.clip((5 - margin) / day.p['film_scale'], -8, 2.2)))
    usage = np.clip(day.active / max(np.quantile(day.active, 0.95), 0.05), 0, 1.3)
    day.capacitive = day.filter_ma * (0.75 + 0.35 * usage) * (1 + ar1(rng, n, 2400, 0.02))
    day.triplen_ma = day.filter_ma * rng.uniform(0.02, 0.2)


def bump(day, at, rise, decay):
    """Unit pulse from step `at`: a linear rise of `rise` seconds and an exponential tail."""
    t = (np.arange(day.n) - at) * DT
    return np.where(t < 0, 0, np.where(t < rise, t / max(rise, DT), np.exp(-(t - rise) / max(decay, DT))))


def _gas_background(day):
    rng, n = day.rng, day.n
    low, high = PROFILE[day.site]['room']
    day.room_m3 = float(np.exp(rng.uniform(np.log(low), np.log(high))))
    fresh = rng.uniform(*PROFILE[day.site]['change'])
    rate = 0.12 + 0.09 * day.wind * rng.uniform(0.3, 1.5) + fresh * np.clip(day.occupied, 0, 1)
    for _ in range(rng.poisson(2.5)):  # windows and doors
        at = int(rng.integers(n))
        rate[at:at + int(rng.gamma(1.5, 900) / DT)] += rng.uniform(1, 8)
    day.room_rate = rate / 3600
    day.box_m3 = lognormal(rng, 0.09, 0.8, 0.015, 0.7)
    day.box_rate0 = lognormal(rng, 9, 0.6, 2, 40) / 3600
    mean_rate = day.room_rate.mean()
    voc = lognormal(rng, 75, 0.5, 15, 260) * 1e-3  # mg/m³ on the day's mean
    day.voc_source = voc * 0.7 * day.room_m3 * mean_rate * (0.6 + 0.6 * day.occupied) * np.exp(ar1(rng, n, 5000, 0.15))
    day.voc_outdoor = voc * 0.3
    day.co_outdoor = lognormal(rng, 0.35, 0.5, 0.05, 1.5)  # mg/m³
    day.co_source = day.zeros()
    plumes = {'home': 2.5, 'office': 1.2, 'school': 1.5, 'restaurant': 8, 'workshop': 4, 'carpark': 10,
              'datacentre': 0.2}[day.site]
    if hasattr(day, 'replayed_current'):
        plumes = 0  # a replayed day is for its load: the air stays calm
    weight = day.occupied / day.occupied.sum()
    burns = rng.random() < {'home': 0.55, 'restaurant': 0.85, 'carpark': 1.0, 'workshop': 0.4}.get(day.site, 0.05)
    for _ in range(rng.poisson(plumes)):
        at = int(rng.choice(n, p=weight / weight.sum()))
        length = rng.gamma(2, 300)
        shape = ((np.arange(n) >= at) & (np.arange(n) < at + length / DT)).astype(float)
        raise_voc = lognormal(rng, 0.22, 0.9, 0.02, 3.0)
        day.voc_source = day.voc_source + shape * raise_voc * day.room_m3 / max(length, 60)
        # A quarter to a half of homes pass 9 ppm at some time of the day (Denver); kitchens and car parks oftener.
        if burns and rng.random() < 0.7:
            rise = lognormal(rng, 6.0, 0.7, 0.3, 32)
            day.co_source = day.co_source + shape * rise * day.room_m3 / max(length, 60)


def _arc_background(day):
    rng, n = day.rng, day.n
    total = day.active + day.motor
    change = np.abs(np.diff(total, prepend=total[0])) > max(0.25, 0.04 * day.main * 0.22)
    day.switching = change
    day.arcs = (change & (rng.random(n) < rng.uniform(0.005, 0.06))) * rng.geometric(0.6, n)
    for _ in range(rng.poisson(rng.uniform(0, 1.5))):  # a cluster from some worn switch or brush
        at = int(rng.integers(n))
        width = int(rng.gamma(1.5, 4)) + 1
        day.arcs[at:at + width] += rng.poisson(rng.uniform(0.1, 0.7), len(day.arcs[at:at + width]))


def _panel(day):
    """Enclosure as a five-node network: terminal, air below, air above, steel, board."""
    rng = day.rng
    p = day.p
    p['shed'] = lognormal(rng, 2.2, 0.55, 0.6, 8)  # W/K to the room, as IEC 60890 estimates for small to large boxes
    p['terminal_rise'] = rng.uniform(10, 34)  # K at the main's rated current
    p['terminal_g'] = rng.uniform(0.3, 1.5)
    p['board_w'] = rng.uniform(0.8, 3.0)
    p['board_g'] = rng.uniform(0.18, 0.45)
    p['loss_w'] = rng.uniform(4, 25)  # breakers and busbars at rated current
    # A verified assembly carries its rated current: whoever chose the box left 12 to 25 K for its air.
    p['shed'] = max(p['shed'], (p['loss_w'] + p['terminal_rise'] * p['terminal_g']) / rng.uniform(12, 25))
    p['near'] = lognormal(rng, 0.10, 0.8, 0.01, 0.5)  # share of a hot spot's heat that passes the probe
    p['probe_outside'] = day.location == 'room' and rng.random() < 0.5
    p['probe_tau'] = rng.uniform(40, 240)
    p['board_load_w'] = rng.uniform(0, 2.0)
