import { CircleCheck, CircleMinus, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { ModelReport } from '#shared/contract/predictionViews.ts';
import { featureOrGroup } from '#shared/i18n/driverText.ts';
import { formatNumber } from '#shared/i18n/format.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';
import { ScrollTable } from '../../components/ScrollTable.tsx';
import { type DriftBand, driftBand } from './modelText.ts';

const ICONS = { steady: CircleCheck, shifting: CircleMinus, shifted: TriangleAlert } as const;
/** The same colours as the alarm meter's verdicts. */
const VERDICTS = { steady: 'good', shifting: 'busy', shifted: 'tooMuch' } as const;

function Band({ band }: { band: DriftBand }) {
  const words = useWords();
  const Icon = ICONS[band];
  return (
    <span className="verdict" data-verdict={VERDICTS[band]}>
      <Icon aria-hidden="true" />
      {words.model.drift.bands[band]}
    </span>
  );
}

/** Inputs that are no longer what the model was trained on: its chances mean less then. */
export function DriftSection({ drift }: { drift: ModelReport['drift'] }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const [all, setAll] = useState(false);
  const own = words.model.drift;
  const { since, windows, features } = drift;
  const moved = features.filter((one) => driftBand(one) !== 'steady');
  const shown = all ? features : moved;
  const steady = features.length - moved.length;
  const none = since === null || features.length === 0;
  return (
    <section className="section page-section" data-testid="model-drift" data-moved={moved.length}>
      <header className="section-head">
        <h3>{own.title}</h3>
        {!none && steady > 0 && (
          <button
            type="button"
            className="button button-small"
            data-testid="drift-all"
            aria-pressed={all}
            onClick={() => setAll(!all)}
          >
            {all ? own.showFew : own.showAll}
          </button>
        )}
      </header>
      {none ? (
        <p className="note">{own.none}</p>
      ) : (
        <>
          <p className="note num">
            {own.intro({
              time: time.moment(since, now),
              windows: formatNumber(windows, 0, language),
            })}{' '}
            {own.bandsHint}
          </p>
          {moved.length === 0 && (
            <p className="note note-good">
              <CircleCheck aria-hidden="true" />
              {own.allSteady}
            </p>
          )}
          {shown.length > 0 && (
            <ScrollTable label={own.title}>
              <table className="table num">
                <thead>
                  <tr>
                    <th scope="col">{own.feature}</th>
                    <th scope="col">{own.group}</th>
                    <th scope="col">{own.psi}</th>
                    <th scope="col">{own.band}</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map((one) => (
                    <tr key={one.feature} data-testid="drift-row" data-band={driftBand(one)}>
                      <th scope="row">{featureOrGroup(one, words)}</th>
                      <td>{words.featureGroups[one.group]}</td>
                      <td>{formatNumber(one.psi, 2, language)}</td>
                      <td>
                        <Band band={driftBand(one)} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollTable>
          )}
          {!all && steady > 0 && <p className="note">{own.more({ count: steady })}</p>}
        </>
      )}
    </section>
  );
}
