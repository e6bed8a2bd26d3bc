"""Building blocks of the second simulator family: RC networks, Holm contacts, volatiles, air exchange, Hawkes arcs.

Temperatures are in degrees Celsius unless a name ends in `_k`; time steps are `DT` seconds.
Nothing here is taken from the TypeScript simulator; README.md says what differs and where each number comes from.
"""
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from scipy.linalg import eig, expm
from scipy.signal import lfilter

DT = 10.0
KELVIN = 273.15
GAS_CONSTANT = 8.314
# Lorenz number, V²/K²: the temperature inside a constriction follows from its voltage alone (Kohlrausch; Holm 1967).
LORENZ = 2.45e-8
MELTING_VOLTAGE = 0.43  # copper, Holm 1967
STEFAN_BOLTZMANN = 5.67e-8


def rng_of(*keys):
    """A generator that depends only on its keys: a device-day does not depend on which others were made."""
    return np.random.default_rng(np.random.SeedSequence([int(k) for k in keys]))


def lognormal(rng, median, sigma, low=0.0, high=np.inf):
    return float(np.clip(median * exp(sigma * rng.standard_normal()), low, high))


def ar1(rng, n, tau, sd, heavy=None):
    """Gauss-Markov noise with correlation time `tau` seconds; with `heavy` the driving noise is Student-t."""
    a = exp(-DT / max(tau, 1e-3))
    e = rng.standard_normal(n) if heavy is None else rng.standard_t(heavy, n) / sqrt(heavy / (heavy - 2))
    e *= sd * sqrt(1 - a * a)
    e[0] = sd * rng.standard_normal()
    return lfilter([1.0], [1.0, -a], e)


def lag(x, tau):
    """First-order low pass that starts settled."""
    a = exp(-DT / max(tau, 1e-3))
    y, _ = lfilter([1 - a], [1.0, -a], x, zi=[a * x[0]])
    return y


class RcNetwork:
    """Thermal nodes with capacities C (J/K), conductances between them, and conductances to a boundary.

    The state equation is diagonalised once; each mode is then a recursive filter, so that a day costs a few
    array operations, and a step has as many time constants as there are nodes.
    """

    def __init__(self, capacities, links, boundary):
        n = len(capacities)
        conductance = np.zeros((n, n))
        for i, j, g in links:
            conductance[i, j] += g
            conductance[j, i] += g
        total = conductance.sum(1) + np.asarray(boundary)
        inverse_c = np.diag(1 / np.asarray(capacities, float))
        a = inverse_c @ (conductance - np.diag(total))
        values, vectors = eig(a)
        self.poles = np.exp(values.real * DT)
        self.vectors = vectors.real
        self.inverse = np.linalg.inv(self.vectors)
        self.gain = (self.poles - 1) / values.real
        self.inverse_c = inverse_c
        self.boundary = np.asarray(boundary, float)
        self.a = a
        assert np.allclose(self.vectors @ np.diag(self.poles) @ self.inverse, expm(a * DT), atol=1e-6)

    def response(self, powers, boundary_temperature):
        """Node temperatures, (nodes, steps), from the heat into each node (W) and the boundary's temperature."""
        drive = self.inverse_c @ (powers + self.boundary[:, None] * boundary_temperature[None, :])
        settled = -np.linalg.solve(self.a, drive[:, 0])
        modes = self.inverse @ drive
        start = self.inverse @ settled
        out = np.empty_like(modes)
        for k, pole in enumerate(self.poles):
            out[k], _ = lfilter([self.gain[k]], [1.0, -pole], modes[k], zi=[pole * start[k]])
        return self.vectors @ out


@dataclass
class Volatiles:
    """Insulation as three fractions, each with its own Arrhenius rate and a mass that runs out.

    Light plasticiser products leave first, polymer fragments later, and char oxidation gives the CO. Yields are
    small because most of the plasticiser condenses again on cold walls (DOP has hardly any vapour pressure at 20 °C).
    """

    light_mg: float
    polymer_mg: float
    char_mg: float
    light_ea: float
    polymer_ea: float
    char_ea: float
    light_k: float  # 1/s at 200 °C
    polymer_k: float  # 1/s at 300 °C
    char_k: float  # 1/s at 300 °C
    voc_yield: float
    co_yield: float

    @staticmethod
    def draw(rng, scale=1.0):
        mass = scale * lognormal(rng, 1100, 0.8, 150, 12000)
        return Volatiles(
            0.3 * mass, 0.45 * mass, 0.25 * mass,
            rng.uniform(78e3, 108e3), rng.uniform(125e3, 160e3), rng.uniform(105e3, 135e3),
            lognormal(rng, 3e-6, 0.5), lognormal(rng, 2.0e-4, 0.5), lognormal(rng, 1.1e-4, 0.5),
            lognormal(rng, 0.035, 0.9, 0.003, 0.3), lognormal(rng, 0.09, 0.7, 0.01, 0.4),
        )

    def release(self, temperature):
        """mg/s of (VOC, CO) at the insulation's temperature; the fractions are used up."""
        t = temperature + KELVIN
        if t < 330:
            return 0.0, 0.0
        t = min(t, 1100.0)
        light = self.light_mg * min(0.02, self.light_k * exp(-self.light_ea / GAS_CONSTANT * (1 / t - 1 / 473.15)))
        polymer = self.polymer_mg * min(
            0.02, self.polymer_k * exp(-self.polymer_ea / GAS_CONSTANT * (1 / t - 1 / 573.15)))
        char = self.char_mg * min(0.02, self.char_k * exp(-self.char_ea / GAS_CONSTANT * (1 / t - 1 / 573.15)))
        self.light_mg -= light * DT
        self.polymer_mg -= polymer * DT
        self.char_mg -= char * DT
        return self.voc_yield * (light + polymer), self.co_yield * (char + 0.1 * polymer)


@dataclass
class HotSpot:
    """Metal and insulation around a fault: two nodes, linear loss plus radiation, and a charring degree in [0, 1].

    Ignition: the charring degree passes its critical value while the metal is above the piloted limit, or an arc
    meets enough vapour. First passage instead of an ignition rate.
    """

    c_metal: float
    c_insulation: float
    g_loss: float
    g_couple: float
    g_insulation: float
    area: float
    char_t: float
    char_ea: float
    critical: float
    arc_chance: float
    beta: float

    metal: float = 25.0
    insulation: float = 25.0
    charring: float = 0.0

    @staticmethod
    def draw(rng):
        r_th = rng.uniform(6.5, 15)
        return HotSpot(
            c_metal=lognormal(rng, 45, 0.6, 12, 220), c_insulation=lognormal(rng, 60, 0.6, 15, 400),
            g_loss=0.75 / r_th, g_couple=rng.uniform(0.05, 0.2), g_insulation=0.25 / r_th,
            area=lognormal(rng, 8e-4, 0.4), char_t=rng.uniform(285, 355), char_ea=rng.uniform(130e3, 185e3),
            critical=rng.uniform(0.45, 0.95), arc_chance=lognormal(rng, 4e-4, 0.8), beta=rng.uniform(0.03, 0.25),
        )

    def step(self, power, ambient, constriction=0.0):
        """Advances `DT` seconds under `power` W; `constriction` is the contact spot's own temperature or 0."""
        for _ in range(5):
            m, s = self.metal, self.insulation
            loss = self.g_loss * (m - ambient) + self.area * 0.7 * STEFAN_BOLTZMANN * (
                (m + KELVIN) ** 4 - (ambient + KELVIN) ** 4)
            across = self.g_couple * (m - s)
            self.metal = min(1100.0, m + (power - loss - across) * DT / 5 / self.c_metal)
            self.insulation = s + (across - self.g_insulation * (s - ambient)) * DT / 5 / self.c_insulation
        felt = max(self.insulation, 0.5 * (self.metal + self.insulation))
        if constriction > self.metal:
            felt += self.beta * min(constriction - self.metal, 400.0)
        rate = exp(-self.char_ea / GAS_CONSTANT * (1 / (felt + KELVIN) - 1 / (self.char_t + KELVIN))) / 360.0
        self.charring += min(0.5, DT * rate) * (1 - self.charring)
        return felt

    def ignites(self, rng, arcs, vapour):
        """`vapour` in mg/s of VOC: what an arc needs to find in front of it."""
        if self.charring > self.critical and self.metal > 240:
            return True
        if arcs <= 0:
            return False
        chance = self.arc_chance * (1 + 60 * min(1.0, vapour / 0.02) + 8 * self.charring)
        return rng.random() < 1 - exp(-arcs * chance)


def constriction_temperature(bulk, voltage):
    """Kohlrausch: hottest point of a constriction from its voltage, capped where copper melts."""
    u = min(voltage, MELTING_VOLTAGE)
    return sqrt((bulk + KELVIN) ** 2 + u * u / (4 * LORENZ)) - KELVIN


def glow_power(current):
    """W of a glowing contact: the power law through 5 W at 0.8 A and 35 W at 15 A (NBSIR 76-1011)."""
    return 5.8 * current ** 0.664 if current > 0.5 else 0.0


class Contact:
    """A pressed contact of a-spots (Holm) that loses force by creep, spots by fretting, and grows an oxide film."""

    def __init__(self, rng, resistance, speed, fretting):
        self.rng = rng
        self.r0 = resistance
        self.spots = self.spots0 = int(rng.integers(12, 60))
        self.force = 1.0
        self.film2 = 0.0  # squared thickness, nm²: parabolic growth (Wagner)
        self.speed = speed
        self.fretting = fretting
        self.film_r = rng.uniform(2e-4, 9e-4)  # ohm per nm at full force
        self.glowing = False
        self.last = 0.0

    def step(self, current, metal):
        """Heat in W and the constriction's temperature for the coming `DT` seconds."""
        rng = self.rng
        warm = exp(min(4.0, (metal - 70) / 38))
        self.force = max(0.02, self.force - self.speed * DT * 0.22 * warm * self.force)
        self.film2 += self.speed * DT * 420 * exp(min(3.0, (metal - 80) / 45))
        if abs(current - self.last) > max(1.5, 0.15 * self.last) and self.spots > 1:
            self.spots -= int(rng.binomial(self.spots - 1, min(0.5, self.fretting)))
            self.film2 *= rng.uniform(0.6, 1.02)  # wiping
        self.last = current
        r = self.r0 * sqrt(self.spots0 / self.spots / self.force) + self.film_r * sqrt(self.film2) / self.force
        voltage = current * r
        if self.glowing:
            if current < 0.7 or rng.random() < 0.004:
                self.glowing = False
                self.film2 *= rng.uniform(0.3, 0.9)
            return glow_power(current), 900.0 if current > 0.7 else metal
        if voltage > MELTING_VOLTAGE:
            if rng.random() < 0.02:
                self.glowing = current > 0.8
            self.film2 *= rng.uniform(0.75, 1.0)  # fritting: the film breaks down where it melts
            voltage = MELTING_VOLTAGE * rng.uniform(0.8, 1.1)
        return voltage * current, constriction_temperature(metal, voltage)


class Hawkes:
    """Self-exciting events in bins of `DT`: `ratio` children for each event, decaying over `tau` seconds."""

    def __init__(self, rng, ratio, tau):
        self.rng = rng
        self.decay = exp(-DT / tau)
        self.child = ratio * (1 - self.decay)
        self.trace = 0.0

    def step(self, base):
        """Events in this bin, at most 400."""
        count = int(self.rng.poisson(min(300.0, base + self.child * self.trace)))
        self.trace = self.trace * self.decay + count
        return min(count, 400)


def two_compartments(source_room, source_box, room_rate, box_rate, room_m3, box_m3, outdoor, start):
    """mg/m³ in room and enclosure. Rates are air changes per second (arrays), sources mg/s (arrays)."""
    n = len(source_room)
    room_out = np.empty(n)
    box_out = np.empty(n)
    decay_room = np.exp(-room_rate * DT)
    decay_box = np.exp(-box_rate * DT)
    gain_room = (source_room / (room_m3 * room_rate) + outdoor) * (1 - decay_room)
    gain_box = source_box / (box_m3 * box_rate) * (1 - decay_box)
    back = box_m3 / room_m3 * (1 - decay_box)
    room = box = start
    for i, (dr, gr, db, gb, bk) in enumerate(zip(
            decay_room.tolist(), gain_room.tolist(), decay_box.tolist(), gain_box.tolist(), back.tolist())):
        room = room * dr + gr + bk * (box - room)
        box = box * db + room * (1 - db) + gb
        room_out[i] = room
        box_out[i] = box
    return room_out, box_out


def saturation_density(temperature):
    """g/m³ of water vapour at saturation (Magnus)."""
    pressure = 611.2 * np.exp(17.62 * temperature / (243.12 + temperature))
    return 1000 * pressure / (461.5 * (temperature + KELVIN))


def dew_point(density, temperature):
    """°C from g/m³ at an air temperature in °C."""
    pressure = np.maximum(density, 0.1) / 1000 * 461.5 * (temperature + KELVIN)
    x = np.log(pressure / 611.2)
    return 243.12 * x / (17.62 - x)

