/** The seed's cloud rule and parser bug for bug: what the rule forwards of a message, and what its parser survives. */
import { isCommunicationError } from '#shared/telemetry/statusBits.ts';
import { RENAMED_FIELDS } from '#shared/telemetry/wireMessage.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The rule's SELECT, in its order. Everything else in a message is dropped, the device's own time included. */
const SELECTED = [
  'deviceId',
  'idx',
  'status',
  'volt',
  'voltLow',
  'ct',
  'zct',
  'rzct',
  'pwr',
  'pcbTemp',
  'sensorTemp',
  'co',
  'voc',
  'pFct',
  'aArc',
] as const;

/** The parser compares these at once, so anything but a number makes it fail. */
const COMPARED = ['pcbTemp', 'sensorTemp', 'co', 'voc', 'arc_count'] as const;

const renamed: Readonly<Record<string, string>> = RENAMED_FIELDS;
const projectedName = (field: string): string => renamed[field] ?? field;

/** The rule's `WHERE status < 4096`: true only for a number, and for a text that is one. */
export function seedRuleRoutes({ status }: JsonObject): boolean {
  const number = typeof status === 'string' && status.trim() !== '' ? Number(status) : status;
  return typeof number === 'number' && !Number.isNaN(number) && !isCommunicationError(number);
}

/** What the rule passes on: selected fields by their new names, absent ones absent, the broker's time. */
export function seedRuleEvent(message: JsonObject, receivedAt: number): JsonObject {
  const event: Record<string, unknown> = {};
  for (const field of SELECTED)
    if (message[field] !== undefined) event[projectedName(field)] = message[field];
  return { ...event, timestamp: receivedAt };
}

/** Whether the parser makes a reading of the rule's event instead of giving up. */
export function seedParses(event: JsonObject): boolean {
  return (
    SELECTED.every((field) => event[projectedName(field)] !== undefined) &&
    Number.isInteger(event['status']) &&
    COMPARED.every((field) => typeof event[field] === 'number')
  );
}

/**
 * Whether the seed scores what it parsed, instead of failing with an exception: null and text pass its parser and
 * stop the comparisons and products behind it. A minimum voltage and a resistive leakage are only looked at where
 * the value before them in the same condition has not decided it.
 */
export function seedScores(
  event: JsonObject,
  limits: { overvoltage: number; leakage: number },
): boolean {
  const isNumber = (field: string) => typeof event[field] === 'number';
  return (
    ['volt', 'current', 'leakage_current', 'power', 'power_factor'].every(isNumber) &&
    (isNumber('voltLow') || Number(event['volt']) > limits.overvoltage) &&
    (isNumber('resistive_leakage') || Number(event['leakage_current']) > limits.leakage)
  );
}
