/** Colours that tests can tell apart. */
import type { ChartPalette } from '../../../renderer/charts/palette.ts';

export const palette: ChartPalette = {
  series: ['#111', '#222', '#333'],
  classes: { fire: '#f00', supervisory: '#ff0', trouble: '#f0f' },
  levels: { NORMAL: '#0f0', LOW: '#00f', MEDIUM: '#ff0', HIGH: '#f80', CRITICAL: '#f00' },
  limit: '#900',
  axis: '#999',
  grid: '#444',
  text: '#fff',
  surface: '#000',
  wash: '#000',
  font: 'sans-serif',
};
