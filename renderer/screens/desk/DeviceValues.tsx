import { TriangleAlert } from 'lucide-react';
import type { DeviceView } from '#shared/contract/views.ts';
import { formatNumber, SENSOR_DIGITS, SENSOR_UNITS } from '#shared/i18n/format.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { SensorKey } from '#shared/telemetry/reading.ts';
import { useLanguage, useWords } from '../../app/hooks.ts';
import { closeness, passes, sensorLimits } from '../../charts/limits.ts';

/** What burns first, first. */
const ORDER: readonly SensorKey[] = [
  'sensorTemperature',
  'pcbTemperature',
  'arcCount',
  'leakageCurrent',
  'resistiveLeakage',
  'current',
  'coGas',
  'voc',
  'power',
  'voltage',
  'voltageLow',
  'powerFactor',
];

/** The twelve quantities with their units, each beside its limit. */
export function DeviceValues({
  device,
  thresholds,
  stale,
}: {
  device: DeviceView;
  thresholds: Thresholds | null;
  stale: boolean;
}) {
  const words = useWords();
  const language = useLanguage();
  const { values } = device;
  if (values === null) return <p className="note">{words.drawer.never}</p>;
  const limits = thresholds === null ? {} : sensorLimits(thresholds);
  return (
    <dl className="values num" data-stale={stale}>
      {ORDER.map((sensor) => {
        const value = values[sensor];
        const limit = limits[sensor];
        const over = limit !== undefined && passes(value, limit);
        const measured = Number.isFinite(value);
        const unit = measured ? SENSOR_UNITS[sensor] : '';
        return (
          <div key={sensor} className="value" data-over={over}>
            <dt>{words.sensors[sensor]}</dt>
            <dd>
              <span className="value-number">
                {formatNumber(value, SENSOR_DIGITS[sensor], language)}
              </span>
              {unit !== '' && <span className="value-unit">{unit}</span>}
              {over && <TriangleAlert aria-label={words.drawer.overLimit} />}
            </dd>
            <dd className="value-limit">
              {limit === undefined
                ? '\u00a0'
                : words.drawer[limit.side]({
                    limit: formatNumber(limit.at, sensor === 'powerFactor' ? 1 : 0, language),
                  })}
            </dd>
            <dd className="value-bar" aria-hidden="true">
              {limit !== undefined && measured && (
                <i style={{ width: `${closeness(value, limit) * 100}%` }} />
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
