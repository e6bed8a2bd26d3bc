import { CircleCheck, Flame, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { isHiddenDanger, SET_ASIDE_LIMITS, type SetAside } from '#shared/alarms/setAside.ts';
import { formatAge } from '#shared/i18n/format.ts';
import {
  useDesk,
  useEngineNow,
  useLanguage,
  usePlaceName,
  useServices,
  useTime,
  useWords,
} from '../../app/hooks.ts';
import { ScrollTable } from '../../components/ScrollTable.tsx';
import { Tip } from '../../components/Tip.tsx';
import { actAs } from '../../state/actAs.ts';
import { type FailureCode, failureOf } from '../../state/engineClient.ts';
import { useRevised } from '../../state/revised.ts';

const HISTORY_MS = 30 * 86_400_000;

function Point({ one }: { one: SetAside }) {
  const place = usePlaceName(one.deviceId);
  return (
    <>
      <b>{place.name}</b> <span className="muted">{place.where}</span>
    </>
  );
}

/** Whether fire is indicated at the point now: the one thing that being set aside must not hide. */
function useDanger(one: SetAside): boolean {
  return useDesk((desk) =>
    [...desk.alarms.values()].some(
      (alarm) =>
        alarm.deviceId === one.deviceId &&
        (one.kind === null || alarm.kind === one.kind) &&
        isHiddenDanger(alarm),
    ),
  );
}

function ActiveRow({ one, onFailed }: { one: SetAside; onFailed: (code: FailureCode) => void }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow();
  const { connection, session } = useServices();
  const [busy, setBusy] = useState(false);
  const danger = useDanger(one);
  const left = Math.max(0, one.until - now);
  const end = async () => {
    setBusy(true);
    try {
      await actAs({ request: connection.request, session }, (client, token, options) =>
        client.setAside.end({ session: token, id: one.id }, options),
      );
    } catch (error) {
      onFailed(failureOf(error).code);
    }
    setBusy(false);
  };
  return (
    <tr data-testid="set-aside-row" data-danger={danger} data-type={one.type}>
      <td>
        <Point one={one} />
        {danger && (
          <span className="danger-chip" data-testid="set-aside-danger">
            <Flame aria-hidden="true" />
            {words.setAside.danger}
          </span>
        )}
      </td>
      <td>{one.kind === null ? words.setAside.everyKind : words.kinds[one.kind]}</td>
      <td>{words.setAside.types[one.type]}</td>
      <td className="wrap">{one.reason}</td>
      <td>
        {one.by} <span className="muted">{one.desk}</span>
      </td>
      <td className="num">{time.moment(one.since, now)}</td>
      <td className="num" data-soon={left <= SET_ASIDE_LIMITS.warningMs}>
        {time.moment(one.until, now)}{' '}
        <span className="time-left">
          {words.setAside.left({ time: formatAge(left, language) })}
        </span>
      </td>
      <td>
        <Tip text={words.setAside.endHint}>
          <button
            type="button"
            className="button button-small"
            data-testid="set-aside-end"
            disabled={busy}
            onClick={end}
          >
            <RotateCcw aria-hidden="true" />
            {words.setAside.end}
          </button>
        </Tip>
      </td>
    </tr>
  );
}

function Past() {
  const words = useWords();
  const time = useTime();
  const now = useEngineNow(60_000);
  const { value } = useRevised('setAside', (client, options) =>
    client.setAside.history({ from: Math.max(0, now - HISTORY_MS), to: now + 60_000 }, options),
  );
  const past = value?.filter(({ endedAt }) => endedAt !== null) ?? [];
  if (value === null) return <p className="note">{words.common.loading}</p>;
  if (past.length === 0) return <p className="muted">{words.setAside.historyNone}</p>;
  return (
    <ScrollTable label={words.setAside.history}>
      <table className="table">
        <thead>
          <tr>
            <th>{words.setAside.point}</th>
            <th>{words.setAside.kind}</th>
            <th>{words.setAside.type}</th>
            <th>{words.setAside.reason}</th>
            <th>{words.setAside.by}</th>
            <th>{words.setAside.since}</th>
            <th>{words.setAside.until}</th>
          </tr>
        </thead>
        <tbody>
          {past.map((one) => (
            <tr key={one.id} data-testid="set-aside-past">
              <td>
                <Point one={one} />
              </td>
              <td>{one.kind === null ? words.setAside.everyKind : words.kinds[one.kind]}</td>
              <td>{words.setAside.types[one.type]}</td>
              <td className="wrap">{one.reason}</td>
              <td>{one.by}</td>
              <td className="num">{time.moment(one.since, now)}</td>
              <td className="num">
                {time.moment(one.endedAt ?? one.until, now)}{' '}
                <span className="muted">
                  {one.endedBy === null
                    ? words.setAside.endedBySelf
                    : words.setAside.endedBy({ name: one.endedBy })}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}

/** What does not annunciate now, who decided it, why and until when; and what was set aside before. */
export function SetAsideList() {
  const words = useWords();
  const { value, failed } = useRevised('setAside', (client, options) =>
    client.setAside.list(undefined, options),
  );
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const bad = failure ?? failed;
  return (
    <section className="page-section" data-testid="set-aside-list">
      {bad !== null && (
        <p className="note note-bad" role="alert">
          {words.failures[bad]}
        </p>
      )}
      {value === null && bad === null && <p className="note">{words.common.loading}</p>}
      {value?.length === 0 && (
        <p className="note note-good" data-testid="set-aside-none">
          <CircleCheck aria-hidden="true" />
          <span>
            <b>{words.setAside.none}</b> {words.setAside.noneHint}
          </span>
        </p>
      )}
      {value !== null && value.length > 0 && (
        <ScrollTable label={words.setAside.title}>
          <table className="table">
            <thead>
              <tr>
                <th>{words.setAside.point}</th>
                <th>{words.setAside.kind}</th>
                <th>{words.setAside.type}</th>
                <th>{words.setAside.reason}</th>
                <th>{words.setAside.by}</th>
                <th>{words.setAside.since}</th>
                <th>{words.setAside.until}</th>
                <th>
                  <span className="sr-only">{words.setAside.end}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {value.map((one) => (
                <ActiveRow key={one.id} one={one} onFailed={setFailure} />
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
      <h3>{words.setAside.history}</h3>
      <Past />
    </section>
  );
}
