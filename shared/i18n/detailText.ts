import { readDetail, type TroubleDetail } from '#shared/alarms/troubleDetail.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Words } from './dictionary.ts';
import type { TimeFormat } from './format.ts';

export type Clock = Pick<TimeFormat, 'calendar' | 'minutes'>;

/** The figures of a desk's trouble as a sentence; null for a detail that is plain text. */
export function detailText(detail: string, words: Words, clock: Clock): string | null {
  const read = readDetail(detail);
  return read === null ? null : sentence(read, words, clock);
}

function sentence(detail: TroubleDetail, words: Words, clock: Clock): string {
  const said = words.troubles;
  const { feed } = detail;
  switch (detail.type) {
    case 'gap': {
      const { problem } = detail;
      const span = spanOf(detail, clock);
      return problem === null
        ? said.gap({ feed, span })
        : said.gapNotFilled({ feed, span, problem });
    }
    case 'late': {
      const { taken, alarming, devices, moreDevices } = detail;
      const named = devices.map(
        ({ id, kinds, firstAt }) =>
          `${clock.minutes(firstAt)} ${id}: ${kinds.map((kind) => words.kinds[kind]).join(', ')}`,
      );
      if (moreDevices > 0) named.push(said.moreDevices({ count: moreDevices }));
      return `${said.late({ span: spanOf(detail, clock), taken, alarming })} ${named.join(' · ')}`;
    }
    case 'certificate': {
      const { name, state, at } = detail;
      const date = at === null ? '' : clock.calendar(at);
      return said.certificates[state]({ feed, name, date });
    }
    case 'clock':
      return said.clock({ feed, name: detail.name });
  }
}

/** The day once when it is one day: 2026-01-05 02:10–02:40 */
function spanOf({ from, to }: { from: EpochMs; to: EpochMs }, clock: Clock): string {
  const [first, last] = [clock.calendar(from), clock.calendar(to)];
  const begin = `${first} ${clock.minutes(from)}`;
  return `${begin}–${first === last ? '' : `${last} `}${clock.minutes(to)}`;
}
