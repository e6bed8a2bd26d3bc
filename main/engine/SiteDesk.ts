import type { SiteView } from '#shared/contract/connectionViews.ts';
import type { Caller } from './access/Caller.ts';
import type { Revisions } from './live/Revisions.ts';
import type { Storage } from './openStorage.ts';
import type { Site } from './storage/Site.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What an administrator says of the building. Everybody who holds the site sees the change at once. */
export class SiteDesk {
  readonly #storage: Pick<Storage, 'controlRoom' | 'registry' | 'audit'>;
  readonly #site: Mutable<Site>;
  readonly #revisions: Revisions;

  constructor(parts: {
    readonly storage: Pick<Storage, 'controlRoom' | 'registry' | 'audit'>;
    readonly site: Site;
    readonly revisions: Revisions;
  }) {
    this.#storage = parts.storage;
    this.#site = parts.site;
    this.#revisions = parts.revisions;
  }

  view(): SiteView {
    const { name, timeZone } = this.#site;
    return { name, timeZone };
  }

  /** @returns why it is refused; null when it is done */
  save({ name, timeZone }: SiteView, by: Caller): 'simulated' | 'unknownTimeZone' | null {
    if (this.#site.simulated) return 'simulated';
    const zone = canonicalZone(timeZone);
    if (zone === null) return 'unknownTimeZone';
    const { controlRoom, registry, audit } = this.#storage;
    const from = { ...this.#site };
    const to: Site = { ...from, name, timeZone: zone };
    controlRoom
      .transaction(() => {
        registry.saveSite(to);
        audit.append({ by, action: 'site.change', subject: to.id, detail: { from, to } });
      })
      .immediate();
    // After the commit: what is shown is what is kept.
    this.#site.name = to.name;
    this.#site.timeZone = to.timeZone;
    this.#revisions.bump('connections');
    return null;
  }
}

function canonicalZone(timeZone: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
