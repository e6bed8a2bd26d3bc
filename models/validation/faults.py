"""Fifteen ways towards an electrical fire, each as a first-passage simulation at 10 s steps.

`simulate(day, kind, fires)` returns the effect with its ignition; types whose fault did not ignite within the
day are drawn again with a faster or stronger fault.
"""
from math import exp

import numpy as np

from effect import Effect, line_current, steps
from physics import (
    DT, Contact, Hawkes, HotSpot, RcNetwork, Volatiles, ar1, glow_power, lag, lognormal,
)

# Shares after the Korean causes (tracking and insulation a third, joints, overload, short circuits), with every
# type at least present.
TYPES = {
    'loose_joint': 4, 'glowing_contact': 3, 'plug_overheat': 3, 'series_arc': 3, 'parallel_arc': 4, 'tracking': 6,
    'water_ingress': 3, 'overload': 4, 'neutral_loss': 2, 'harmonic': 2, 'smoulder': 2, 'compartment_fire': 2,
    'capacitor_ageing': 2, 'mov_ageing': 2, 'battery': 2,
}


def type_list(rng, count):
    """Each type twice as long as they fit, the rest by share; shuffled."""
    names = list(TYPES)
    kinds = (names * 2)[: min(count, 2 * len(names))]
    share = np.array([TYPES[k] for k in names], float)
    kinds += list(rng.choice(names, max(0, count - len(kinds)), p=share / share.sum()))
    return [str(k) for k in rng.permutation(kinds)]


class Run:
    """The state that every fault shares: a hot spot in the box (or room), what it releases, when it ignites."""

    def __init__(self, day, rng, onset, in_room=False, volatile_scale=1.0):
        self.day, self.rng, self.onset = day, rng, onset
        self.effect = Effect(day.n, in_room=in_room)
        self.spot = HotSpot.draw(rng)
        self.gas = Volatiles.draw(rng, volatile_scale)
        self.spot.metal = self.spot.insulation = self.ambient = float(day.room[onset]) + 6
        self.share = 0.0 if in_room else 1.0
        self.near = day.p['near']

    def heat(self, i, watts, arcs=0, constriction=0.0, force=False):
        """One step of heating; true when it ignites."""
        felt = self.spot.step(watts, self.ambient, constriction)
        voc, co = self.gas.release(felt)
        e = self.effect
        voc += arcs * 2e-4
        co += arcs * 4e-5
        if e.in_room:
            e.voc_room[i], e.co_room[i] = voc, co
        else:
            e.voc_box[i], e.co_box[i] = voc, co
            e.heat[i] += watts * (1 - self.near)
            e.near_heat[i] += watts * self.near
        e.arcs[i] += arcs
        if force or self.spot.ignites(self.rng, arcs, voc):
            e.ignition = i
            return True
        return False


def branch(day, rng, strong):
    """Current (A) of the circuit with the fault: a share of what flows, or a steady heater that is added."""
    amps = line_current(day, Effect(day.n))[3]
    kw = np.zeros(day.n)
    if strong or rng.random() < 0.45:
        top = min(0.6 * day.main, 30)
        own = rng.uniform(0.35, 1.0) * top
        duty = rng.uniform(0.7, 1.0)
        on = np.ones(day.n)
        period = rng.uniform(600, 3600)
        on = (((np.arange(day.n) * DT + rng.uniform(0, period)) % period) < duty * period).astype(float)
        kw = own * on * 0.22
        return own * on + 0.05, kw
    return np.minimum(amps * rng.uniform(0.35, 0.85), 32), kw


def contact_fault(day, rng, onset, speed, strong, plug=False):
    run = Run(day, rng, onset, in_room=plug and rng.random() < 0.2)
    if plug:
        amps = rng.uniform(0.3, 0.5) * day.main if day.main < 40 else rng.uniform(11, 32)
        on = np.zeros(day.n)
        on[max(0, onset - steps(rng.uniform(120, 3600))):] = 1
        current = amps * on * (1 + 0.01 * ar1(rng, day.n, 60, 1))
        kw = current * 0.22
    else:
        current, kw = branch(day, rng, strong)
    run.effect.kw += kw
    contact = Contact(rng, lognormal(rng, 0.004 if not plug else 0.006, 0.6, 0.001, 0.02), speed,
                      rng.uniform(0.005, 0.05) if not plug else 0.0)
    cs = current.tolist()
    for i in range(onset, day.n):
        watts, hot = contact.step(cs[i], run.spot.metal)
        if contact.glowing and rng.random() < 0.02:
            run.effect.arcs[i] += rng.integers(1, 3)
        if run.heat(i, watts, constriction=hot):
            break
    return run


def loose_joint(day, rng, onset, speed, strong):
    return contact_fault(day, rng, onset, speed * lognormal(rng, 1.2e-4, 0.6), strong)


def plug_overheat(day, rng, onset, speed, strong):
    return contact_fault(day, rng, onset, speed * lognormal(rng, 1.0e-4, 0.6), strong, plug=True)


def glowing_contact(day, rng, onset, speed, strong):
    run = Run(day, rng, onset)
    current, kw = branch(day, rng, strong)
    run.effect.kw += kw
    spread = lognormal(rng, 1.0, 0.3, 0.5, 2.0) * min(2.0, 0.7 + 0.3 * speed)
    glow, start, stop = True, 0.006, rng.uniform(0.0005, 0.006) / speed
    cs = current.tolist()
    last = cs[onset]
    for i in range(onset, day.n):
        if glow and (cs[i] < 0.6 or rng.random() < stop):
            glow = False
        elif not glow and cs[i] > 0.8 and (abs(cs[i] - last) > 1 and rng.random() < 0.25 or rng.random() < start):
            glow = True
        last = cs[i]
        watts = spread * glow_power(cs[i]) if glow else 0.02 * cs[i]
        arcs = int(rng.random() < 0.02) if not glow else 0
        if run.heat(i, watts, arcs=arcs, constriction=950.0 if glow else 0.0):
            break
    return run


def series_arc(day, rng, onset, speed, strong):
    run = Run(day, rng, onset, in_room=rng.random() < 0.3)
    current, kw = branch(day, rng, strong)
    run.effect.kw += kw
    arc = Hawkes(rng, rng.uniform(0.5, 0.85), rng.uniform(25, 180))
    erosion, growth = 0.02, lognormal(rng, 5e-6, 0.6) * speed
    drop, burst = rng.uniform(13, 24), lognormal(rng, 0.25, 0.5, 0.05, 1.2)
    cs = current.tolist()
    for i in range(onset, day.n):
        count = arc.step(erosion * min(1.0, cs[i] / 4)) if cs[i] > 0.6 else 0
        seconds = min(DT, count * burst * rng.gamma(2, 0.5)) if count else 0.0
        joule = drop * cs[i] * seconds
        erosion = min(6.0, erosion + growth * joule + growth * 25)
        run.effect.load_factor[i] = 1 - min(0.1, 0.06 * seconds / DT * rng.uniform(0.5, 1.5))
        run.effect.dip[i] += rng.uniform(0, 2.5) * (count > 0)
        if run.heat(i, 0.75 * joule / DT + 0.08 * cs[i], arcs=count):
            break
    return run


def parallel_arc(day, rng, onset, speed, strong):
    run = Run(day, rng, onset, in_room=rng.random() < 0.3)
    arc = Hawkes(rng, rng.uniform(0.3, 0.7), rng.uniform(40, 300))
    loop = day.impedance + rng.uniform(0.3, 1.5)
    to_earth = rng.random() < 0.35
    bridge, growth = 0.004, speed * lognormal(rng, 4e-6, 0.5)
    spread = speed * lognormal(rng, 3e-3, 0.5)
    for i in range(onset, day.n):
        count = arc.step(bridge)
        watts = 0.0
        if count:
            peak = min(260.0, 220 / loop) * rng.uniform(0.4, 1.0)
            joule = min(4000.0, 12 * (1 + rng.pareto(1.5))) * count  # sputtering shorts, heavy-tailed
            run.effect.dip[i] += day.impedance * peak
            run.effect.amps[i] += peak * min(0.3, joule / 4000)
            run.effect.resistive[i] += rng.gamma(1.2, 2.0) if to_earth else 0.0
            watts = joule / DT
            bridge = min(3.0, bridge + growth * joule * 3)
        bridge = min(3.0, bridge * (1 + spread))
        if run.heat(i, watts, arcs=count):
            break
    return run


def wet_surface(day, rng, onset, speed, strong, water):
    """A contaminated surface between live and earth: scintillations carry a carbon tip across the gap."""
    run = Run(day, rng, onset, volatile_scale=0.3)
    if water:
        drops = rng.poisson(rng.uniform(0.05, 0.5), day.n) * rng.exponential(1.0, day.n)
        drops[:onset] = 0
        water_film = lag(drops, rng.uniform(400, 3000))
        film = 0.02 + 2.2 * water_film / max(water_film.max(), 1e-6)
        full_ma = rng.uniform(1.5, 9)
    else:
        wetness = day.film / day.film_ma
        film = 0.25 + wetness * rng.uniform(0.1, 0.5) + 0.3 * np.abs(ar1(rng, day.n, 1500, 1.0))
        full_ma = rng.uniform(0.4, 3)
        film = film * np.clip((np.arange(day.n) - onset) / steps(rng.uniform(300, 7200)), 0.01, 1)
    tip, carbon = rng.uniform(0.02, 0.2), rng.uniform(250, 900)  # gap fraction, ohm when bridged
    r_gap = 220 / (full_ma / 1000)
    advance = speed * rng.uniform(2, 9) * 3e-4 * (2.5 if water else 1)
    dry = 0.0
    # Behind an earth-leakage breaker a path to earth is cut off long before it burns: what ignites there runs
    # between the poles, and the residual current sees next to nothing of it.
    to_earth = rng.uniform(0.85, 1.0) if rng.random() < (0.6 if water else 0.45) else rng.uniform(0.0, 0.04)
    fs = film.tolist()
    for i in range(onset, day.n):
        gap = max(0.0, 1 - tip)
        open_share = 1 - dry
        resistance = carbon * (0.3 + tip) + r_gap * gap**1.6 / max(0.02, fs[i] * open_share)
        current = 220 / resistance
        film_watts = current * current * (resistance - carbon * (0.3 + tip))
        # A dry band forms where the film is heated, and flashes over when its field is high enough (Paschen-like).
        dry = min(0.95, max(0.0, dry + 0.02 * film_watts - 0.08 * fs[i] + 0.05 * rng.standard_normal()))
        count = 0
        if gap > 0 and rng.random() < min(0.8, 0.03 + 1.2 * dry * (film_watts + 0.05)):
            count = int(rng.geometric(0.5))
            tip = min(1.0, tip + advance * float(rng.exponential(1.0)) * (1 + 4 * tip) * count)
            dry *= rng.uniform(0.1, 0.8)
        watts = current * current * carbon * (0.3 + tip) + 0.5 * film_watts
        run.effect.resistive[i] += current * 1000 * to_earth * rng.uniform(0.9, 1.05)
        run.effect.amps[i] += current * (1 - to_earth)
        run.effect.wet[i] += 2.0 * fs[i] if water else 0.0
        if run.heat(i, min(watts, 250), arcs=count if rng.random() < 0.35 else 0):
            break
    return run


def tracking(day, rng, onset, speed, strong):
    return wet_surface(day, rng, onset, speed, strong, water=False)


def water_ingress(day, rng, onset, speed, strong):
    return wet_surface(day, rng, onset, speed, strong, water=True)


def overload(day, rng, onset, speed, strong):
    """A bundled branch cable behind a breaker that does not trip: conductor, insulation, bundle, surroundings."""
    run = Run(day, rng, onset, in_room=rng.random() < 0.25)
    rated = float(rng.choice([a for a in (10, 16, 20, 32) if a <= day.main]))
    factor = rng.uniform(1.25, 1.9) * (1 + 0.12 * (speed - 1))
    ramp = np.clip((np.arange(day.n) - onset) / steps(rng.uniform(60, 2400)), 0, 1)
    current = rated * (rng.uniform(0.3, 0.8) * (np.arange(day.n) >= onset - steps(1800)) * (1 - ramp) + factor * ramp)
    current *= 1 + ar1(rng, day.n, 200, 0.03)
    run.effect.kw += np.maximum(current, 0) * 0.22
    rise = rng.uniform(55, 120)  # K of the conductor at rated current in this bundle
    tau = rng.uniform(400, 1800)
    network = RcNetwork([tau * 0.05, tau * 0.15, tau * 0.5], [(0, 1, 4), (1, 2, 2.2)], [0.0, 0.1, 1.6])
    base = float(network.response(np.vstack([np.ones(4), np.zeros(4), np.zeros(4)]), np.zeros(4))[0, 0])
    square = (current / rated) ** 2
    core = network.response(np.vstack([rise / base * square, 0 * square, 0 * square]), day.room + 5)[0]
    spot, length = run.spot, rng.uniform(1, 8)
    spot.critical *= 0.8
    e = run.effect
    arc = Hawkes(rng, 0.5, 60)
    for i in range(onset, day.n):
        felt = min(900.0, core[i] * (1 + 0.0035 * max(0.0, core[i] - 70) * 0.6))
        rate = exp(-spot.char_ea / 8.314 * (1 / (felt + 273.15) - 1 / (spot.char_t - 85 + 273.15))) / 420
        spot.charring += min(0.3, DT * rate) * (1 - spot.charring)
        voc, co = run.gas.release(felt)
        count = arc.step(0.15 * max(0.0, spot.charring - 0.35))
        if e.in_room:
            e.voc_room[i], e.co_room[i] = voc, co
        else:
            e.voc_box[i], e.co_box[i] = voc, co
            e.heat[i] += 1.2 * length * square[i]
            e.near_heat[i] += run.near * 5 * square[i]
        e.arcs[i] += count
        if count:
            e.dip[i] += day.impedance * rng.uniform(30, 120)
        if spot.charring > spot.critical or (count and rng.random() < count * 0.05 * spot.charring):
            e.ignition = i
            break
    return run


def neutral_loss(day, rng, onset, speed, strong):
    """Star point shift (Millman) as the neutral's resistance grows; over-voltage burns a varistor or a supply."""
    run = Run(day, rng, onset)
    n = day.n
    own = line_current(day, run.effect)[3] / 220
    others = [np.maximum(0.004, own.mean() * lognormal(rng, 1.0, 0.7) * np.exp(ar1(rng, n, 900, 0.6)))
              for _ in range(2)]
    growth = np.clip((np.arange(n) - onset) / steps(lognormal(rng, 900, 1.0, 20, 9000) / speed), 0, 1)
    flutter = np.exp(ar1(rng, n, 60, 0.8))
    neutral = 1 / (day.impedance * 0.5 + 1e-3 + 30 * growth**5 * flutter)
    turn = np.exp(2j * np.pi / 3)
    shift = (220 * own + 220 * turn * others[0] + 220 * turn**2 * others[1]) / (
        own + others[0] + others[1] + neutral)
    seen = np.abs(220 - shift)
    before = np.abs(220 - (220 * own + 220 * turn * others[0] + 220 * turn**2 * others[1]) / (
        own + others[0] + others[1] + 1 / (day.impedance * 0.5 + 1e-3)))
    run.effect.volts = np.where(np.arange(n) < onset, 0, np.clip(seen - before, -130, 130))
    run.effect.dip += np.where(growth > 0, np.abs(ar1(rng, n, 10, 1.5)) * growth, 0)
    alpha, v1 = rng.uniform(22, 32), rng.uniform(262, 330) / (1 + 0.02 * speed)
    factor = lognormal(rng, 3.0, 0.6)
    volts = (day.open_volt + run.effect.volts).tolist()
    joint = rng.uniform(0.02, 0.15)
    amps = (own * 220).tolist()
    for i in range(onset, n):
        varistor = min(80.0, 0.25 * factor * (volts[i] / v1) ** alpha)
        electronics = max(0.0, (volts[i] - 236) / 10) * factor * 0.9
        arcing = joint * min(amps[i], 25) ** 2 * 0.25 * growth[i]
        run.effect.board_heat[i] += min(4.5, 0.12 * electronics + 0.05 * varistor)
        run.effect.resistive[i] += min(8.0, varistor * 0.08)
        count = int(rng.poisson(0.05 * growth[i] * min(2, amps[i] / 8)))
        if run.heat(i, min(70.0, varistor + electronics + arcing), arcs=count):
            break
    return run


def harmonic(day, rng, onset, speed, strong):
    """Triplen currents add up in the neutral: low power factor, a hot neutral bar and its cable."""
    run = Run(day, rng, onset)
    ramp = np.clip((np.arange(day.n) - onset) / steps(rng.uniform(120, 3600)), 0, 1)
    kva = rng.uniform(0.15, 0.45) * day.main * 0.22 * ramp * (1 + ar1(rng, day.n, 600, 0.08))
    run.effect.kw += kva * 0.75
    run.effect.distortion += kva * rng.uniform(0.45, 0.85)
    triple = kva * 1000 / 220 * rng.uniform(0.45, 0.95) * 3 * 0.6
    r = lognormal(rng, 0.010, 0.5) * speed
    weak, ts = 1.0, triple.tolist()
    for i in range(onset, day.n):
        weak += DT * 1e-4 * speed * exp(min(3, (run.spot.metal - 80) / 50))
        watts = min(90.0, r * weak * min(ts[i], 90) ** 2)
        if run.heat(i, watts):
            break
    return run


def smoulder(day, rng, onset, speed, strong):
    """Dust or a cable bundle that glows without flame; the front grows by its own oxygen, not by the load."""
    run = Run(day, rng, onset, in_room=rng.random() < 0.35)
    watts, limit = 0.8, rng.uniform(15, 70)
    growth = lognormal(rng, 0.09, 0.5) * speed / 60
    voc_yield, co_yield = lognormal(rng, 1.2e-3, 0.8), lognormal(rng, 2.2e-3, 0.7)  # mg per J
    flame = rng.uniform(0.75, 0.97) * limit
    e, box = run.effect, not run.effect.in_room
    for i in range(onset, day.n):
        watts += DT * growth * watts * (1 - watts / limit) * rng.uniform(0.2, 1.8)
        ratio = watts / limit
        (e.voc_box if box else e.voc_room)[i] = voc_yield * watts * (1.3 - 0.6 * ratio)
        (e.co_box if box else e.co_room)[i] = co_yield * watts * (0.3 + ratio)
        if box:
            e.heat[i] += watts * (1 - run.near * 0.5)
            e.near_heat[i] += watts * run.near * 0.5
        if watts > flame and rng.random() < 0.02:
            e.ignition = i
            break
    return run


def compartment_fire(day, rng, onset, speed, strong):
    """Furniture that smoulders in the room before it flames: the panel only breathes the room's air."""
    run = Run(day, rng, onset, in_room=True)
    life = steps(lognormal(rng, 1080, 0.35, 620, 3600))
    ignition = onset + life
    t = np.clip((np.arange(day.n) - onset) / life, 0, 1)
    scale = lognormal(rng, 1.0, 0.7)
    run.effect.co_room += 3.5 * scale * t**2.2 * (day.room_m3 / 100) ** 0.5
    run.effect.voc_room += 1.2 * lognormal(rng, 1.0, 0.6) * t**1.3 * (day.room_m3 / 100) ** 0.5
    run.effect.room_rise += lognormal(rng, 1.2, 0.7) * t**2
    if ignition < day.n:
        run.effect.ignition = ignition
    return run


def capacitor_ageing(day, rng, onset, speed, strong):
    """Electrolyte dries out: loss resistance and heat chase each other until it vents and shorts."""
    run = Run(day, rng, onset, volatile_scale=0.4)
    e = run.effect
    esr, t = 1.0, float(day.room[onset]) + 18
    watts0, r_th, tau = rng.uniform(0.6, 2.2), rng.uniform(9, 18), rng.uniform(250, 900)
    rate = lognormal(rng, 1.1e-4, 0.6) * speed
    vent, on_board = rng.uniform(120, 165), rng.uniform(0.03, 0.2)
    vented, kvar = None, rng.uniform(0.05, 0.3) * day.main * 0.22 * 0.25
    for i in range(onset, day.n):
        esr += DT * rate * esr * 2 ** min(5.0, (t - 60) / 15)
        watts = min(40.0, watts0 * esr)
        t += DT * (watts * r_th - (t - day.room[i] - 8)) / tau
        e.board_heat[i] += watts * on_board
        e.heat[i] += watts * 0.7
        e.kvar[i] += kvar * min(1.0, (esr - 1) / 12)
        e.capacitive[i] += 0.02 * min(60, esr) * rng.uniform(0.5, 1.5)
        if vented is None and t > vent:
            vented = i
        if vented is not None:
            age = (i - vented) * DT
            e.voc_box[i] += lognormal(rng, 0.25, 0.3) * exp(-age / 240)
            e.capacitive[i] += rng.gamma(1, 1.5)
            count = int(rng.poisson(0.15))
            if run.heat(i, watts, arcs=count, force=rng.random() < 0.006 * speed):
                break
        else:
            run.heat(i, 0.0)
    return run


def mov_ageing(day, rng, onset, speed, strong):
    """A varistor whose 1 mA voltage falls with each surge and with heat: leakage rises steeply with the supply."""
    run = Run(day, rng, onset, volatile_scale=0.5)
    e = run.effect
    alpha, v1 = rng.uniform(18, 28), rng.uniform(300, 340)
    volts = (day.open_volt + e.volts).tolist()
    to_earth = rng.random() < 0.4
    wear = lognormal(rng, 2.2e-3, 0.5) * speed
    for i in range(onset, day.n):
        if rng.random() < 0.004:
            v1 -= float(rng.exponential(1.2)) * speed
            e.dip[i] += rng.gamma(1, 2)
        v1 -= DT * wear * exp(min(2.5, (run.spot.metal - 50) / 45))
        milliamps = min(400.0, (volts[i] * 1.414 / max(v1, 150)) ** alpha * 0.4)
        watts = milliamps * volts[i] / 1000 * 0.6
        e.resistive[i] += milliamps if to_earth else 0.0
        e.board_heat[i] += min(4.0, 0.08 * watts)
        if run.heat(i, watts):
            break
    return run


def battery(day, rng, onset, speed, strong):
    """An internal short warms the cell for a while; then it vents, and flames follow within seconds to minutes."""
    run = Run(day, rng, onset, in_room=rng.random() < 0.3)
    e = run.effect
    warm = steps(lognormal(rng, 1500, 0.6, 560, 9000))
    gap = steps(lognormal(rng, 75, 0.9, 20, 900))
    vent = onset + warm
    t = np.clip((np.arange(day.n) - onset) / warm, 0, 1)
    watts = np.where(np.arange(day.n) >= onset, rng.uniform(0.5, 3) + rng.uniform(8, 40) * t**4, 0)
    watts[min(day.n, vent + gap):] = 0
    venting = ((np.arange(day.n) >= vent) & (np.arange(day.n) < vent + gap + 60)).astype(float)
    small = lognormal(rng, 3e-3, 1.0) * (np.arange(day.n) >= onset) * t**3
    voc, co = small + venting * lognormal(rng, 45, 0.6), venting * lognormal(rng, 16, 0.6)
    if e.in_room:
        e.voc_room += voc * 4
        e.co_room += co * 4
    else:
        e.voc_box += 0.05 * voc  # most of it bursts out of the box
        e.co_box += 0.05 * co
        e.voc_room += 0.95 * voc
        e.co_room += 0.95 * co
        e.heat += watts * (1 - run.near)
        e.near_heat += watts * run.near
    e.hydrogen += venting * rng.uniform(10, 120)
    e.kw += np.where(np.arange(day.n) >= onset, -rng.uniform(0, 0.2) * t, 0)
    if vent + gap < day.n:
        e.ignition = vent + gap
    return run


MAKERS = {name: globals()[name] for name in TYPES}


def simulate(day, kind, onset, shortest=steps(600)):
    """An effect that ignites at least ten minutes after `onset` and within the day."""
    speed = lognormal(day.rng, 1.0, 0.5)
    attempt = 0
    while True:
        attempt += 1
        rng = np.random.default_rng(day.rng.integers(2**63))
        run = MAKERS[kind](day, rng, onset, speed, attempt > 3)
        ignition = run.effect.ignition
        if ignition is not None and ignition - onset >= shortest and ignition < day.n - steps(60):
            return run.effect
        if ignition is None or ignition >= day.n - steps(60):
            speed *= 1.6
        else:
            speed *= 0.6
        if attempt >= 24:
            raise RuntimeError(f'{kind}: no ignition between {shortest * DT / 60:.0f} min and the day\'s end, '
                               f'onset step {onset}, main {day.main} A')


def cut(effect, at, cause, rng):
    """Ends a hazard at step `at`: `breaker`, `elb`, `person` or `self`. What has been released stays in the air."""
    effect.ignition = None
    effect.arrested = at
    for name in ('amps', 'dip', 'capacitive', 'resistive', 'arcs', 'heat', 'near_heat', 'board_heat', 'voc_box',
                 'voc_room', 'co_box', 'co_room', 'room_rise', 'hydrogen', 'volts', 'wet', 'kvar', 'distortion'):
        array = getattr(effect, name)
        if cause == 'self' and name in ('heat', 'near_heat', 'voc_box', 'voc_room', 'co_box', 'co_room', 'room_rise'):
            fade = np.exp(-(np.arange(effect.n - at) * DT) / rng.uniform(200, 900))
            array[at:] = (array[at - 1] if at else 0) * fade
        else:
            array[at:] = 0
    if cause != 'self':
        effect.kw[at:] = 0
        away = steps(rng.uniform(600, 4 * 3600))
        effect.load_factor[at:at + away] = {'breaker': rng.uniform(0.3, 0.8), 'elb': 0.0, 'person': 0.9}[cause]


def flames(day, effect, fires, rng):
    """Telemetry after ignition, and the silence when the device is gone. Returns the step of its last frame."""
    at = effect.ignition
    seconds = (np.arange(day.n) - at) * DT
    after = seconds > 0
    s = np.where(after, seconds, 0)
    if effect.in_room:
        air = fires.in_room(rng, s)
        slow = lag(air, rng.uniform(150, 600))
        effect.room_rise += np.where(after, 0.1 * air, 0)
        effect.board_rise += np.where(after, slow, 0)
        effect.probe_rise += np.where(after, air if day.p['probe_outside'] else slow, 0)
    else:
        near, board = fires.in_enclosure(rng, s)
        outside = 0.15 * lag(near, 300)
        effect.board_rise += np.where(after, board, 0)
        effect.probe_rise += np.where(after, outside if day.p['probe_outside'] else near, 0)
    size = rng.uniform(5, 60) * (8 if effect.in_room else 1)  # kW
    release = size * (1 - np.exp(-(s / rng.uniform(60, 300)) ** 1.7))
    into_box = 0.02 if effect.in_room else rng.uniform(0.02, 0.1)
    for name, per_kw in (('co', rng.uniform(0.5, 3)), ('voc', rng.uniform(0.3, 2))):
        getattr(effect, f'{name}_box')[:] += per_kw * release * into_box
        getattr(effect, f'{name}_room')[:] += per_kw * release * (1 - into_box)
    short = at + steps(rng.uniform(50, 420))
    effect.arcs[short - 3:short + 20] += rng.poisson(2.5, len(effect.arcs[short - 3:short + 20]))
    effect.dip[short - 3:short + 20] += rng.uniform(0, 60, len(effect.dip[short - 3:short + 20]))
    hot = np.flatnonzero(effect.board_rise > rng.uniform(75, 130))
    last = min(at + steps(rng.uniform(300, 600)), short + steps(rng.exponential(150)))
    if len(hot):
        last = min(last, int(hot[0]))
    last = int(np.clip(last, at + 2, day.n - 1))
    effect.silent[last:] = True
    return last
