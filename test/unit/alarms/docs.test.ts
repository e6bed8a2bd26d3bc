/** `docs/alarms.md` says what the tables in the code say. The page is compared cell by cell, not by its layout. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  ALARM_KINDS,
  ALARM_STATES,
  ALARM_TRANSITIONS,
  type AlarmState,
  type AlarmTransition,
  READING_KINDS,
} from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import { ALARM_SETTINGS, delaysOf } from '#shared/alarms/settings.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { describeStates } from '#shared/alarms/transitions.ts';
import { ACT_REFUSALS } from '#shared/contract/views.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { STATUS_BITS } from '#shared/telemetry/statusBits.ts';

type Table = readonly (readonly string[])[];

const page = readFileSync(new URL('../../../docs/alarms.md', import.meta.url), 'utf8');
const { ko, en } = WORDS;

/** The table behind a marker, its header first and without the line of dashes. */
function tableOf(name: string): Table {
  const [, behind] = page.split(`<!-- table: ${name} -->`);
  const lines = behind?.trimStart().split('\n') ?? [];
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines
    .slice(0, end)
    .filter((_, index) => index !== 1)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The first columns: what stands in the others is explanation. */
const columns = (table: Table, count: number): Table => table.map((row) => row.slice(0, count));

const code = (text: string) => `\`${text}\``;
const yesNo = (yes: boolean) => (yes ? 'yes' : 'no');

const BY_OPERATION = ALARM_TRANSITIONS.slice(0, 5);
const BY_SETTING_ASIDE = ALARM_TRANSITIONS.slice(5);

function transitionsAsTable(latching: boolean, events: readonly AlarmTransition[]): Table {
  const lines = describeStates(latching);
  const cell = (from: AlarmState, event: AlarmTransition) =>
    lines
      .filter((line) => line.from === from && line.event === event)
      .map(({ cause, to }) => (cause === null ? code(to) : `${cause}: ${code(to)}`))
      .join('; ') || '–';
  const reached = ALARM_STATES.filter((from) => lines.some((line) => line.from === from));
  return [
    ['from', ...events.map(code)],
    ...reached.map((from) => [code(from), ...events.map((event) => cell(from, event))]),
  ];
}

describe('the transitions on the page are those of the code', () => {
  test.each([
    ['latching', true, BY_OPERATION],
    ['not latching', false, BY_OPERATION],
    ['latching, set aside', true, BY_SETTING_ASIDE],
    ['not latching, set aside', false, BY_SETTING_ASIDE],
  ] as const)('%s', (name, latching, events) => {
    expect(tableOf(name)).toEqual(transitionsAsTable(latching, events));
  });

  test('no transition of either kind of alarm is left out', () => {
    const shown = [...BY_OPERATION, ...BY_SETTING_ASIDE];
    const described = [true, false].flatMap((latching) => describeStates(latching));
    expect(new Set(shown)).toEqual(new Set(described.map(({ event }) => event)));
  });
});

test('every state stands on the page with its words on the screen and whether it waits', () => {
  expect(columns(tableOf('states'), 4)).toEqual([
    ['state', 'on the screen', 'in Korean', 'waits'],
    ...ALARM_STATES.map((state) => [
      code(state),
      en.states[state],
      ko.states[state],
      yesNo(waitsForAcknowledgement(state)),
    ]),
  ]);
});

test('every kind stands on the page with its class, latch and priority', () => {
  expect(columns(tableOf('kinds'), 6)).toEqual([
    ['kind', 'on the screen', 'in Korean', 'class', 'latches', 'priority'],
    ...ALARM_KINDS.map((kind) => {
      const { alarmClass, latching, priority } = KIND_RULES[kind];
      const urgency = kind === 'risk' ? `${priority} or CRITICAL` : priority;
      return [code(kind), en.kinds[kind], ko.kinds[kind], alarmClass, yesNo(latching), urgency];
    }),
  ]);
});

test('the delays of every kind that readings raise stand on the page', () => {
  expect(tableOf('delays')).toEqual([
    ['kind', 'on-delay', 'off-delay', 'dead-band'],
    ...READING_KINDS.map((kind) => {
      const { onReadings, offReadings, deadBand } = delaysOf(kind);
      return [
        code(kind),
        onReadings === 1 ? 'none' : `${onReadings} readings`,
        `${offReadings} readings`,
        deadBand === 0 ? 'none' : `${deadBand * 100} % of the limit`,
      ];
    }),
  ]);
});

test('each status bit is given with its number and value', () => {
  const raisedBy = new Map(tableOf('kinds').map((row) => [row[0], row[6]]));
  for (const [number, bit] of STATUS_BITS.entries())
    expect(raisedBy.get(code(bit))).toBe(`status bit ${number} (${2 ** number})`);
});

test('what an impossible value can not clear is the fire class', () => {
  const held = ALARM_KINDS.filter((kind) => !KIND_RULES[kind].clearedByOutOfRange);
  expect(held).toEqual(ALARM_KINDS.filter((kind) => KIND_RULES[kind].alarmClass === 'fire'));
  expect(page).toContain('of the fire class, a reading with a value outside the possible range');
});

test('every refusal of an act is explained', () => {
  expect(columns(tableOf('refusals'), 2)).toEqual([
    ['refusal', 'on the screen'],
    ...ACT_REFUSALS.map((refusal) => [code(refusal), en.refusals[refusal]]),
  ]);
});

test('the hazard floor on the page has the limits and levels of the threshold table', () => {
  const { limits, floor } = DEFAULT_THRESHOLDS;
  const minutes = floor.arcWindowMs / 60_000;
  expect(tableOf('hazard floor')).toEqual([
    ['measured', 'demands'],
    [`temperature > ${limits.temperature.critical} °C`, floor.temperatureCritical],
    [`temperature > ${limits.temperature.emergency} °C`, floor.temperatureEmergency],
    ['status bit `arcAlarm`', floor.arcAlarm],
    [`more than ${floor.arcs} arcs in ${minutes} minutes`, floor.arcsFrequent],
    [`leakage or resistive leakage > ${limits.leakage.high} mA`, floor.leakageHigh],
    [`leakage or resistive leakage > ${limits.leakage.severe} mA`, floor.leakageSevere],
    [`CO > ${limits.co} ppm`, floor.co],
    [`CO > ${limits.co} ppm and VOC > ${limits.voc} µg/m³`, floor.coWithVoc],
    [`current > ${limits.overcurrent} A`, floor.overcurrent],
    [`voltage > ${limits.overvoltage} V`, floor.overvoltage],
    [`lowest voltage < ${limits.undervoltage} V`, floor.undervoltage],
    [`power factor < ${limits.powerFactor}`, floor.powerFactor],
  ]);
});

test('the times after which a hazard alone counts are those of the threshold table', () => {
  const { alone, emergencyMs } = DEFAULT_THRESHOLDS.floor.confirmation;
  const { emergency } = DEFAULT_THRESHOLDS.limits.temperature;
  const minutes = (ms: number | null) => (ms ?? Number.NaN) / 60_000;
  expect(alone.current).toBe(alone.temperature);
  expect([alone.gas, alone.arcs]).toEqual([null, null]);
  expect(page.replace(/\s+/g, ' ')).toContain(
    `temperature and current after ${minutes(alone.temperature)} minutes, over ${emergency} °C after ` +
      `${minutes(emergencyMs)}, leakage after ${minutes(alone.leakage)}; gas and arcs never by time.`,
  );
});

test('the numbers on the page are the ones that the program counts by', () => {
  const { silence, clock, version } = DEFAULT_THRESHOLDS;
  const { chatter } = ALARM_SETTINGS;
  expect(columns(tableOf('numbers'), 2)).toEqual([
    ['number', 'value'],
    ['chattering', `${chatter.raises} raises within ${chatter.withinMs / 60_000} minutes`],
    ['off-delay while chattering', `${chatter.offReadings} calm readings in a row`],
    [
      'silent after',
      `${silence.multiple} expected intervals, at least ${silence.minimumMs / 1000} s`,
    ],
    ['device clock believed within', `${clock.skewMs / 60_000} minutes`],
    ['oldest backlog believed', `${clock.backlogMaximumAgeMs / 86_400_000} days`],
    ['version of the threshold table', version],
    ['version of the alarm settings', ALARM_SETTINGS.version],
  ]);
});

/** Every word of the screens; words with values in them are left out. */
function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsOf) : [];
}

test.each(['ko', 'en'] as const)(
  'what the operator guide (%s) prints in bold stands on the screen',
  (language) => {
    const guide = readFileSync(
      new URL(`../../../docs/operator-guide.${language}.md`, import.meta.url),
      'utf8',
    );
    const bold = [...guide.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words]) => words);
    const onScreen = new Set(wordsOf(WORDS[language]));
    expect(bold.length).toBeGreaterThan(50);
    expect(bold.filter((words) => !onScreen.has(words ?? ''))).toEqual([]);
  },
);
