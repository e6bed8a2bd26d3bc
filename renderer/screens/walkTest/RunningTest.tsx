import { CircleStop, Send, Square } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { WalkTestView } from '#shared/contract/walkTestViews.ts';
import { WALK_TEST_ITEMS } from '#shared/walkTest/items.ts';
import { useDesk, useEngineNow, useServices, useTime, useWords } from '../../app/hooks.ts';
import { actAs } from '../../state/actAs.ts';
import { type FailureCode, failureOf } from '../../state/engineClient.ts';
import { CellDetail } from './CellDetail.tsx';
import { CellShape } from './CellShape.tsx';
import { CoverageBar } from './Coverage.tsx';
import { Matrix } from './Matrix.tsx';
import { type Cell, hitsByPoint, openPoints, pointKey } from './points.ts';
import { useInjections } from './useInjections.ts';

const STATES = ['untested', 'byDesk', 'byDevice', 'failed'] as const;

function Facts({ test }: { test: WalkTestView }) {
  const words = useWords();
  const time = useTime();
  const now = useEngineNow();
  const endsAt = useDesk((desk) => desk.status?.walkTest?.endsAt ?? test.limitAt);
  const facts = [
    [words.walkTest.reason, test.note],
    [words.walkTest.who, words.walkTest.begunBy({ name: test.by, desk: test.desk })],
    [words.walkTest.from, time.moment(test.begunAt, now)],
    [words.walkTest.endsAt, time.moment(endsAt, now)],
    [words.walkTest.mode, words.walkTest.modes[test.mode]],
  ] as const;
  return (
    <dl className="walk-facts num">
      {facts.map(([label, fact]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The test that runs: what has arrived, and the message of any point given to the desk. */
export function RunningTest({
  test,
  onEnded,
}: {
  test: WalkTestView;
  onEnded: (id: string) => void;
}) {
  const words = useWords();
  const { connection, session } = useServices();
  const hits = useMemo(() => hitsByPoint(test.hits), [test.hits]);
  const [chosen, setChosen] = useState<Cell>({ row: 0, column: 0 });
  const [failed, setFailed] = useState<FailureCode | null>(null);
  const { progress, failed: refused, run, stop } = useInjections();
  const device = test.list[chosen.row] ?? test.list[0];
  const item = WALK_TEST_ITEMS[chosen.column] ?? WALK_TEST_ITEMS[0];
  const ids = test.list.map(({ id }) => id);
  const failure = failed ?? refused;

  const end = () =>
    actAs({ request: connection.request, session }, (client, token, options) =>
      client.walkTest.end({ session: token }, options),
    ).then(
      (ended) => ended !== null && onEnded(ended.id),
      (error: unknown) => setFailed(failureOf(error).code),
    );

  return (
    <section className="page-section walk-test" data-testid="walk-running" data-test-id={test.id}>
      <header className="walk-head">
        <h3>{words.walkTest.running}</h3>
        <button type="button" className="button" data-testid="walk-end" onClick={end}>
          <CircleStop aria-hidden="true" />
          {words.walkTest.end}
        </button>
      </header>
      <Facts test={test} />
      <CoverageBar coverage={test.coverage} />
      <div className="walk-tools">
        {progress === null ? (
          <>
            <button
              type="button"
              className="button"
              data-testid="inject-row"
              disabled={device === undefined || openPoints([device.id], hits).length === 0}
              onClick={() => device !== undefined && run(openPoints([device.id], hits))}
            >
              <Send aria-hidden="true" />
              {words.walkTest.injectRow}
            </button>
            <button
              type="button"
              className="button"
              data-testid="inject-all"
              disabled={openPoints(ids, hits).length === 0}
              onClick={() => run(openPoints(ids, hits))}
            >
              <Send aria-hidden="true" />
              {words.walkTest.injectAll}
            </button>
          </>
        ) : (
          <>
            <span className="num" role="status">
              {words.walkTest.injecting(progress)}
            </span>
            <button type="button" className="button" onClick={stop}>
              <Square aria-hidden="true" />
              {words.walkTest.stop}
            </button>
          </>
        )}
        <ul className="walk-legend">
          {STATES.map((state) => (
            <li key={state}>
              <CellShape state={state} />
              {words.walkTest.cells[state]}
            </li>
          ))}
        </ul>
      </div>
      {failure !== null && (
        <p className="note note-bad" role="alert">
          {words.walkTest.actFailed({ why: words.failures[failure] })}
        </p>
      )}
      <p className="note">
        {words.walkTest.matrixKeys} {words.walkTest.injectHint}
      </p>
      <Matrix
        test={test}
        hits={hits}
        chosen={chosen}
        onChoose={setChosen}
        onInject={(deviceId, point) => run([{ deviceId, item: point }])}
      />
      {device !== undefined && (
        <div className="walk-foot">
          <CellDetail
            device={device}
            item={item}
            hits={hits.get(pointKey(device.id, item)) ?? []}
          />
          {item !== 'deviceSilent' && (
            <button
              type="button"
              className="button button-primary"
              data-testid="inject-one"
              disabled={progress !== null}
              onClick={() => run([{ deviceId: device.id, item }])}
            >
              <Send aria-hidden="true" />
              {words.walkTest.inject}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
