import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { ModelReport, ModelVersion } from '#shared/contract/predictionViews.ts';
import { formatChance, formatPercent } from '#shared/i18n/chance.ts';
import { formatNumber } from '#shared/i18n/format.ts';
import { useEngineNow, useLanguage, useServices, useTime, useWords } from '../../app/hooks.ts';
import { shortHash } from '../../state/prediction.ts';
import { Rows } from '../alarms/meter/MeterTables.tsx';
import { ChangeModelDialog, type ModelChange } from './ChangeModelDialog.tsx';
import { perDeviceDay } from './modelText.ts';
import { OfferModel } from './OfferModel.tsx';
import { useRoleNote } from './useRoleNote.ts';

/** What the training said of it. It was measured on simulated buildings, and that stands above the figures. */
function Card({ version }: { version: ModelVersion }) {
  const words = useWords();
  const language = useLanguage();
  const own = words.model.versions;
  const { sets } = version.card;
  return (
    <div className="model-card" data-testid="model-card">
      <p className="note note-few">{own.simulated}</p>
      <Rows
        title={`${own.cardTitle} ${version.version} ${shortHash(version.hash)}`}
        columns={[own.set, own.incidents, own.recall, own.lead, own.falseAlarms, own.hardNegatives]}
        rows={sets.map((set) => [
          own.setNames[set.name] ?? set.name,
          formatNumber(set.incidents, 0, language),
          set.incidents === 0
            ? own.noneOfThese
            : `${formatPercent(set.recall, 0, language)} (${own.recallRange({
                low: formatPercent(set.recallLow, 0, language),
                high: formatPercent(set.recallHigh, 0, language),
              })})`,
          set.medianLeadMinutes === null
            ? set.incidents === 0
              ? own.noneOfThese
              : words.model.performance.unknown
            : words.model.performance.minutes({
                amount: formatNumber(set.medianLeadMinutes, 0, language),
              }),
          perDeviceDay(set.falseAlarmsPerDeviceDay, words, language),
          set.hardNegatives === 0
            ? own.noneOfThese
            : own.hardNegativesOf({
                alarmed: formatNumber(set.hardNegativesAlarmed, 0, language),
                all: formatNumber(set.hardNegatives, 0, language),
              }),
        ])}
      />
    </div>
  );
}

function Version({ version }: { version: ModelVersion }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const own = words.model.versions;
  const { hash, role, origin, since, trainedAt, carrying, points } = version;
  const facts = [
    [words.model.hash, hash],
    [own.carrying, words.prediction.outputs[carrying]],
    [
      own.points,
      <ul key="points">
        {points.map(({ level, output, threshold, k, n }) => (
          <li key={`${output} ${level} ${threshold}`}>
            {words.prediction.thresholdOf({
              level: words.levels[level],
              output: words.prediction.outputs[output],
              limit: formatChance(threshold, language),
            })}{' '}
            ({words.prediction.persisted({ met: String(k), of: String(n) })})
          </li>
        ))}
      </ul>,
    ],
    [own.schema, version.schemaVersion],
    [own.trainingData, shortHash(version.trainingDataHash)],
  ] as const;
  return (
    <li className="model-version" data-testid="model-version" data-role={role} data-hash={hash}>
      <details open={role !== 'known'}>
        <summary>
          <ChevronRight aria-hidden="true" />
          <span className="version-role" data-role={role}>
            {own.roles[role]}
          </span>
          <b>{version.version}</b>
          <span className="mono">{shortHash(hash)}</span>
          <span className="num">
            {words.model.trainedAt} {time.calendar(trainedAt)}
          </span>
          <span>{own.origins[origin]}</span>
          {since !== null && (
            <span className="num">{words.common.since({ time: time.moment(since, now) })}</span>
          )}
        </summary>
        <dl className="version-facts num">
          {facts.map(([label, fact]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className={label === words.model.hash ? 'mono' : undefined}>{fact}</dd>
            </div>
          ))}
        </dl>
        <h5>{own.cardTitle}</h5>
        <Card version={version} />
      </details>
    </li>
  );
}

/** A button, and beside it why it can't be pressed. */
function Act({
  id,
  word,
  primary,
  why,
  press,
}: {
  id: string;
  word: string;
  primary: boolean;
  why: string | null;
  press: () => void;
}) {
  return (
    <span className="act-with-note">
      <button
        type="button"
        className={primary && why === null ? 'button button-primary' : 'button'}
        data-testid={`model-${id}`}
        disabled={why !== null}
        aria-describedby={why === null ? undefined : `why-${id}`}
        onClick={press}
      >
        {word}
      </button>
      {why !== null && (
        <span className="note" id={`why-${id}`}>
          {why}
        </span>
      )}
    </span>
  );
}

/** Which models this desk knows, and the acts that change which of them raises alarms. */
export function VersionsSection({ report }: { report: ModelReport }) {
  const words = useWords();
  const { session } = useServices();
  const [change, setChange] = useState<ModelChange | null>(null);
  const note = useRoleNote('supervisor');
  const discardNote = useRoleNote('administrator');
  const { live, shadow, versions } = report;
  const own = words.model.change;
  const known = versions.filter(({ role }) => role === 'known');
  const open = async (wanted: ModelChange) => {
    if ((await session.require()) !== null) setChange(wanted);
  };
  return (
    <section className="section page-section" data-testid="model-versions">
      <h3>{words.model.versions.title}</h3>
      {versions.length === 0 ? (
        <p className="note">{words.model.versions.none}</p>
      ) : (
        <ul className="model-versions">
          {versions.map((version) => (
            <Version key={version.hash} version={version} />
          ))}
        </ul>
      )}
      <div className="button-row model-acts">
        <Act
          id="promote"
          word={own.promote}
          primary
          why={note ?? (shadow === null ? own.noShadow : null)}
          press={() =>
            open({ act: 'promote', from: live, choices: shadow === null ? [] : [shadow] })
          }
        />
        {shadow !== null && (
          <Act
            id="discard"
            word={own.discard}
            primary={false}
            why={discardNote}
            press={() => open({ act: 'discard', from: shadow, choices: [] })}
          />
        )}
        <Act
          id="rollBack"
          word={own.rollBack}
          primary={false}
          why={note ?? (known.length === 0 ? own.noPrevious : null)}
          press={() => open({ act: 'rollBack', from: live, choices: known })}
        />
      </div>
      <OfferModel />
      {change !== null && <ChangeModelDialog change={change} onClose={() => setChange(null)} />}
    </section>
  );
}
