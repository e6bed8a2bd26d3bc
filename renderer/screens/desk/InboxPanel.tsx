import { MapPinPlus, X } from 'lucide-react';
import { useMemo } from 'react';
import type { DeviceView } from '#shared/contract/views.ts';
import { formatAge, formatSensor } from '#shared/i18n/format.ts';
import {
  useDesk,
  useEngineNow,
  useLanguage,
  useServices,
  useView,
  useWords,
} from '../../app/hooks.ts';
import { LevelShape } from '../../components/LevelShape.tsx';
import { placeDevice, stopPlacing } from '../../state/view.ts';
import { PlaceForm } from './PlaceForm.tsx';

function InboxItem({ device }: { device: DeviceView }) {
  const words = useWords();
  const language = useLanguage();
  const now = useEngineNow();
  const { view } = useServices();
  return (
    <li className="inbox-item" data-testid="inbox-item" data-device-id={device.id}>
      <LevelShape level={device.level} stale={device.silent} />
      <div>
        <b>{device.id}</b>
        <p className="num">
          {device.receivedAt === null
            ? words.common.never
            : words.common.ago({ age: formatAge(now - device.receivedAt, language) })}
          {device.values !== null &&
            ` · ${formatSensor('sensorTemperature', device.values.sensorTemperature, language)} · ${formatSensor('current', device.values.current, language)}`}
        </p>
      </div>
      <button
        type="button"
        className="button button-small"
        data-testid="inbox-place"
        onClick={() => placeDevice(view, device)}
      >
        <MapPinPlus aria-hidden="true" />
        {words.inbox.place}
      </button>
    </li>
  );
}

/** Devices that report but have no name and place. The plan stays free beside it, because it is clicked on. */
export function InboxPanel() {
  const words = useWords();
  const { view } = useServices();
  const open = useView((state) => state.inboxOpen);
  const placing = useView((state) => state.placing);
  const devices = useDesk((desk) => desk.devices);
  const waiting = useMemo(
    () =>
      [...devices.values()]
        .filter((device) => device.placement === null)
        .sort((a, b) => a.firstSeenAt - b.firstSeenAt),
    [devices],
  );
  if (!open) return null;
  const title = placing?.moving === true ? words.inbox.editTitle : words.inbox.title;
  return (
    <aside className="inbox" aria-label={title} data-testid="inbox-panel">
      <header className="panel-head">
        <h2 className="panel-title">{title}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={words.common.close}
          onClick={() =>
            placing?.moving === true
              ? stopPlacing(view)
              : view.setState({ inboxOpen: false, placing: null })
          }
        >
          <X aria-hidden="true" />
        </button>
      </header>
      {placing !== null ? (
        <PlaceForm key={placing.deviceId} placing={placing} />
      ) : (
        <div className="inbox-body">
          <p className="note">{waiting.length === 0 ? words.inbox.empty : words.inbox.intro}</p>
          <ul>
            {waiting.map((device) => (
              <InboxItem key={device.id} device={device} />
            ))}
          </ul>
        </div>
      )}
    </aside>
  );
}
