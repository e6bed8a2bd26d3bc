/** The desk's sounds as Chromium makes them: rendered offline, and listened to by arithmetic. */
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { build } from 'vite';
import type { Insistence, SoundClass } from '../../renderer/sound/patterns.ts';

const RATE = 44_100;
const CLASSES = ['fire', 'supervisory', 'trouble', 'lost'] as const;
const INSISTENCES = [0, 1, 2] as const;

/** The product's own code, made into one script that leaves its parts at `window.sounds`. */
async function soundScript(): Promise<string> {
  const entry = 'virtual:sounds';
  const root = path.resolve(import.meta.dirname, '../..');
  const built = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) =>
          id === entry
            ? `import { layOut } from '${root}/renderer/sound/layOut.ts';
               import { HIT, PROBE, patternOf } from '${root}/renderer/sound/patterns.ts';
               window.sounds = { layOut, patternOf, HIT, PROBE };`
            : null,
      },
    ],
    build: {
      write: false,
      minify: false,
      rollupOptions: { input: entry, output: { format: 'iife' } },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!output || !('output' in output)) throw new Error('nothing was built');
  return output.output[0].code;
}

let script: string;
test.beforeAll(async () => {
  script = await soundScript();
});

/** One cycle, as samples. */
async function render(page: Page, what: string): Promise<Float32Array> {
  const bytes = await page.evaluate(
    async ({ what: wanted, rate }) => {
      // biome-ignore lint/suspicious/noExplicitAny: put there by the script above.
      const { layOut, patternOf, HIT, PROBE } = (window as any).sounds;
      const [sound, insistence] = wanted.split(' ');
      const pattern =
        sound === 'hit' ? HIT : sound === 'probe' ? PROBE : patternOf(sound, Number(insistence));
      const context = new OfflineAudioContext(1, Math.ceil(pattern.cycle * rate), rate);
      layOut(context, context.destination, pattern, 0);
      const rendered = await context.startRendering();
      let text = '';
      for (const byte of new Uint8Array(rendered.getChannelData(0).buffer))
        text += String.fromCharCode(byte);
      return btoa(text);
    },
    { what, rate: RATE },
  );
  const buffer = Buffer.from(bytes, 'base64');
  return new Float32Array(
    buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength),
  );
}

const rms = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
const peak = (samples: Float32Array) =>
  samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);

/** Loudness of every 20 ms. */
function envelope(samples: Float32Array): number[] {
  const step = RATE / 50;
  return Array.from({ length: Math.floor(samples.length / step) }, (_, i) =>
    rms(samples.subarray(i * step, (i + 1) * step)),
  );
}

/** When it sounds and when it doesn't, in 20 ms steps. */
function rhythm(samples: Float32Array): string {
  const loud = envelope(samples);
  const half = Math.max(...loud) / 4;
  return loud.map((one) => (one > half ? '#' : '.')).join('');
}

/** The share of the energy at each of these pitches (Goertzel). */
function pitches(samples: Float32Array, hertz: readonly number[]): number[] {
  const power = hertz.map((one) => {
    const turn = 2 * Math.cos((2 * Math.PI * one) / RATE);
    let before = 0;
    let last = 0;
    for (const sample of samples) [before, last] = [last, sample + turn * last - before];
    return before * before + last * last - turn * before * last;
  });
  const all = power.reduce((sum, one) => sum + one, 0);
  return power.map((one) => one / all);
}

/** The energy above 1 kHz: what a small speaker gives back at all. */
function overtones(samples: Float32Array): number {
  // The difference of neighbours weighs every pitch by its height.
  const steep = samples.slice(1).map((one, index) => one - (samples[index] ?? 0));
  return rms(steep) / rms(samples);
}

test('every sound is loud, clean and itself', async ({ page }) => {
  await page.evaluate(script);
  const all = new Map<string, Float32Array>();
  for (const sound of CLASSES)
    for (const insistence of INSISTENCES)
      all.set(`${sound} ${insistence}`, await render(page, `${sound} ${insistence}`));

  const of = (sound: SoundClass, insistence: Insistence = 0) =>
    all.get(`${sound} ${insistence}`) ?? new Float32Array();

  for (const [name, samples] of all) {
    expect(peak(samples), `${name} clips`).toBeLessThanOrEqual(1);
    const loud = envelope(samples).filter((one) => one > 0.05);
    const loudness = loud.reduce((sum, one) => sum + one, 0) / loud.length;
    expect(loudness, `${name} is too quiet`).toBeGreaterThan(0.2);
    // A step of more than this between two samples at an edge is heard as a click.
    expect(Math.abs(samples[0] ?? 1), `${name} begins with a click`).toBeLessThan(0.02);
    expect(Math.abs(samples.at(-1) ?? 1), `${name} ends with a click`).toBeLessThan(0.02);
  }
  for (const sound of CLASSES) {
    expect(peak(of(sound, 1))).toBeGreaterThan(peak(of(sound, 0)) * 1.2);
    expect(peak(of(sound, 2))).toBeGreaterThan(peak(of(sound, 1)) * 1.1);
    // The louder, the less rest: more of the time it sounds.
    const busy = (insistence: Insistence) => {
      const drawn = rhythm(of(sound, insistence));
      return [...drawn].filter((one) => one === '#').length / drawn.length;
    };
    expect(busy(2), sound).toBeGreaterThan(busy(0) * 1.15);
  }

  // Rhythm: how long the longest tone is, and how many there are in a cycle.
  const tones = (sound: SoundClass) => rhythm(of(sound)).split('.').filter(Boolean);
  expect(tones('fire').map(({ length }) => length > 20)).toEqual([true, true, true]);
  expect(tones('trouble')).toHaveLength(2);
  expect(Math.max(...tones('trouble').map(({ length }) => length))).toBeLessThan(8);
  expect(new Set(CLASSES.map((one) => rhythm(of(one)))).size).toBe(CLASSES.length);

  // Pitch: each has its own, and the fire's overtones are what a small speaker lets through.
  const own = [520, 880, 440, 620];
  CLASSES.forEach((sound, index) => {
    const shares = pitches(of(sound), own);
    expect(shares.indexOf(Math.max(...shares)), `${sound}: ${shares}`).toBe(index);
  });
  expect(overtones(of('fire'))).toBeGreaterThan(overtones(of('trouble')) * 2);

  // At the edges of a tone the level rises over milliseconds, not at once.
  const rise = envelope(of('trouble')).findIndex((one) => one > 0.3);
  const begin = of('trouble').subarray(0, Math.floor(0.004 * RATE));
  expect(rise).toBeGreaterThanOrEqual(0);
  expect(peak(begin)).toBeLessThan(peak(of('trouble')) * 0.5);
});

test('what is measured every minute is heard by nobody; what tells of a test hit is no alarm', async ({
  page,
}) => {
  await page.evaluate(script);
  const probe = await render(page, 'probe 0');
  expect(peak(probe)).toBeGreaterThan(0.0001);
  // 70 dB under full scale, at a pitch that small speakers don't give back.
  expect(peak(probe)).toBeLessThan(0.0004);
  const hit = await render(page, 'hit 0');
  expect(hit.length / RATE).toBeLessThan(0.5);
  expect(peak(hit)).toBeGreaterThan(0.3);
  const shares = pitches(hit, [440, 520, 880, 1760, 2349]);
  expect((shares[3] ?? 0) + (shares[4] ?? 0)).toBeGreaterThan(0.8);
});
