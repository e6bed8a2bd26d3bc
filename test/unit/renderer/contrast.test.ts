import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** The custom properties of a theme that are plain colours. */
function theme(name: string): (property: string) => string {
  const css = readFileSync(new URL(`../../../renderer/theme/${name}.css`, import.meta.url), 'utf8');
  const colours = new Map(
    [...css.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})\b/gi)].map(([, key, value]) => [key, value]),
  );
  return (property) => {
    const colour = colours.get(property);
    if (colour === undefined) throw new Error(`${name} has no ${property}`);
    return colour;
  };
}

/** WCAG 2.2: relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const TEXT = ['--text', '--text-2', '--text-3'];
const SURFACES = ['--surface', '--surface-2', '--bg'];
const LEVELS = ['normal', 'low', 'medium', 'high', 'critical', 'unknown'].map(
  (one) => `--level-${one}`,
);
const CLASSES = ['fire', 'supervisory', 'trouble'];

describe.each(['dark', 'light'])('the %s theme', (name) => {
  const colour = theme(name);

  test.each(TEXT.flatMap((text) => SURFACES.map((surface) => [text, surface] as const)))(
    '%s on %s is readable (AA, 4.5)',
    (text, surface) => {
      expect(contrast(colour(text), colour(surface))).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(LEVELS)(
    '%s is seen on surfaces and on the plan (AA for graphics, 3), and its word is readable',
    (level) => {
      expect(contrast(colour(level), colour('--map-bg'))).toBeGreaterThanOrEqual(3);
      expect(contrast(colour(level), colour('--surface'))).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(CLASSES)('%s is readable as a word and as a badge', (one) => {
    expect(contrast(colour(`--class-${one}`), colour('--surface'))).toBeGreaterThanOrEqual(4.5);
    expect(
      contrast(colour(`--class-${one}-on`), colour(`--class-${one}-solid`)),
    ).toBeGreaterThanOrEqual(4.5);
  });

  test('buttons, focus and good news are readable', () => {
    expect(contrast(colour('--text-on-accent'), colour('--accent'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour('--focus'), colour('--surface'))).toBeGreaterThanOrEqual(3);
    expect(contrast(colour('--good'), colour('--surface'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour('--line-control'), colour('--surface'))).toBeGreaterThanOrEqual(1.5);
  });
});
