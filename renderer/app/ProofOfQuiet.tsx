import { Activity, CircleAlert, ShieldCheck, WifiOff } from 'lucide-react';
import { formatAge, formatNumber } from '#shared/i18n/format.ts';
import { reportingNow, siteWatch, type Watch } from '../state/freshness.ts';
import { useDesk, useEngineNow, useLanguage, useServices, useWords } from './hooks.ts';

const ICONS = { monitoring: ShieldCheck, degraded: CircleAlert, feedDown: WifiOff } as const;

/** Older than this, the age of the newest reading is itself a warning. */
const OLD_READING_MS = 15_000;

/** So long after a start it is no news that nobody was heard yet, and no proof of anything either. */
const FIRST_SIGNALS_MS = 60_000;

/** Why the quiet may be believed: who was heard when, how many answer, and that the engine's heart beats. */
export function ProofOfQuiet() {
  const words = useWords();
  const language = useLanguage();
  const now = useEngineNow();
  const { view } = useServices();
  const status = useDesk((desk) => desk.status);
  if (status === null) return <div className="proof" />;
  const watch: Watch = siteWatch(status);
  const Icon = ICONS[watch];
  const age = status.lastReadingAt === null ? null : now - status.lastReadingAt;
  const reporting = reportingNow(status);
  const missing = status.expected - reporting;
  // A feed that is up and brings nothing from anybody is as blind as one that is down.
  const mute = watch === 'degraded' && status.expected > 0 && reporting === 0;
  const justStarted = status.engineTime - status.engineStartedAt < FIRST_SIGNALS_MS;
  return (
    <section
      className="proof"
      aria-label={words.proof.label}
      data-testid="proof"
      data-watch={watch}
    >
      <span className="proof-place" role="status">
        <button
          type="button"
          className="proof-state"
          data-watch={mute && !justStarted ? 'feedDown' : watch}
          data-testid="proof-state"
          disabled={watch === 'monitoring'}
          title={watch === 'monitoring' ? undefined : words.proof.openSystem}
          onClick={() => view.setState({ screen: 'system' })}
        >
          <Icon aria-hidden="true" />
          {watch === 'degraded' && status.expected === 0
            ? words.floors.noDevices
            : watch === 'feedDown' && status.feeds.length === 0
              ? words.proof.noFeed
              : mute
                ? words.proof[justStarted ? 'awaiting' : 'allSilent']
                : words.proof[watch]}
        </button>
      </span>
      <dl className="proof-facts num">
        <div data-bad={age === null || age > OLD_READING_MS} data-testid="feed-age">
          <dt>{words.proof.feed}</dt>
          <dd>
            {age === null ? words.common.none : words.common.ago({ age: formatAge(age, language) })}
          </dd>
        </div>
        <div
          data-bad={missing > 0}
          data-testid="reporting"
          title={words.proof.devicesHint({ reporting, expected: status.expected })}
        >
          <dt>{words.proof.devices}</dt>
          <dd>
            {formatNumber(reporting, 0, language)}
            <small> / {formatNumber(status.expected, 0, language)}</small>
          </dd>
        </div>
        <div data-testid="engine-pulse">
          <dt>{words.proof.engine}</dt>
          <dd className="pulse">
            {/* A new key restarts the beat: it is drawn once for every second that the engine was heard. */}
            <Activity key={Math.floor(status.engineTime / 1000)} aria-hidden="true" />
            {formatNumber(status.readingsPerSecond, 0, language)}
            <small> {words.system.perSecond}</small>
          </dd>
        </div>
      </dl>
    </section>
  );
}
