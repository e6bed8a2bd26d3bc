/** The curves of a soak as one SVG, small multiples over the simulated days. */
import { LineChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Sample } from '../judging/trend.ts';

use([LineChart, GridComponent, TitleComponent, MarkAreaComponent, SVGRenderer]);

const DAY_MS = 86_400_000;
const COLUMNS = 3;
const CELL = { width: 400, height: 200 } as const;
const MARGIN = { left: 62, right: 18, top: 44, bottom: 30 } as const;
const FLAT = '#0b7a5b';
const GROWS = '#c62828';

export interface Curve {
  readonly name: string;
  readonly unit: string;
  readonly samples: readonly Sample[];
  readonly flat: boolean;
}

/** @returns SVG text; each scale begins at nought, so that a slope looks as steep as it is */
export function picture(curves: readonly Curve[]): string {
  const rows = Math.ceil(curves.length / COLUMNS);
  const chart = init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: COLUMNS * CELL.width,
    height: rows * CELL.height,
  });
  const start = Math.min(...curves.flatMap(({ samples }) => samples.map(({ at }) => at)));
  const day = (at: number) => (at - start) / DAY_MS;
  const end = Math.max(...curves.flatMap(({ samples }) => samples.map(({ at }) => day(at))));
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: curves.map(({ name, unit, flat }, index) => ({
      text: `${name}${unit === '' ? '' : `, ${unit}`}${flat ? '' : ': grows'}`,
      left: left(index) - MARGIN.left + 12,
      top: top(index) - MARGIN.top + 10,
      textStyle: { fontSize: 13, fontWeight: 600, color: flat ? '#1d2733' : GROWS },
    })),
    grid: curves.map((_, index) => ({
      left: left(index),
      top: top(index),
      width: CELL.width - MARGIN.left - MARGIN.right,
      height: CELL.height - MARGIN.top - MARGIN.bottom,
    })),
    xAxis: curves.map((_, index) => ({
      gridIndex: index,
      type: 'value',
      min: 0,
      max: Math.ceil(end),
      splitLine: { show: false },
      axisLabel: { fontSize: 10 },
    })),
    yAxis: curves.map((_, index) => ({
      gridIndex: index,
      type: 'value',
      min: 0,
      splitNumber: 3,
      axisLabel: { fontSize: 10 },
    })),
    series: curves.map(({ samples, flat }, index) => ({
      type: 'line',
      xAxisIndex: index,
      yAxisIndex: index,
      showSymbol: false,
      lineStyle: { width: 1.5, color: flat ? FLAT : GROWS },
      data: samples.map(({ at, value }) => [day(at), value]),
      // What is judged.
      markArea: {
        silent: true,
        itemStyle: { color: 'rgba(29, 39, 51, 0.05)' },
        data: [[{ xAxis: end / 2 }, { xAxis: end }]],
      },
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

const left = (index: number): number => (index % COLUMNS) * CELL.width + MARGIN.left;
const top = (index: number): number => Math.floor(index / COLUMNS) * CELL.height + MARGIN.top;
