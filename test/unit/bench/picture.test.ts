import { expect, test } from 'vitest';
import { picture } from '../../bench/soak/picture.ts';

const samples = [0, 1, 2].map((day) => ({ at: day * 86_400_000, value: 10 + day }));

test('the picture of a soak names every curve, and says which one grows', () => {
  const svg = picture([
    { name: 'heap', unit: 'MB', samples, flat: true },
    { name: 'open files', unit: '', samples, flat: false },
  ]);
  expect(svg.startsWith('<svg')).toBe(true);
  expect(svg).toContain('>heap, MB<');
  expect(svg).toContain('>open files: grows<');
});
