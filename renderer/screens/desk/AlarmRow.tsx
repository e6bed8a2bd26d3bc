import { BellOff, Check, LoaderCircle, UserCheck } from 'lucide-react';
import type { CSSProperties, MouseEvent } from 'react';
import { useStore } from 'zustand';
import { type AlarmRecord, isAnalysisKind } from '#shared/alarms/alarm.ts';
import { sounding, waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { formatAge } from '#shared/i18n/format.ts';
import { reasonText } from '#shared/i18n/reasonText.ts';
import { troubleText } from '#shared/i18n/troubleText.ts';
import {
  useDesk,
  useEngineNow,
  useLanguage,
  usePlaceName,
  useServices,
  useTime,
  useWords,
} from '../../app/hooks.ts';
import { ClassMark } from '../../components/ClassMark.tsx';
import { LevelShape } from '../../components/LevelShape.tsx';
import { headlineReason, selectedAlarm } from '../../state/alarmList.ts';
import { pickRange, pickToggle } from '../../state/picking.ts';
import { NOTHING_PICKED } from '../../state/view.ts';
import { EscalationNote } from './EscalationNote.tsx';
import { FirstOutChip } from './FirstOut.tsx';
import { useRefusalText } from './refusalText.ts';

interface AlarmRowProps {
  readonly alarm: AlarmRecord;
  /** The row that keys and the reset mean. */
  readonly active: boolean;
  /** One of several that will be acknowledged together. */
  readonly picked: boolean;
  readonly sorted: readonly AlarmRecord[];
  readonly index: number;
  readonly count: number;
  readonly style: CSSProperties;
  /** Unfolded from a row above. */
  readonly within: boolean;
  /** Open alarms of other devices that followed this one behind the same panel. */
  readonly followers: number;
}

/** The last line: what happened to it since, most telling first. */
function Progress({ alarm }: { alarm: AlarmRecord }) {
  const words = useWords();
  const time = useTime();
  const now = useEngineNow(60_000);
  const parts: string[] = [];
  if (alarm.acknowledgedAt !== null && !waitsForAcknowledgement(alarm.state)) {
    parts.push(
      words.alarms.acknowledgedBy({
        name: alarm.acknowledgedBy ?? words.common.unknown,
        time: time.moment(alarm.acknowledgedAt, now),
      }),
    );
  }
  if (alarm.conditionActive) parts.push(words.alarms.active);
  else if (alarm.clearedAt !== null) {
    parts.push(words.alarms.cleared({ time: time.moment(alarm.clearedAt, now) }));
  }
  return <span className="truncate">{parts.join(' · ')}</span>;
}

/** What a click means: this row; with Ctrl this one as well; with Shift everything from where it began. */
function useClick(alarm: AlarmRecord, sorted: readonly AlarmRecord[], floorId: string | undefined) {
  const { view } = useServices();
  return ({ shiftKey, ctrlKey, metaKey }: MouseEvent) => {
    const { alarmId, picked, pickFrom } = view.getState();
    const selected = selectedAlarm(sorted, alarmId);
    const from = pickFrom ?? selected?.id ?? null;
    view.setState({
      alarmId: alarm.id,
      foldKey: null,
      deviceId: alarm.deviceId,
      ...(floorId === undefined ? {} : { floorId }),
      centre: { deviceId: alarm.deviceId },
      picked: shiftKey
        ? pickRange(sorted, from, alarm.id)
        : ctrlKey || metaKey
          ? pickToggle(picked, selected, alarm)
          : NOTHING_PICKED,
      pickFrom: shiftKey ? from : null,
    });
  };
}

export function AlarmRow(props: AlarmRowProps) {
  const { alarm, active, picked, sorted, index, count, style, within, followers } = props;
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow();
  const { view, acts } = useServices();
  const pending = useStore(acts.state, (state) => state.pending.get(alarm.id));
  const refused = useStore(acts.state, (state) => state.refused.get(alarm.id));
  const underTest = useStore(useServices().underTest.state, ({ devices }) =>
    devices.has(alarm.deviceId),
  );
  const refusalText = useRefusalText();
  const device = useDesk((desk) => desk.devices.get(alarm.deviceId));
  const floors = useDesk((desk) => desk.floors);
  const floor = floors.find((one) => one.id === device?.placement?.floorId);
  // Of what the analysis found the figures say more than the reading that was the last of it.
  const reason = isAnalysisKind(alarm.kind) ? null : headlineReason(alarm);
  const said = reason === null ? null : reasonText(reason, language);
  const place = usePlaceName(alarm.deviceId);
  const waiting = waitsForAcknowledgement(alarm.state);
  const click = useClick(alarm, sorted, floor?.id);
  // What the kind means is said in the present tense, which is wrong once the cause has gone.
  const meaning = alarm.conditionActive
    ? words.kindMeanings[alarm.kind]
    : waiting
      ? words.alarms.over
      : words.alarms.overSeen;

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys for its rows (aria-activedescendant).
    <div
      id={`alarm-${alarm.id}`}
      role="option"
      className="alarm"
      // Focus stays on the list, which names its active row.
      tabIndex={-1}
      style={style}
      aria-selected={picked || active}
      aria-setsize={count}
      aria-posinset={index + 1}
      data-testid="alarm-row"
      data-alarm-id={alarm.id}
      data-device-id={alarm.deviceId}
      data-kind={alarm.kind}
      data-class={alarm.alarmClass}
      data-priority={alarm.priority}
      data-state={alarm.state}
      data-waiting={waiting}
      data-active={active}
      data-picked={picked}
      data-within={within}
      onClick={click}
      onDoubleClick={() => view.setState({ drawerOpen: true, inboxOpen: false })}
    >
      <span className="alarm-mark">
        {picked ? (
          <span className="alarm-pick">
            <Check aria-hidden="true" />
          </span>
        ) : alarm.alarmClass === 'fire' ? (
          <LevelShape level={alarm.priority} />
        ) : (
          // The shapes of danger are for danger: a silent device is not an orange triangle.
          <ClassMark alarmClass={alarm.alarmClass} />
        )}
      </span>
      <span className="alarm-what">
        <span className="alarm-kind truncate">{words.kinds[alarm.kind]}</span>
        <span className="alarm-class" data-class={alarm.alarmClass}>
          <ClassMark alarmClass={alarm.alarmClass} />
          <span className="alarm-class-word">{words.classes[alarm.alarmClass]} · </span>
          {words.priorities[alarm.priority]}
        </span>
        <FirstOutChip alarm={alarm} followers={followers} />
      </span>
      <span className="alarm-age num">{formatAge(now - alarm.onsetAt, language)}</span>
      <span className="alarm-where truncate">
        <b>{place.where}</b> {place.name}
      </span>
      <span className="alarm-onset num">{time.moment(alarm.onsetAt, now)}</span>
      <span className="alarm-why truncate num">
        {said === null
          ? (troubleText(alarm, words, time) ?? meaning)
          : [said.sentence, said.value].filter((part) => part !== null).join(' ')}
        {said?.limit !== null && said?.limit !== undefined && (
          <span className="alarm-limit">
            {' '}
            ({words.common.limit} {said.limit})
          </span>
        )}
      </span>
      <span className="alarm-progress">
        {pending !== undefined ? (
          <span className="alarm-pending" data-testid="alarm-pending">
            <LoaderCircle aria-hidden="true" />
            {words.alarms.pending[pending]}
          </span>
        ) : (
          <span className="state-chip" data-waiting={waiting}>
            {words.states[alarm.state]}
          </span>
        )}
        {alarm.takenBy !== null && (
          <span className="taken-chip" data-testid="taken-chip">
            <UserCheck aria-hidden="true" />
            {words.response.takenBy({ name: alarm.takenBy })}
          </span>
        )}
        {refused !== undefined &&
        (refused.state === alarm.state || (waiting && refused.why === 'raisedAgain')) ? (
          <span className="alarm-refused truncate" role="alert" data-testid="alarm-refused">
            {refusalText(refused)}
          </span>
        ) : (
          <>
            <EscalationNote alarm={alarm} />
            <Progress alarm={alarm} />
          </>
        )}
        {underTest && <span className="under-test">{words.walkTest.underTest}</span>}
        {waiting && !sounding(alarm) && (
          <span
            className="alarm-silenced"
            title={words.alarms.silencedBy({ name: alarm.silencedBy ?? words.common.unknown })}
          >
            <BellOff aria-label={words.alarms.silence} />
          </span>
        )}
      </span>
    </div>
  );
}
