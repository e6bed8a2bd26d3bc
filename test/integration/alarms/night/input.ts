import type { ActName } from '#engine/alarms/acts.ts';
import type { ScoredReading } from '#engine/scoredReading.ts';
import type { AlarmKind } from '#shared/alarms/alarm.ts';
import { alarmId } from '#shared/alarms/identity.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import { seeded } from '../../../unit/storage/readings.ts';
import { type Said, scored, T0 } from '../Scenario.ts';

export const SITE = 'hq';
const DEVICES = 10_000;
const ALARMS = 300;
/** Second of the first alarm; the others follow one a second, for five minutes. */
const FIRST_ALARM = 60;
const WORSENS_AFTER = 30;
/** A quarter past ten in the evening in Seoul. */
const NIGHT_MS = 15 * 3_600_000;
export const NIGHT_START = T0 + NIGHT_MS;

/**
 * What the devices report. Two kinds have an on-delay, which runs where the desk is killed. The ninth gets worse while
 * somebody may have acknowledged it already.
 */
const CAUSES: readonly { readonly kind: AlarmKind; readonly said: Omit<Said, 'at'> }[] = [
  { kind: 'risk', said: { level: 'HIGH' } },
  { kind: 'risk', said: { level: 'CRITICAL' } },
  { kind: 'arcAlarm', said: { bits: ['arcAlarm'] } },
  { kind: 'overvoltage', said: { bits: ['overvoltage'] } },
  { kind: 'totalLeakage', said: { bits: ['totalLeakage'] } },
  { kind: 'powerAnomaly', said: { bits: ['powerAnomaly'] } },
  { kind: 'coAlarm', said: { bits: ['coAlarm'] } },
  { kind: 'powerFactorAlarm', said: { bits: ['powerFactorAlarm'] } },
  { kind: 'risk', said: { level: 'HIGH' } },
  { kind: 'stuckSensor', said: { quality: ['stuck'] } },
];
const WORSENING = 8;

export type DeskName = 'a' | 'b';

export interface NightAct {
  readonly second: number;
  readonly desk: DeskName;
  readonly name: ActName;
  readonly alarmId: string;
}

export interface NightInput {
  /** By second since the beginning. */
  readonly readings: ReadonlyMap<number, readonly ScoredReading[]>;
  readonly acts: ReadonlyMap<number, readonly NightAct[]>;
  readonly alarmIds: readonly string[];
  /** Acknowledged by both, the one at desk A first. */
  readonly contested: ReadonlySet<string>;
}

/** @param nobodyAt seconds at which nobody can sit at desk A: what is done there is done soon after, in any night */
export function nightInput(
  seed: number,
  nobodyAt: { readonly from: number; readonly to: number },
): NightInput {
  const random = seeded(seed);
  const readings = new Map<number, ScoredReading[]>();
  const acts = new Map<number, NightAct[]>();
  const contested = new Set<string>();
  const alarmIds: string[] = [];
  const say = (second: number, device: number, said: Omit<Said, 'at'> = {}) =>
    put(
      readings,
      second,
      scored({ ...said, device: `device-${device}`, at: NIGHT_MS + second * 1000 }),
    );
  const act = (second: number, desk: DeskName, name: ActName, id: string) => {
    const away = desk === 'a' && second >= nobodyAt.from && second <= nobodyAt.to;
    const at = away ? nobodyAt.to + 4 : second;
    put(acts, at, { second: at, desk, name, alarmId: id });
  };

  for (let i = 0; i < DEVICES; i++) say(1 + Math.floor(i / 250), i);
  for (let n = 0; n < ALARMS; n++) {
    // Neighbours in number are not neighbours in the building.
    const device = (n * 37) % DEVICES;
    const from = FIRST_ALARM + n;
    const { kind, said } = CAUSES[n % CAUSES.length]!;
    const lasts = 60 + 10 * Math.floor(random() * 40);
    const stays = random() < 0.15;
    for (let at = 0; at < lasts; at += 10) {
      const worse = n % CAUSES.length === WORSENING && at >= WORSENS_AFTER;
      say(from + at, device, worse ? { level: 'CRITICAL' } : said);
    }
    if (!stays) for (let i = 0; i < 12; i++) say(from + lasts + i * 10, device);

    const onset = NIGHT_START + from * 1000;
    const id = alarmId(SITE, `device-${device}`, kind, onset);
    alarmIds.push(id);
    const own = random() < 0.5 ? 'a' : 'b';
    // Never within ten seconds of an outside step: a desk that was away dates what it missed by its own clock.
    const after = [20, 45, 400, 1500, null][Math.floor(random() * 5)]!;
    if (n % 30 === 0) {
      contested.add(id);
      act(from + 20, 'a', 'acknowledge', id);
      act(from + 45, 'b', 'acknowledge', id);
      act(1_600, 'b', 'reset', id);
      continue;
    }
    if (n % 30 === 5) {
      act(from + 10, 'a', 'take', id);
      act(from + 40, 'b', 'take', id);
    } else if (random() < 0.3) act(from + 35, own, 'take', id);
    if (random() < 0.2) act(from + 38, own, 'note', id);
    if (after === null) continue;
    act(from + after, own, 'acknowledge', id);
    if (!stays && KIND_RULES[kind].latching)
      act(from + Math.max(after, lasts) + 200, own, 'reset', id);
  }
  return { readings, acts, alarmIds, contested };
}

function put<Item>(lists: Map<number, Item[]>, second: number, item: Item): void {
  const list = lists.get(second);
  if (list) list.push(item);
  else lists.set(second, [item]);
}
