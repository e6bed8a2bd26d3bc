import { BellMinus, Clock, Footprints, LocateFixed, MapPinPen, WifiOff, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { DeviceView } from '#shared/contract/views.ts';
import { formatAge, formatNumber } from '#shared/i18n/format.ts';
import {
  useDesk,
  useEngineNow,
  useLanguage,
  useServices,
  useTime,
  useView,
  useWords,
} from '../../app/hooks.ts';
import { LevelShape } from '../../components/LevelShape.tsx';
import { selectedAlarm, sortAlarms } from '../../state/alarmList.ts';
import { type Freshness, freshnessBy } from '../../state/freshness.ts';
import { stepsFor } from '../../state/steps.ts';
import { placeDevice, showDevice } from '../../state/view.ts';
import { OpenAlarm } from './AlarmHistory.tsx';
import { AlarmRecordList } from './AlarmRecordList.tsx';
import { DeviceHistory, type HistoryHours, startingHours } from './DeviceHistory.tsx';
import { DeviceReasons, Recommendations } from './DeviceReasons.tsx';
import { DeviceQuality, DeviceScores, StatusBits } from './DeviceScores.tsx';
import { DeviceValues } from './DeviceValues.tsx';
import { PredictionSection } from './PredictionSection.tsx';
import { ResponsePanel } from './ResponsePanel.tsx';
import { useDeviceDetail, usePredictionTimeline, useThresholds } from './useDeviceDetail.ts';
import { useExplanation } from './useExplanation.ts';

const NO_FEEDS = [] as const;

/** How old everything below is: always there, and a bar across the drawer when it isn't the present. */
function Age({ device, state }: { device: DeviceView; state: Freshness }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow();
  const { receivedAt } = device;
  if (receivedAt === null) return <p className="drawer-age">{words.drawer.never}</p>;
  const age = formatAge(now - receivedAt, language);
  return (
    <>
      {state !== 'live' && (
        <p className="stale-bar num" role="status" data-testid="drawer-stale">
          <WifiOff aria-hidden="true" />
          {words.drawer[state === 'feedDown' || state === 'unheard' ? state : 'stale']({ age })}
        </p>
      )}
      <p className="drawer-age num" data-testid="drawer-age">
        <Clock aria-hidden="true" />
        {words.drawer.lastHeard} <b>{words.common.ago({ age })}</b>
        <span>{time.moment(receivedAt, now)}</span>
      </p>
    </>
  );
}

function Facts({ device }: { device: DeviceView }) {
  const words = useWords();
  const language = useLanguage();
  const floors = useDesk((desk) => desk.floors);
  const { placement } = device;
  if (placement === null) return null;
  const floor = floors.find((one) => one.id === placement.floorId);
  const zone = floor?.zones.find((one) => one.id === placement.zoneId);
  const facts = [
    [words.drawer.zone, zone?.name[language]],
    [words.drawer.panel, placement.upstreamPanel],
    [words.plans.branch, placement.branch ?? null],
    [
      words.drawer.rated,
      placement.ratedCurrentA === null
        ? null
        : `${formatNumber(placement.ratedCurrentA, 0, language)} A`,
    ],
    [words.drawer.interval, formatAge(placement.expectedIntervalMs, language)],
  ] as const;
  return (
    <p className="facts">
      {facts.map(
        ([label, fact]) =>
          fact !== undefined &&
          fact !== null && (
            <span key={label}>
              {label} <b>{fact}</b>
            </span>
          ),
      )}
    </p>
  );
}

/** The alarm that is selected if it is this device's, else the device's most urgent. */
function useOpenAlarm(deviceId: string): AlarmRecord | null {
  const alarms = useDesk((desk) => desk.alarms);
  const alarmId = useView((view) => view.alarmId);
  return useMemo(() => {
    const own = sortAlarms(alarms).filter((alarm) => alarm.deviceId === deviceId);
    return selectedAlarm(own, alarmId);
  }, [alarms, alarmId, deviceId]);
}

function DrawerOf({ device }: { device: DeviceView }) {
  const words = useWords();
  const language = useLanguage();
  const { view, clock } = useServices();
  const feeds = useDesk((desk) => desk.status?.feeds ?? NO_FEEDS);
  const floors = useDesk((desk) => desk.floors);
  const { value: detail, failed } = useDeviceDetail(device.id);
  const thresholds = useThresholds();
  const [hours, setHours] = useState<HistoryHours>(() => startingHours(device, clock.now()));
  const prediction = usePredictionTimeline(device.id, hours).value;
  const explaining = useExplanation(device.id);
  const state = freshnessBy(feeds)(device);
  const floor = floors.find((one) => one.id === device.placement?.floorId);
  const alarm = useOpenAlarm(device.id);
  const underTest = useStore(useServices().underTest.state, ({ devices }) =>
    devices.has(device.id),
  );
  return (
    <aside
      className="drawer"
      aria-label={words.drawer.label}
      data-testid="device-drawer"
      data-device-id={device.id}
      data-level={device.level}
      data-freshness={state}
    >
      <header className="drawer-head" data-level={state === 'live' ? device.level : 'UNKNOWN'}>
        <LevelShape level={device.level} stale={state !== 'live'} />
        <div className="drawer-name">
          <h2 title={device.placement?.name ?? device.id}>{device.placement?.name ?? device.id}</h2>
          <p>
            {floor?.name[language] ?? words.floors.unplaced} · {device.id}
          </p>
        </div>
        <span className="level-word" data-level={state === 'live' ? device.level : 'UNKNOWN'}>
          {words.levels[device.level]}
          {state !== 'live' && <small>{words.map.lastKnown}</small>}
        </span>
        {device.placement !== null && (
          <button
            type="button"
            className="icon-button"
            aria-label={words.drawer.locate}
            title={words.drawer.locate}
            onClick={() =>
              showDevice(view, { id: device.id, floorId: device.placement?.floorId ?? null })
            }
          >
            <LocateFixed aria-hidden="true" />
          </button>
        )}
        <button
          type="button"
          className="icon-button"
          aria-label={words.setAside.open}
          title={words.setAside.open}
          data-testid="drawer-set-aside"
          onClick={() =>
            view.setState({
              settingAside: { points: [{ deviceId: device.id, kind: null }], wholeDevice: true },
            })
          }
        >
          <BellMinus aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={device.placement === null ? words.inbox.place : words.drawer.edit}
          title={device.placement === null ? words.inbox.place : words.drawer.edit}
          data-testid="edit-placement"
          onClick={() => placeDevice(view, device)}
        >
          <MapPinPen aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={words.common.close}
          title={`${words.common.close} (Esc)`}
          data-testid="drawer-close"
          onClick={() => view.setState({ drawerOpen: false })}
        >
          <X aria-hidden="true" />
        </button>
      </header>
      {underTest && (
        <p className="under-test-bar" role="status" data-testid="drawer-under-test">
          <Footprints aria-hidden="true" />
          <span>
            <b>{words.walkTest.underTest}</b> {words.walkTest.underTestHint}
          </span>
        </p>
      )}
      <Age device={device} state={state} />
      <div className="drawer-body">
        {failed && <p className="note note-bad">{words.drawer.failed}</p>}
        {alarm !== null && <ResponsePanel key={`response ${alarm.id}`} alarm={alarm} />}
        {alarm !== null && <OpenAlarm key={alarm.id} alarm={alarm} />}
        <Recommendations codes={stepsFor(device, detail?.recommendations ?? [], thresholds)} />
        <section className="drawer-section">
          <h3>{words.drawer.why}</h3>
          <DeviceReasons reasons={device.reasons} />
        </section>
        <PredictionSection device={device} timeline={prediction} explaining={explaining} />
        <section className="drawer-section">
          <h3>{words.drawer.values}</h3>
          <DeviceValues device={device} thresholds={thresholds} stale={state !== 'live'} />
          <Facts device={device} />
        </section>
        <DeviceHistory
          device={device}
          thresholds={thresholds}
          prediction={prediction}
          explanation={explaining.explanation}
          hours={hours}
          onHours={setHours}
        />
        <section className="drawer-section">
          <h3>{words.drawer.score}</h3>
          {detail?.assessment !== null && detail?.assessment !== undefined && (
            <DeviceScores assessment={detail.assessment} />
          )}
        </section>
        <section className="drawer-section">
          <h3>{words.drawer.statusBits}</h3>
          {device.status !== null && <StatusBits status={device.status} />}
        </section>
        <section className="drawer-section">
          <h3>{words.drawer.quality}</h3>
          <DeviceQuality quality={device.quality} />
        </section>
        {detail !== null && <AlarmRecordList alarms={detail.alarms} />}
      </div>
    </aside>
  );
}

/** Everything about one device, beside the plan and not over the alarms: those must stay in sight and in reach. */
export function DeviceDrawer() {
  const open = useView((view) => view.drawerOpen);
  const deviceId = useView((view) => view.deviceId);
  const device = useDesk((desk) => (deviceId === null ? undefined : desk.devices.get(deviceId)));
  return open && device !== undefined ? <DrawerOf key={device.id} device={device} /> : null;
}
