/** THE demo building: three floors as an architect draws them, and the devices an electrician put there. */
import type { DevicePlacement, FloorView, LocalName } from '#shared/contract/views.ts';
import type { LoadKind } from './demo/loadKinds.ts';
import { basement } from './plans/basement.ts';
import { type FloorPlan, floorView, roomAt } from './plans/FloorPlan.ts';
import { ground } from './plans/ground.ts';
import { offices } from './plans/offices.ts';
import { sparePlaces } from './sparePlaces.ts';
import { basementCircuits } from './wiring/basement.ts';
import type { Circuit } from './wiring/circuit.ts';
import { groundCircuits } from './wiring/ground.ts';
import { officeCircuits } from './wiring/offices.ts';

interface BuildingDevice {
  readonly id: string;
  readonly placement: DevicePlacement;
  /** What hangs on the circuit; only the simulator knows. */
  readonly load: LoadKind;
}

export interface Building {
  readonly site: {
    readonly id: string;
    readonly name: LocalName;
    readonly timeZone: string;
    readonly powerUnit: 'kW' | 'W';
    readonly powerFactorUnit: 'ratio' | 'percent';
  };
  readonly floors: readonly FloorView[];
  readonly devices: readonly BuildingDevice[];
  /** Devices that report although nobody has named and placed them yet. */
  readonly unplaced: readonly string[];
  /** °C in the yearly mean, by floor. */
  readonly ambientC: Readonly<Record<string, number>>;
}

export interface BuildingOptions {
  /** Decides where devices beyond the wired 120 are put. */
  readonly seed: number;
  /** 1 or more, 120 unless given; those that find no room on the plans wait in the inbox. */
  readonly devices?: number;
}

const FLOORS: readonly { plan: FloorPlan; label: string; circuits: readonly Circuit[] }[] = [
  { plan: basement, label: 'B1', circuits: basementCircuits },
  { plan: ground, label: '1F', circuits: groundCircuits },
  { plan: offices, label: '2F', circuits: officeCircuits },
];
const AMBIENT_C: Readonly<Record<string, number>> = { b1: 25.5, f1: 24.5, f2: 24.5 };
const WAITING_DEVICES = 2;

/** How often a device reports: what feeds many others, more often. */
function intervalMs(load: LoadKind): number {
  if (load === 'main') return 2000;
  return load === 'lighting' ? 10_000 : 5000;
}

/** Every device has its second temperature probe at the terminal; where it hangs in a cabinet, its gas sensor too. */
function sensorsOf(load: LoadKind): Pick<DevicePlacement, 'gasSensor' | 'temperatureSensor'> {
  const cabinet = load === 'main';
  return { gasSensor: cabinet ? 'enclosure' : 'room', temperatureSensor: 'terminal' };
}

type Unnumbered = Omit<BuildingDevice, 'id'>;

function wired({ plan, label, circuits }: (typeof FLOORS)[number]): Unnumbered[] {
  return circuits.map(({ name, xM, yM, load, ratedA, panel }) => {
    const room = roomAt(plan, [xM, yM]);
    return {
      load,
      placement: {
        name: `${label} ${name}`,
        floorId: plan.id,
        xM,
        yM,
        zoneId: room === undefined ? null : `${plan.id}-${room.id}`,
        upstreamPanel: panel,
        ratedCurrentA: ratedA,
        ...sensorsOf(load),
        model: ratedA > 50 ? 'EF-100' : 'EF-50',
        expectedIntervalMs: intervalMs(load),
      },
    };
  });
}

/** Circuits nobody drew, for buildings of more than 120 devices. */
function spare(count: number, taken: readonly Unnumbered[], seed: number): Unnumbered[] {
  const occupied = taken.map(({ placement }) => placement);
  return sparePlaces(
    FLOORS.map(({ plan }) => plan),
    occupied,
    seed,
  )
    .slice(0, count)
    .map(({ floorId, room, xM, yM }, index) => ({
      load: 'outlet',
      placement: {
        name: `${FLOORS.find(({ plan }) => plan.id === floorId)?.label ?? ''} ${room.name.ko} 보조 회로 ${index + 1}`,
        floorId,
        xM,
        yM,
        zoneId: `${floorId}-${room.id}`,
        upstreamPanel: null,
        ratedCurrentA: 20,
        ...sensorsOf('outlet'),
        model: 'EF-50',
        expectedIntervalMs: 5000,
      },
    }));
}

function idOf(index: number): string {
  return `device-${String(index + 1).padStart(3, '0')}`;
}

/** @throws RangeError for a number of devices that is no positive integer */
export function createBuilding({ seed, devices = 120 }: BuildingOptions): Building {
  if (!Number.isSafeInteger(devices) || devices < 1) {
    throw new RangeError('a building has at least one device');
  }
  const drawn = FLOORS.flatMap(wired);
  // Fewer than were drawn: taken evenly, so that every floor keeps some.
  const chosen =
    devices < drawn.length
      ? drawn.filter(
          (_, i) =>
            Math.floor(((i + 1) * devices) / drawn.length) >
            Math.floor((i * devices) / drawn.length),
        )
      : [...drawn, ...spare(devices - drawn.length, drawn, seed)];
  const homeless = devices - chosen.length;
  return {
    site: {
      id: 'hanbit-tower',
      name: { ko: '한빛타워', en: 'Hanbit Tower' },
      timeZone: 'Asia/Seoul',
      powerUnit: 'kW',
      powerFactorUnit: 'ratio',
    },
    floors: FLOORS.map(({ plan }) => floorView(plan)),
    devices: chosen.map((device, index) => ({ id: idOf(index), ...device })),
    unplaced: Array.from({ length: homeless + WAITING_DEVICES }, (_, i) => idOf(chosen.length + i)),
    ambientC: AMBIENT_C,
  };
}
