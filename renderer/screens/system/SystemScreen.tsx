import { CircleCheck, TriangleAlert, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useMemo, useState } from 'react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { readDetail, technicalPart } from '#shared/alarms/troubleDetail.ts';
import type { FeedGapView } from '#shared/contract/gapViews.ts';
import type { QuarantineEntry, SystemReport } from '#shared/contract/views.ts';
import { formatAge, formatBytes, formatNumber } from '#shared/i18n/format.ts';
import { troubleText } from '#shared/i18n/troubleText.ts';
import { wordOf } from '#shared/i18n/words.ts';
import {
  useDesk,
  useEngineNow,
  useLanguage,
  useServices,
  useTime,
  useWords,
} from '../../app/hooks.ts';
import { deskTroubles } from '../../state/alarmList.ts';
import { FeedProblem, FeedTable } from './FeedTable.tsx';
import { GapTable } from './GapTable.tsx';
import { ModelCard } from './ModelCard.tsx';
import { NotificationCard } from './NotificationCard.tsx';
import { PollTable } from './PollTable.tsx';
import { QuarantineTable } from './QuarantineTable.tsx';

const EVERY_MS = 2_000;
const HOUR_MS = 3_600_000;
const GAPS_SHOWN_MS = 30 * 24 * HOUR_MS;

interface Reported {
  readonly report: SystemReport;
  readonly quarantine: readonly QuarantineEntry[];
  readonly gaps: readonly FeedGapView[];
}

function useReport(): { readonly value: Reported | null; readonly failed: boolean } {
  const { connection } = useServices();
  const [state, setState] = useState<{ value: Reported | null; failed: boolean }>({
    value: null,
    failed: false,
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const round = async () => {
      try {
        const value = await connection.request(async (client, options) => {
          const to = Date.now();
          const [report, quarantine, gaps] = await Promise.all([
            client.system.report(undefined, options),
            client.system.quarantine({ limit: 100 }, options),
            client.system.gaps({ from: to - GAPS_SHOWN_MS, to: to + HOUR_MS, limit: 50 }, options),
          ]);
          return { report, quarantine, gaps };
        });
        if (!over) setState({ value, failed: false });
      } catch {
        if (!over) setState(({ value }) => ({ value, failed: true }));
      }
      if (!over) timer = setTimeout(round, EVERY_MS);
    };
    round();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [connection]);
  return state;
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="card">
      <h3>{title}</h3>
      {children}
    </div>
  );
}

function Figures({ report }: { report: SystemReport }) {
  const words = useWords();
  const language = useLanguage();
  const status = useDesk((desk) => desk.status) ?? report.status;
  const latency = status.commitLatencyMs;
  const segmentBytes = report.storage.segments.reduce((sum, { bytes }) => sum + bytes, 0);
  const whole = (value: number) => formatNumber(value, 0, language);
  return (
    <div className="cards num">
      <Card title={words.system.throughput}>
        <p className="figure">
          {formatNumber(status.readingsPerSecond, 1, language)}{' '}
          <small>{words.system.perSecond}</small>
        </p>
        <p>
          {words.system.committed} {whole(report.readingsCommitted)}
        </p>
      </Card>
      <Card title={words.system.latency}>
        <p className="figure">
          {latency === null ? '–' : `${whole(latency.p50)} / ${whole(latency.p99)}`}{' '}
          <small>ms</small>
        </p>
        <p>{words.system.latencyDetail}</p>
      </Card>
      <Card title={words.system.storage}>
        <p className="figure">
          {formatBytes(report.storage.controlRoomBytes + segmentBytes, language)}
        </p>
        <p>
          {words.system.controlRoom} {formatBytes(report.storage.controlRoomBytes, language)} ·{' '}
          {words.system.segments}{' '}
          {words.system.segmentDays({ count: report.storage.segments.length })}{' '}
          {formatBytes(segmentBytes, language)}
        </p>
      </Card>
      <NotificationCard figures={report.notifications} />
      <ModelCard />
      <Card title={words.system.memory}>
        <p className="figure">{formatBytes(report.memoryBytes, language)}</p>
        <p>
          {words.system.frames} {whole(report.framesReceived)} · {words.system.batches}{' '}
          {whole(report.batches)} · {words.system.duplicates} {whole(report.duplicatesIgnored)}
        </p>
      </Card>
    </div>
  );
}

function Problems() {
  const words = useWords();
  const time = useTime();
  const now = useEngineNow(60_000);
  const status = useDesk((desk) => desk.status);
  const alarms = useDesk((desk) => desk.alarms);
  const troubles = useMemo(() => deskTroubles(alarms), [alarms]);
  if (status === null) return null;
  const down = status.feeds.filter((feed) => feed.state !== 'connected');
  // Each feed that is down has its line already.
  const shown = troubles.filter(({ kind }) => kind !== 'feedDown' || down.length === 0);
  const silent = status.expected - status.reporting;
  const quiet = status.problems.length === 0 && down.length === 0 && silent === 0;
  if (quiet && troubles.length === 0) {
    return (
      <p className="all-well" data-testid="no-problems">
        <CircleCheck aria-hidden="true" />
        {words.system.noProblems}
      </p>
    );
  }
  return (
    <ul className="problems" data-testid="problems">
      {down.map((feed) => (
        <li key={feed.id}>
          <WifiOff aria-hidden="true" />
          <div>
            <b>
              {words.system.feeds} {words.feedStates[feed.state]}
            </b>
            <p className="num">
              {words.common.since({ time: time.moment(feed.since, now) })} · {feed.address}
            </p>
            {feed.problem !== null && <FeedProblem feed={feed} detail={false} />}
          </div>
        </li>
      ))}
      {silent > 0 && (
        <li>
          <WifiOff aria-hidden="true" />
          <b>{words.system.silent({ count: silent })}</b>
        </li>
      )}
      {shown.map((trouble) => (
        <li key={trouble.id} data-testid="desk-trouble" data-kind={trouble.kind}>
          <TriangleAlert aria-hidden="true" />
          <div>
            <b>{words.kinds[trouble.kind]}</b>
            <p className="num">
              {words.states[trouble.state]} ·{' '}
              {words.common.since({ time: time.moment(trouble.onsetAt, now) })}
              {` · ${troubleText(trouble, words, time) ?? words.kindMeanings[trouble.kind]}`}
            </p>
            <Technical trouble={trouble} />
          </div>
        </li>
      ))}
      {status.problems.map((problem) => (
        <li key={`${problem.code}${problem.since}`}>
          <TriangleAlert aria-hidden="true" />
          <div>
            <b>{wordOf(words.problems, problem.code)}</b>
            <p className="num">{words.common.since({ time: time.moment(problem.since, now) })}</p>
            <p className="feed-detail mono">{problem.detail}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Beneath the words, for whoever is called to mend it. */
function Technical({ trouble }: { trouble: AlarmRecord }) {
  const words = useWords();
  const time = useTime();
  if (trouble.detail === null) return null;
  const technical = technicalPart(trouble.detail);
  // A code that has been said in words is no news.
  const saidAll = readDetail(trouble.detail) === null && troubleText(trouble, words, time) !== null;
  if (technical === null || saidAll) return null;
  return <p className="feed-detail mono">{technical}</p>;
}

/** What the desk says about itself. */
export function SystemScreen() {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow();
  const { value, failed } = useReport();
  return (
    <main className="page" data-testid="system">
      <header className="page-head">
        <div>
          <h2>{words.system.title}</h2>
          <p>{words.system.subtitle}</p>
        </div>
        {value !== null && (
          <dl className="system-facts num">
            <div>
              <dt>{words.system.version}</dt>
              <dd>{value.report.version}</dd>
            </div>
            <div>
              <dt>{words.system.started}</dt>
              <dd>
                {time.moment(value.report.status.engineStartedAt, now)} (
                {formatAge(now - value.report.status.engineStartedAt, language)})
              </dd>
            </div>
            <div>
              <dt>{words.system.thresholds}</dt>
              <dd>{value.report.thresholdsVersion}</dd>
            </div>
            <div>
              <dt>{words.system.dataDir}</dt>
              <dd className="mono">{value.report.dataDir}</dd>
            </div>
          </dl>
        )}
      </header>
      {failed && <p className="note note-bad">{words.system.failed}</p>}
      <Problems />
      {value === null ? (
        !failed && <p className="note">{words.common.loading}</p>
      ) : (
        <>
          <Figures report={value.report} />
          <FeedTable feeds={value.report.status.feeds} />
          <PollTable buses={value.report.polls} />
          <GapTable gaps={value.gaps} />
          <QuarantineTable entries={value.quarantine} total={value.report.quarantineTotal} />
        </>
      )}
    </main>
  );
}
