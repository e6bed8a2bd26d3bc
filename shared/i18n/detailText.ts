import { readDetail, type TroubleDetail } from '#shared/alarms/troubleDetail.ts';
import type { FindingDetail } from '#shared/analytics/findingDetail.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { describeBreak } from '../audit/describeBreak.ts';
import { NOTHING_THERE } from '../contract/gapViews.ts';
import type { Words } from './dictionary.ts';
import type { TimeFormat } from './format.ts';

export type Clock = Pick<TimeFormat, 'calendar' | 'minutes'>;

/** The figures of a desk's trouble, or of what the analysis found, as a sentence; null for a detail that is plain text. */
export function detailText(detail: string, words: Words, clock: Clock): string | null {
  const read = readDetail(detail);
  return read === null ? null : sentence(read, words, clock);
}

function sentence(detail: TroubleDetail, words: Words, clock: Clock): string {
  const said = words.troubles;
  switch (detail.type) {
    case 'gap': {
      const { feed, problem } = detail;
      const span = spanOf(detail, clock);
      return problem === null
        ? said.gap({ feed, span })
        : said.gapNotFilled({ feed, span, problem: gapProblem(problem, words) });
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
      const { feed, name, state, at } = detail;
      const date = at === null ? '' : clock.calendar(at);
      return said.certificates[state]({ feed, name, date });
    }
    case 'deviceCertificates': {
      const { state, devices, moreDevices } = detail;
      const named = devices.map(({ name, at }) => `${name} (${clock.calendar(at)})`);
      if (moreDevices > 0) named.push(said.moreDevices({ count: moreDevices }));
      return said.deviceCertificates[state]({ names: named.join(' · ') });
    }
    case 'clock':
      return said.clock({ feed: detail.feed, name: detail.name });
    case 'storage': {
      const what = said.storage[detail.failure];
      return detail.lost === 0 ? what : `${what} ${said.readingsLost({ count: detail.lost })}`;
    }
    case 'salvage': {
      const { saved, lost, file } = detail;
      const lostRows =
        lost === null
          ? said.salvage.lostUnknown
          : lost === 0
            ? said.salvage.lostNone
            : said.salvage.lostUpTo({ count: lost });
      return `${said.salvage.saved({ file, count: saved })} ${lostRows}`;
    }
    case 'audit': {
      const { first, breaks } = detail;
      const moment = (at: EpochMs) => momentOf(at, clock);
      const what = first === null ? '' : describeBreak(first, words, moment);
      const count = breaks > 1 || first === null ? said.auditBreaks({ count: breaks }) : '';
      return `${what} ${count}`.trim();
    }
    case 'auditGap':
      return said.auditGap;
    case 'gaveWay':
      return said.gaveWay({ day: detail.day });
    case 'backup': {
      const { problem, hours } = detail;
      const age = hours === null ? said.backupNone : said.backupAge({ hours });
      return problem === null ? age : words.archive.problems[problem];
    }
    case 'clockSet': {
      const [from, to] = [momentOf(detail.from, clock), momentOf(detail.to, clock)];
      return detail.to > detail.from ? said.clockAhead({ from, to }) : said.clockBack({ from, to });
    }
    default:
      return findingSentence(detail, words);
  }
}

function findingSentence(detail: FindingDetail, { analysisDetails: said }: Words): string {
  switch (detail.type) {
    case 'emergencyTemperature': {
      const { over, heldMs } = detail;
      const celsius = detail.celsius.toFixed(1);
      if (over !== null) return said.suddenHeat({ celsius, over: over.toFixed(1) });
      return said.lastingHeat({ celsius, minutes: Math.round(heldMs / 60_000) });
    }
    case 'riskJump':
      return said.jump({ from: detail.from.toFixed(2), to: detail.to.toFixed(2) });
    case 'frequentArcs':
      return said.arcs(detail);
    case 'riskCluster': {
      const { devices, count } = detail;
      const more = count - devices.length;
      const named = more > 0 ? [...devices, said.more({ count: more })] : devices;
      return said.cluster({ count, devices: named.join(', ') });
    }
  }
}

/** Why a gap is not filled: in words where they are the desk's own, else as whoever should have filled it says. */
export const gapProblem = (problem: string, { gaps }: Words): string =>
  problem === NOTHING_THERE ? gaps.nothingThere : problem;

const momentOf = (at: EpochMs, clock: Clock): string =>
  `${clock.calendar(at)} ${clock.minutes(at)}`;

/** The day once when it is one day: 2026-01-05 02:10–02:40 */
function spanOf({ from, to }: { from: EpochMs; to: EpochMs }, clock: Clock): string {
  const [first, last] = [clock.calendar(from), clock.calendar(to)];
  const begin = momentOf(from, clock);
  return `${begin}–${first === last ? '' : `${last} `}${clock.minutes(to)}`;
}
