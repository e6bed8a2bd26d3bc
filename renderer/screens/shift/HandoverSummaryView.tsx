import type { ReactNode } from 'react';
import { ALARM_CLASSES } from '#shared/alarms/alarm.ts';
import type { HandoverSummary } from '#shared/contract/shiftViews.ts';
import { formatAge } from '#shared/i18n/format.ts';
import { wordOf } from '#shared/i18n/words.ts';
import { useLanguage, useTime, useWords } from '../../app/hooks.ts';
import { ClassMark } from '../../components/ClassMark.tsx';

/** More lines than this may be higher than the list, which then scrolls. */
const SCROLLS = 12;

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="handover-part">
      <h4>{title}</h4>
      {children}
    </section>
  );
}

function List({ lines, testId }: { lines: readonly ReactNode[]; testId: string }) {
  const words = useWords();
  if (lines.length === 0) return <p className="muted">{words.shift.handover.none}</p>;
  return (
    <ul
      className="handover-lines num"
      data-testid={testId}
      // What scrolls must be reachable by keyboard.
      {...(lines.length > SCROLLS ? { tabIndex: 0 } : {})}
    >
      {lines.map((line, index) => (
        // The lines are frozen: their place is who they are.
        // biome-ignore lint/suspicious/noArrayIndexKey: a frozen list never changes its order.
        <li key={index}>{line}</li>
      ))}
    </ul>
  );
}

/** How things stood, or stand: what the next operator has to know. */
export function HandoverSummaryView({ summary }: { summary: HandoverSummary }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const { handover, log, checks } = words.shift;
  const stamp = (at: number) => `${time.date(at)} ${time.minutes(at)}`;
  // Of the same day the clock alone: a column of dates hides the hours.
  const moment = (at: number) => time.moment(at, summary.to);
  const age = (ms: number | null) =>
    ms === null ? words.meter.tooLittle : formatAge(ms, language);
  const standing = ALARM_CLASSES.reduce((sum, one) => sum + summary.standing[one], 0);
  const unlisted = standing - summary.alarms.length;
  return (
    <div className="handover-summary" data-testid="handover-summary">
      <p className="num handover-period">
        {handover.period({ from: stamp(summary.from), to: stamp(summary.to) })}
      </p>
      <div className="handover-column">
        <Part
          title={`${handover.standing} ${handover.standingCount({ count: standing, waiting: summary.unacknowledged })}`}
        >
          <List
            testId="handover-alarms"
            lines={[
              ...summary.alarms.map((alarm) => (
                <>
                  <ClassMark alarmClass={alarm.alarmClass} />
                  <b>{words.kinds[alarm.kind]}</b> {words.priorities[alarm.priority]}{' '}
                  <span>{alarm.deviceName ?? alarm.deviceId}</span>{' '}
                  <span className="muted">
                    {words.states[alarm.state]} · {moment(alarm.onsetAt)}
                    {alarm.takenBy !== null && ` · ${handover.taken({ name: alarm.takenBy })}`}
                  </span>
                </>
              )),
              ...(unlisted > 0 ? [handover.more({ count: unlisted })] : []),
            ]}
          />
        </Part>
        <Part title={handover.notes}>
          <List
            testId="handover-notes"
            lines={summary.entries.map(({ at, category, text, operator }) => (
              <>
                <span className="muted">
                  {moment(at)} {operator} · {log.categories[category]}
                </span>{' '}
                <span className="log-words">{text}</span>
              </>
            ))}
          />
        </Part>
      </div>
      <div className="handover-column">
        <Part title={handover.monitoring}>
          <List
            testId="handover-monitoring"
            lines={[
              handover.reporting(summary),
              ...summary.problems.map(({ code, detail }) => `${words.problems[code]} ${detail}`),
            ]}
          />
        </Part>
        <Part title={handover.setAside}>
          <List
            testId="handover-set-aside"
            lines={summary.setAside.map((one) => (
              <>
                <b>{one.deviceName ?? one.deviceId}</b>{' '}
                {one.kind === null ? handover.wholeDevice : wordOf(words.kinds, one.kind)}{' '}
                {words.setAside.types[one.type]} · {one.by}: {one.reason}{' '}
                <span className="muted">{handover.until({ time: moment(one.until) })}</span>
              </>
            ))}
          />
        </Part>
        <Part title={handover.incidents}>
          <List
            testId="handover-incidents"
            lines={summary.incidents.map((incident) => (
              <>
                <ClassMark alarmClass={incident.alarmClass} />
                <b>{handover.incident({ count: incident.number })}</b>{' '}
                {incident.kinds.map((kind) => words.kinds[kind]).join(' · ')}{' '}
                {words.flood.count({ count: incident.alarms })}{' '}
                <span className="muted">
                  {moment(incident.since)}
                  {incident.takenBy.length > 0 &&
                    ` · ${handover.taken({ name: incident.takenBy.join(', ') })}`}
                </span>
              </>
            ))}
          />
        </Part>
        <Part title={handover.inPeriod}>
          <List
            testId="handover-period"
            lines={[
              ALARM_CLASSES.map(
                (one) =>
                  `${words.classes[one]} ${words.flood.count({ count: summary.annunciations[one] })}`,
              ).join(' · '),
              ...(summary.wait.count === 0
                ? []
                : [
                    handover.acknowledgedIn({
                      median: age(summary.wait.medianMs),
                      most: age(summary.wait.p95Ms),
                    }),
                  ]),
            ]}
          />
        </Part>
        <Part title={handover.floods}>
          <List
            testId="handover-floods"
            lines={summary.floods.map(
              ({ since, endedAt, count }) =>
                `${moment(since)} ~ ${endedAt === null ? words.meter.stillOn : moment(endedAt)} · ${words.flood.count({ count })}`,
            )}
          />
        </Part>
        {summary.overdueLists.length > 0 && (
          <Part title={handover.lists}>
            <List
              testId="handover-lists"
              lines={summary.overdueLists.map((one) => checks.lists[one])}
            />
          </Part>
        )}
      </div>
    </div>
  );
}
