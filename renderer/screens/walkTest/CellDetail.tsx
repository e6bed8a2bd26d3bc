import type { WalkTestDevice } from '#shared/contract/walkTestViews.ts';
import { HIT_ORIGINS, type WalkTestHit } from '#shared/walkTest/coverage.ts';
import type { WalkTestItem } from '#shared/walkTest/items.ts';
import { useEngineNow, useTime, useWords } from '../../app/hooks.ts';
import { itemWord } from './itemWord.ts';
import { hitOf } from './points.ts';

/** What is known of one point: who tried it, when, how often, and why it failed. */
export function CellDetail({
  device,
  item,
  hits,
}: {
  device: WalkTestDevice;
  item: WalkTestItem;
  hits: readonly WalkTestHit[];
}) {
  const words = useWords();
  const time = useTime();
  const now = useEngineNow(60_000);
  return (
    <div className="walk-detail" data-testid="walk-detail" role="status">
      <b>
        {device.name} · {itemWord(item, words)}
      </b>
      {HIT_ORIGINS.map((origin) => {
        const hit = hitOf(hits, origin);
        return (
          <span key={origin} data-testid={`walk-hit-${origin}`} className="num">
            {words.walkTest.origins[origin]}:{' '}
            {hit === undefined
              ? words.common.none
              : [
                  hit.fault === null ? null : words.walkTest.faults[hit.fault],
                  time.moment(hit.lastAt, now),
                  words.walkTest.times({ count: hit.count }),
                  hit.by,
                ]
                  .filter((part) => part !== null)
                  .join(' · ')}
          </span>
        );
      })}
    </div>
  );
}
