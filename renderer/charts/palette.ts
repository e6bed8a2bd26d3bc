/** A chart's colours, from the theme's custom properties: a canvas can't use them by name. */
import type { AlarmClass } from '#shared/alarms/alarm.ts';
import type { RiskLevel } from '#shared/scoring/assessment.ts';

export interface ChartPalette {
  readonly series: readonly [string, string, string];
  readonly classes: Readonly<Record<AlarmClass, string>>;
  readonly levels: Readonly<Record<RiskLevel, string>>;
  readonly limit: string;
  readonly axis: string;
  readonly grid: string;
  readonly text: string;
  readonly surface: string;
  /** Behind the bars, where something is wrong. */
  readonly wash: string;
  readonly font: string;
}

export function chartPalette(root: Element): ChartPalette {
  const style = getComputedStyle(root);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    series: [read('--series-1'), read('--series-2'), read('--series-3')],
    classes: {
      fire: read('--class-fire'),
      supervisory: read('--class-supervisory'),
      trouble: read('--class-trouble'),
    },
    levels: {
      NORMAL: read('--level-normal'),
      LOW: read('--level-low'),
      MEDIUM: read('--level-medium'),
      HIGH: read('--level-high'),
      CRITICAL: read('--level-critical'),
    },
    limit: read('--series-limit'),
    axis: read('--series-axis'),
    grid: read('--series-grid'),
    text: read('--text'),
    surface: read('--surface-3'),
    wash: read('--level-high-wash'),
    font: read('--font'),
  };
}
