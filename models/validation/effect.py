"""What an event does to a device-day, and the true values of every channel that follow from day and event."""
from dataclasses import dataclass, field

import numpy as np

from physics import DT, RcNetwork, lag, two_compartments

MG_PER_PPM_CO = 1.145  # at 25 °C

# Arrays that start at zero; all in the units of the comment.
ZERO = (
    'kw',  # active load, kW
    'kvar', 'distortion',  # kvar, kVA
    'amps',  # further current that no load meter sees as power, A
    'volts',  # added to the supply, V
    'dip',  # deepest half-cycle drop beside it, V
    'capacitive', 'resistive',  # leakage, mA
    'arcs', 'false_arcs',  # events in the step
    'heat', 'near_heat', 'board_heat',  # W into the enclosure's air, past the probe, into the board
    'room_rise', 'probe_rise', 'board_rise',  # K
    'solar',  # W on the steel
    'voc_box', 'voc_room', 'co_box', 'co_room',  # mg/s
    'wet',  # g/m³ of vapour in the enclosure beside the room's
    'hydrogen',  # ppm-equivalents on the CO cell
    'box_vent', 'room_vent',  # further air changes, 1/s
)


@dataclass
class Effect:
    n: int
    ignition: int | None = None
    arrested: int | None = None
    end: int | None = None  # of a hard negative
    in_room: bool = False
    off: np.ndarray | None = None  # supply lost
    silent: np.ndarray | None = None  # no frame leaves
    cross: float = 1.0  # how much stronger than usual this vapour acts on the CO cell
    sensor_faults: list = field(default_factory=list)
    zero_frames: list = field(default_factory=list)

    def __post_init__(self):
        for name in ZERO:
            setattr(self, name, np.zeros(self.n))
        self.load_factor = np.ones(self.n)
        self.off = np.zeros(self.n, bool)
        self.silent = np.zeros(self.n, bool)


def line_current(day, effect):
    """(active kW, reactive kvar, distortion kVA, A) with the loads' mild voltage dependence left out."""
    if hasattr(day, 'replayed_current'):
        extra = np.hypot(effect.kw, effect.kvar) * 1000 / 220
        amps = day.replayed_current + extra + effect.amps
        return day.active + effect.kw, day.reactive + effect.kvar, day.distortion, amps
    p = (day.active + day.motor) * effect.load_factor + effect.kw
    q = (day.reactive + 0.62 * day.motor) * effect.load_factor + effect.kvar
    d = day.distortion * effect.load_factor + effect.distortion
    p = np.maximum(p, 0.01)
    amps = np.sqrt(p * p + q * q + d * d) * 1000 / np.maximum(day.open_volt, 60) + effect.amps
    return p, q, d, np.maximum(amps, 0.03)


def true_channels(day, effect):
    """Every channel before its sensor: dict of arrays of `day.n`."""
    p, q, d, amps = line_current(day, effect)
    volt = day.open_volt - day.impedance * amps + effect.volts
    start_step = np.maximum(np.diff(day.motor, prepend=day.motor[0]), 0)
    inrush = start_step * 1000 / 220 * day.p['inrush']
    low = volt - day.impedance * inrush - effect.dip
    apparent = np.sqrt(p * p + q * q + d * d)
    factor = np.clip(p / np.maximum(apparent, 1e-3), 0, 1)
    for arr in (volt, low, amps, p):
        arr[effect.off] = 0.0
    factor = np.where(effect.off, 0.0, factor)

    room = day.room + effect.room_rise
    s = day.p
    # Nodes: terminal, probe's surroundings, upper air, steel, board.
    rise_r = s['terminal_rise'] * s['terminal_g'] / day.main**2
    links = [(0, 1, 0.6 * s['terminal_g']), (0, 2, 0.4 * s['terminal_g']), (1, 2, 0.3), (2, 3, s['shed'] * 1.6),
             (4, 2, s['board_g'])]
    boundary = np.array([0.02, 0.02, s['shed'] * 0.25, s['shed'] * 1.2, 0.005])
    size = day.box_m3
    network = RcNetwork([220 + 14 * day.main, 90, 40 + 1500 * size, 900 + 16000 * size, 70], links, boundary)
    square = np.minimum((amps / day.main) ** 2, 4.0)
    powers = np.vstack([
        rise_r * day.main**2 * square,
        effect.near_heat,
        s['loss_w'] * square + effect.heat,
        effect.solar,
        s['board_w'] + s['board_load_w'] * square + effect.board_heat,
    ])
    powers[:, effect.off] *= 0
    terminal, probe_air, air, _, board = network.response(powers, room)
    inside = 0.6 * terminal + 0.4 * probe_air
    probe = lag(room if s['probe_outside'] else inside, s['probe_tau'])
    pcb = board + effect.board_rise
    probe = probe + effect.probe_rise

    film = day.film * np.exp(np.clip(effect.wet, 0, 25) / 9)
    res = film + effect.resistive
    cap = day.capacitive + effect.capacitive
    total = np.sqrt(cap**2 + res**2 + day.triplen_ma**2)
    for arr in (total, res):
        arr[effect.off] = 0.0

    draught = np.sqrt(np.maximum(air - room, 0.2) / 6) + 0.15 * day.wind
    room_rate = day.room_rate + effect.room_vent
    box_rate = day.box_rate0 * np.clip(draught, 0.3, 4) + effect.box_vent
    gas = {}
    for name, base, outdoor in (('voc', day.voc_source, day.voc_outdoor), ('co', day.co_source, day.co_outdoor)):
        box_source = getattr(effect, f'{name}_box')
        start = outdoor + base[0] / (day.room_m3 * room_rate[0])
        start = min(start, outdoor + base.mean() / (day.room_m3 * room_rate.mean()) * 2)
        in_room, in_box = two_compartments(
            base + getattr(effect, f'{name}_room'), box_source, room_rate, box_rate, day.room_m3, day.box_m3,
            outdoor, start)
        gas[name] = in_box if day.location == 'enc' else in_room
    return {
        'volt': volt, 'voltLow': np.minimum(low, volt), 'ct': amps, 'pwr': p, 'pFct': factor, 'zct': total,
        'rzct': res, 'cap': cap, 'pcbTemp': pcb, 'sensorTemp': probe,
        'co': gas['co'] / MG_PER_PPM_CO + effect.hydrogen, 'voc': gas['voc'] * 1000,
        'arcs': day.arcs + effect.arcs, 'false': effect.false_arcs,
        'moist': day.humid + effect.wet,
    }


def steps(seconds):
    return int(round(seconds / DT))
