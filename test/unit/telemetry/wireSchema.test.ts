import { expect, test } from 'vitest';
import { type Random, seeded } from '#shared/simulation/random.ts';
import { type DecodeOptions, decodeText } from '#shared/telemetry/decode.ts';
import { wireSchema } from '#shared/telemetry/wireSchema.ts';
import { MESSAGE } from './wireMessages.ts';

const SITES: readonly DecodeOptions[] = [
  { powerUnit: 'kW', powerFactorUnit: 'ratio' },
  { powerUnit: 'W', powerFactorUnit: 'percent' },
];

const VALUES = [
  '0',
  '-0',
  '1',
  '-1',
  '0.5',
  '1.5',
  '95',
  '100',
  '100.5',
  '4095',
  '4096',
  '2147483647',
  '2147483648',
  '9007199254740993',
  '1e9',
  '1000000000.5',
  '-1e9',
  '1e10',
  '1e308',
  '1e999',
  '-1e999',
  '5e-324',
  'null',
  'true',
  '""',
  '"5"',
  '"TEST001"',
  '" x"',
  '"a/b"',
  '"\\ud800"',
  '"\\u0000"',
  '{}',
  '[]',
  '[1]',
  '{"volt":1}',
  '1700000000',
  '1700000000000',
  '"2024-01-01T12:00:00Z"',
] as const;

const FIELDS = [
  'verifySts',
  'timestamp',
  'current',
  'leakage_current',
  'resistive_leakage',
  'power',
  'power_factor',
  'arc_count',
  '__proto__',
  'constructor',
  'toString',
  ...Object.keys(MESSAGE),
] as const;

/** A message as text with up to four fields changed, dropped, renamed or added. */
function mutant(random: Random): string {
  const fields = new Map(
    Object.entries(MESSAGE).map(([key, value]) => [key, JSON.stringify(value)]),
  );
  const changes = Math.floor(random.between(0, 5));
  for (let i = 0; i < changes; i++) {
    const field = random.pick<string>(FIELDS);
    if (random.next() < 0.2) fields.delete(field);
    else if (random.next() < 0.1) fields.set(field, String(random.between(-200, 400)));
    else fields.set(field, random.pick<string>(VALUES));
  }
  return `{${[...fields].map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
}

test.each(SITES)('the decoder and the schema agree on 20,000 mutants, $powerFactorUnit', (site) => {
  const random = seeded(1, site.powerUnit);
  const schema = wireSchema(site);
  let accepted = 0;
  for (let i = 0; i < 20_000; i++) {
    const text = mutant(random);
    const decoded = decodeText(text, site);
    const parsed = schema.safeParse(JSON.parse(text));
    if (decoded.ok !== parsed.success) throw new Error(`they disagree on ${text}`);
    if (decoded.ok && parsed.success) {
      expect(decoded.reading).toEqual(parsed.data);
      accepted++;
    }
  }
  // Both answers must have been given often, or the agreement would say nothing.
  expect(accepted).toBeGreaterThan(2_000);
  expect(accepted).toBeLessThan(18_000);
});

test.each([['[]'], ['null'], ['"text"'], ['5']])('neither takes %s for a message', (text) => {
  const site = SITES[0] as DecodeOptions;
  expect(decodeText(text, site).ok).toBe(false);
  expect(wireSchema(site).safeParse(JSON.parse(text)).success).toBe(false);
});

test('no random bytes and no cut message make the decoder throw', () => {
  const random = seeded(7);
  const whole = JSON.stringify(MESSAGE);
  for (let i = 0; i < 5_000; i++) {
    const cut = whole.slice(0, Math.floor(random.between(0, whole.length)));
    const noise = String.fromCharCode(
      ...Array.from({ length: 8 }, () => random.between(0, 0xffff)),
    );
    for (const text of [cut, noise, cut + noise])
      expect(decodeText(text, SITES[0] as DecodeOptions).ok).toBe(false);
  }
});
