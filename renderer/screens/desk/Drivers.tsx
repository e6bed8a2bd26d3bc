import type { Explanation } from '#shared/contract/predictionViews.ts';
import { formatChance } from '#shared/i18n/chance.ts';
import { driverShare, driverText } from '#shared/i18n/driverText.ts';
import { STEP_MS } from '#shared/prediction/schema.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';

/** More than this nobody reads while something is burning. */
const SHOWN = 5;
/** Of the chance: what moved it by less explains nothing, and reads like a riddle. */
const LEAST_SHARE = 0.05;

/** Why the model said what it said: each driver as a sentence, with when it was seen and how much of the chance it makes. */
export function Drivers({ explanation }: { explanation: Explanation }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const { output, scores, at } = explanation;
  const drivers = explanation.contributions
    .filter(({ share }) => Math.abs(share) >= LEAST_SHARE * scores[output])
    .slice(0, SHOWN);
  return (
    <div className="drivers" data-testid="drivers" data-output={output}>
      <p className="drivers-of num">
        {words.prediction.explained({
          time: time.moment(at + STEP_MS, now),
          output: words.prediction.outputs[output],
          chance: formatChance(scores[output], language),
        })}
      </p>
      {drivers.length === 0 ? (
        <p className="note">{words.prediction.noDrivers}</p>
      ) : (
        <>
          <ol className="driver-list">
            {drivers.map((one) => (
              <li
                key={`${one.feature}${one.from}`}
                data-testid="driver"
                data-feature={one.feature}
                data-lowers={one.share < 0}
              >
                <span className="driver-text">{driverText(one, language)}</span>
                <b className="driver-share num">{driverShare(one, scores[output], language)}</b>
                <span className="driver-when num">
                  {words.featureGroups[one.group]} ·{' '}
                  {words.drivers.between({
                    from: time.minutes(one.from),
                    to: time.minutes(one.to),
                  })}
                </span>
                <span className="driver-bar" aria-hidden="true">
                  <i
                    style={{
                      width: `${Math.min(1, Math.abs(one.share) / Math.max(scores[output], Number.EPSILON)) * 100}%`,
                    }}
                  />
                </span>
              </li>
            ))}
          </ol>
          <p className="driver-hint">{words.prediction.driverHint}</p>
        </>
      )}
    </div>
  );
}
