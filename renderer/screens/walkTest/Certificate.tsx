import type { SignedWalkTest, WalkTestView } from '#shared/contract/walkTestViews.ts';
import { coverageOf, type MissingPoint } from '#shared/walkTest/coverage.ts';
import { REQUIRED_ITEMS, WALK_TEST_ITEMS } from '#shared/walkTest/items.ts';
import { useDesk, useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';
import { CellShape } from './CellShape.tsx';
import { CoverageBar } from './Coverage.tsx';
import { itemWord } from './itemWord.ts';
import { hitsByPoint, statesOf } from './points.ts';

const STATES = ['byDevice', 'byDesk', 'failed', 'untested'] as const;

function Results({ test }: { test: WalkTestView }) {
  const words = useWords();
  const language = useLanguage();
  const hits = hitsByPoint(test.hits);
  return (
    <>
      <ul className="walk-legend">
        {STATES.map((state) => (
          <li key={state}>
            <CellShape state={state} />
            {words.walkTest.cells[state]}
          </li>
        ))}
      </ul>
      <table className="table walk-matrix">
        <thead>
          <tr>
            <th scope="col">{words.walkTest.device}</th>
            {WALK_TEST_ITEMS.map((item) => (
              <th key={item} scope="col">
                <span className="walk-item">{itemWord(item, words)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {test.list.map(({ id, name, floor, panel }) => (
            <tr key={id}>
              <th scope="row">
                <b>{name}</b>
                <small>{[floor?.[language], panel, id].filter(Boolean).join(' · ')}</small>
              </th>
              {statesOf(id, hits).map((state, index) => (
                <td key={WALK_TEST_ITEMS[index]}>
                  <CellShape state={state} />
                  <span className="sr-only">{words.walkTest.cells[state]}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Nothing of the device was tested: said in a word instead of thirteen. */
const wholly = (missing: readonly MissingPoint[] = []) =>
  missing.length === REQUIRED_ITEMS.length && missing.every(({ state }) => state === 'untested');

function Missing({ test }: { test: WalkTestView }) {
  const words = useWords();
  const { missing } = coverageOf(
    test.list.map(({ id }) => id),
    test.hits,
  );
  const byDevice = Map.groupBy(missing, ({ deviceId }) => deviceId);
  return (
    <section className="page-section" data-testid="walk-missing" data-count={missing.length}>
      <h4>{words.walkTest.missing}</h4>
      {missing.length === 0 ? (
        <p>{words.walkTest.missingNone}</p>
      ) : (
        <ul className="walk-missing">
          {test.list
            .filter(({ id }) => byDevice.has(id))
            .map(({ id, name }) => (
              <li key={id}>
                <b>{name}</b>{' '}
                {wholly(byDevice.get(id))
                  ? words.walkTest.missingAll
                  : (byDevice.get(id) ?? [])
                      .map(({ item, state }) =>
                        state === 'failed'
                          ? `${itemWord(item, words)} (${words.walkTest.missingState.failed})`
                          : itemWord(item, words),
                      )
                      .join(', ')}
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}

/** Who tested what, when, and what is missing: as it goes on paper. */
export function Certificate({
  test,
  signed,
}: {
  test: WalkTestView;
  signed: SignedWalkTest | null;
}) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const site = useDesk((desk) => desk.status?.siteName);
  const simulated = useDesk((desk) => desk.status?.simulated === true);
  const testers = [...new Set(test.hits.flatMap(({ by }) => by ?? []))];
  const moment = (at: number) => `${time.date(at)} ${time.clock(at)}`;
  const facts = [
    [words.walkTest.site, site?.[language] ?? ''],
    [words.walkTest.reason, test.note],
    [words.walkTest.who, words.walkTest.begunBy({ name: test.by, desk: test.desk })],
    [words.walkTest.from, moment(test.begunAt)],
    [words.walkTest.to, moment(test.endedAt ?? now)],
    [
      words.walkTest.ended,
      test.end === null ? words.walkTest.running : words.walkTest.ends[test.end],
    ],
    [words.walkTest.device, words.floors.devices({ count: test.devices })],
    [words.walkTest.by, testers.length === 0 ? words.common.none : testers.join(', ')],
  ] as const;
  return (
    <article className="certificate" data-testid="walk-certificate" data-signed={signed !== null}>
      <h3>{words.walkTest.certificate}</h3>
      {simulated && <p className="certificate-mark">{words.walkTest.simulated}</p>}
      <dl className="walk-facts num">
        {facts.map(([label, fact]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      <CoverageBar coverage={test.coverage} />
      <Results test={test} />
      <Missing test={test} />
      <footer className="certificate-foot">
        {signed === null ? (
          <p>{words.walkTest.certificateNone}</p>
        ) : (
          <dl className="num">
            <div>
              <dt>{words.walkTest.signature}</dt>
              <dd className="certificate-name">{signed.certificate.signedBy}</dd>
              <dd>
                {moment(signed.certificate.signedAt)} · {signed.certificate.signedDesk}
              </dd>
            </div>
            <div>
              <dt>{words.walkTest.digest}</dt>
              <dd className="mono">{signed.digest}</dd>
            </div>
            <div>
              <dt>{words.walkTest.chain}</dt>
              <dd className="mono">
                {words.walkTest.chainAt({ number: signed.audit.seq, hash: signed.audit.hash })}
              </dd>
            </div>
          </dl>
        )}
      </footer>
    </article>
  );
}
