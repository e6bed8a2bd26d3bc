import { SET_ASIDE_EFFECTS, type SetAside } from '#shared/alarms/setAside.ts';
import { formatAge, formatSensor } from '#shared/i18n/format.ts';
import { reasonText } from '#shared/i18n/reasonText.ts';
import { useDesk, useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';
import { AsideMark } from '../../components/AsideMark.tsx';
import { LevelShape } from '../../components/LevelShape.tsx';
import type { Hover } from '../../floor-map/FloorMap.ts';

/** The three values an operator asks for first. */
const GLANCE = ['sensorTemperature', 'current', 'leakageCurrent'] as const;

interface HoverCardProps {
  readonly hover: Hover;
  /** What of the device is set aside. */
  readonly asides: readonly SetAside[];
}

/** What the device under the pointer says, with how old that is. */
export function HoverCard({ hover, asides }: HoverCardProps) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow();
  const device = useDesk((desk) => desk.devices.get(hover.marker.deviceId));
  if (device === undefined) return null;
  const { values, receivedAt, reasons } = device;
  const reason = [...reasons].sort((a, b) => b.weight - a.weight)[0];
  return (
    <div className="hover-card" style={{ left: hover.x, top: hover.y }} role="tooltip">
      <div className="hover-head">
        <LevelShape level={device.level} stale={hover.marker.stale} />
        <strong>{hover.marker.name}</strong>
        <span className="level-word" data-level={hover.marker.stale ? 'UNKNOWN' : device.level}>
          {words.levels[device.level]}
        </span>
      </div>
      {hover.marker.underTest && <span className="under-test">{words.walkTest.underTest}</span>}
      {asides.map(({ id, type, kind, until, reason: why }) => (
        <p key={id} className="hover-aside" data-testid="hover-aside" data-type={type}>
          <AsideMark type={type} />
          <b>{words.states[SET_ASIDE_EFFECTS[type].state]}</b>
          <span>
            {kind === null
              ? words.setAside.wholeDevice
              : words.setAside.oneKind({ kind: words.kinds[kind] })}{' '}
            · {words.setAside.untilTime({ time: time.moment(until, now) })} · {why}
          </span>
        </p>
      ))}
      {reason !== undefined && (
        <p className="hover-reason">{reasonText(reason, language).sentence}</p>
      )}
      {values !== null && (
        <dl className="hover-values num">
          {GLANCE.map((sensor) => (
            <div key={sensor}>
              <dt>{words.sensors[sensor]}</dt>
              <dd>{formatSensor(sensor, values[sensor], language)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="hover-age num" data-stale={hover.marker.stale}>
        {receivedAt === null
          ? words.common.never
          : `${words.drawer.lastHeard} ${words.common.ago({ age: formatAge(now - receivedAt, language) })}`}
      </p>
    </div>
  );
}
