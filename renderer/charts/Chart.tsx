import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TitleComponent,
  TooltipComponent,
} from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([
  BarChart,
  LineChart,
  ScatterChart,
  GridComponent,
  MarkAreaComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TitleComponent,
  TooltipComponent,
  CanvasRenderer,
]);

/** The one place that touches an echarts instance. Options are built by pure functions and passed in. */
export function Chart({
  option,
  label,
  heightPx,
}: {
  option: EChartsCoreOption;
  label: string;
  heightPx: number;
}) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  useEffect(() => {
    if (host.current === null) return;
    const made = init(host.current, undefined, { renderer: 'canvas' });
    chart.current = made;
    // Panels are resized by drawers, which fire no window resize.
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(host.current);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => chart.current?.setOption(option, { notMerge: true, lazyUpdate: true }), [option]);
  return (
    <div ref={host} className="chart" role="img" aria-label={label} style={{ height: heightPx }} />
  );
}
