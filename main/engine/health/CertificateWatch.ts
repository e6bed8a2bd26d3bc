import { X509Certificate } from 'node:crypto';
import { type CertificateState, writeDetail } from '#shared/alarms/troubleDetail.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { FeedNames } from '../sources/feedNames.ts';
import type { LanCredential } from '../sources/lan/LanCredentials.ts';
import type { Source, UsedCertificate } from '../sources/source.ts';

const EVERY_MS = 60_000;
/** Time to have another one made and brought here. */
const DAY_MS = 86_400_000;
const ENDING_MS = 30 * DAY_MS;
/** Named in the entry; of more, only how many there are. */
const NAMED_DEVICES = 5;

/** A device that signs in at the broker inside the desk with a certificate. */
type LanDevice = Pick<LanCredential, 'name' | 'expiresAt'>;

interface Judged {
  readonly state: CertificateState;
  readonly name: string;
  readonly at: EpochMs | null;
}

/**
 * Raises a trouble thirty days before a certificate ends that a way in depends on, and while one isn't valid. One that
 * hasn't begun yet, the desk's own or a broker's, says that this machine's clock is behind.
 */
export class CertificateWatch {
  readonly #sources: () => readonly Source[];
  readonly #feedNames: FeedNames;
  readonly #lanDevices: () => Iterable<LanDevice>;
  readonly #troubles: Pick<TroubleReporter, 'set'>;
  readonly #now: () => EpochMs;
  readonly #monotonicNow: () => number;
  /** What was said of each part: told again only when it is another, because an alarm keeps the detail it began with. */
  readonly #told = new Map<string, string>();
  readonly #clockTold = new Set<string>();
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: {
    readonly sources: () => readonly Source[];
    readonly feedNames: FeedNames;
    readonly lanDevices: () => Iterable<LanDevice>;
    readonly troubles: Pick<TroubleReporter, 'set'>;
    readonly now: () => EpochMs;
    readonly monotonicNow: () => number;
  }) {
    this.#sources = parts.sources;
    this.#feedNames = parts.feedNames;
    this.#lanDevices = parts.lanDevices;
    this.#troubles = parts.troubles;
    this.#now = parts.now;
    this.#monotonicNow = parts.monotonicNow;
  }

  /** Call about once a second; it looks once a minute. */
  tick(): void {
    const at = this.#monotonicNow();
    if (at - this.#lookedAt < EVERY_MS) return;
    this.#lookedAt = at;
    const certificates = new Map<string, string | null>();
    const clocks = new Map<string, string | null>();
    for (const source of this.#sources()) this.#look(source, certificates, clocks);
    this.#lookAtDevices(certificates);
    // Of a way in that is gone, or has another certificate now.
    for (const part of this.#told.keys()) if (!certificates.has(part)) certificates.set(part, null);
    for (const part of this.#clockTold) if (!clocks.has(part)) clocks.set(part, null);
    for (const [part, detail] of certificates) this.#tell(part, detail);
    for (const [part, detail] of clocks) this.#tellClock(part, detail);
  }

  #look(
    source: Source,
    certificates: Map<string, string | null>,
    clocks: Map<string, string | null>,
  ): void {
    const { id } = source;
    const { address, problemCode } = source.status();
    const feed = this.#feedNames(id) ?? id;
    clocks.set(
      `clock/${id}`,
      problemCode === 'clockWrong' ? writeDetail({ type: 'clock', feed, name: address }) : null,
    );
    for (const { purpose, pem } of source.certificates ?? []) {
      const judged = judge(pem, this.#now());
      certificates.set(
        `certificate/${id}/${purpose}`,
        judged && writeDetail({ type: 'certificate', feed, ...judged }),
      );
      if (judged?.state === 'notYetValid')
        clocks.set(`clock/${id}`, writeDetail({ type: 'clock', feed, name: judged.name }));
    }
  }

  /** Together: those that were made on one day end on one day, and somebody has to go to each panel. */
  #lookAtDevices(certificates: Map<string, string | null>): void {
    const now = this.#now();
    // By whole days, so that the list doesn't change from minute to minute.
    const soon = Math.floor(now / DAY_MS) * DAY_MS + ENDING_MS + DAY_MS;
    const due = [...this.#lanDevices()].flatMap(({ name, expiresAt }) =>
      expiresAt !== null && expiresAt < soon ? [{ name, at: expiresAt }] : [],
    );
    for (const state of ['ending', 'expired'] as const) {
      const devices = due
        .filter(({ at }) => at <= now === (state === 'expired'))
        .sort((a, b) => a.at - b.at);
      certificates.set(
        `certificate/lanDevices/${state}`,
        devices.length === 0
          ? null
          : writeDetail({
              type: 'deviceCertificates',
              state,
              devices: devices.slice(0, NAMED_DEVICES),
              moreDevices: Math.max(0, devices.length - NAMED_DEVICES),
            }),
      );
    }
  }

  #tell(part: string, detail: string | null): void {
    const told = this.#told.get(part);
    if (detail !== null && told === detail) return;
    // From "ends soon" to "has ended" is another thing to say, and an alarm says what it began with.
    if (told !== undefined) this.#troubles.set('certificateEnding', part, null);
    if (detail === null) {
      this.#told.delete(part);
      // What stood at the end of the run before is known to be mended only now.
      if (told === undefined) this.#troubles.set('certificateEnding', part, null);
      return;
    }
    this.#told.set(part, detail);
    this.#troubles.set('certificateEnding', part, detail);
  }

  #tellClock(part: string, detail: string | null): void {
    this.#troubles.set('deskClockWrong', part, detail);
    if (detail === null) this.#clockTold.delete(part);
    else this.#clockTold.add(part);
  }
}

/** The first that ends of what the file holds; @returns null when all is well. */
function judge(pem: UsedCertificate['pem'], now: EpochMs): Judged | null {
  let found: Judged | null = null;
  for (const one of certificatesIn(pem)) {
    const judged = judgeOne(one, now);
    if (judged && (found === null || (judged.at ?? 0) < (found.at ?? 0))) found = judged;
  }
  return found;
}

function judgeOne(pem: string, now: EpochMs): Judged | null {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch (error) {
    const name = error instanceof Error ? error.message.slice(0, 100) : 'unreadable';
    return { state: 'unreadable', name, at: null };
  }
  const begins = certificate.validFromDate.getTime();
  const ends = certificate.validToDate.getTime();
  const name =
    /^CN=(.+)$/m.exec(certificate.subject)?.[1] ?? certificate.subject.replace(/\n/g, ', ');
  if (now < begins) return { state: 'notYetValid', name, at: begins };
  if (now >= ends) return { state: 'expired', name, at: ends };
  return ends - now < ENDING_MS ? { state: 'ending', name, at: ends } : null;
}

/** A chain is judged one by one; what is no certificate at all, as a whole. */
const certificatesIn = (pem: string): readonly string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [pem];
