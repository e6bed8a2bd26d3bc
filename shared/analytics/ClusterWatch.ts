import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Neighbourhood } from './Neighbourhood.ts';
import { type Pair, type PairMember, pairOf } from './pairs.ts';

/** The latest of one device, as far as others are compared with it. */
export interface ClusterMember extends PairMember {
  /** Its effective level is HIGH or worse, which a confirmed hazard makes of it whatever its score. */
  readonly danger: boolean;
}

/** Neighbours that are at high risk together. */
export interface Cluster {
  /** The member that was in it first: whom the cluster's alarm is about for as long as it lasts. */
  readonly anchor: string;
  /** In the order of their ids. */
  readonly members: readonly string[];
  readonly since: EpochMs;
}

export interface ClusterChange {
  /** New, or with other members than before. */
  readonly formed: readonly Cluster[];
  /** Anchors of clusters that are no more, or have become part of another. */
  readonly dissolved: readonly string[];
}

const UNCHANGED: ClusterChange = Object.freeze({ formed: [], dissolved: [] });

/**
 * Which neighbours are in danger together. Only the latest of each device counts, one row a pair. A device that falls silent
 * while it is in danger stays in its cluster: what burned out has not become calm.
 */
export class ClusterWatch {
  readonly #thresholds: Thresholds;
  readonly #neighbours: Pick<Neighbourhood, 'of'>;
  readonly #dangerous = new Map<string, ClusterMember>();
  readonly #clusters = new Map<string, Cluster>();
  readonly #anchorOf = new Map<string, string>();

  constructor(thresholds: Thresholds, neighbours: Pick<Neighbourhood, 'of'>) {
    this.#thresholds = thresholds;
    this.#neighbours = neighbours;
  }

  clusters(): readonly Cluster[] {
    return [...this.#clusters.values()];
  }

  /** Call it with each device's newest; a calm device that was calm before costs one look-up. */
  take(member: ClusterMember): ClusterChange {
    const { deviceId } = member;
    if (this.#isHigh(member)) {
      const before = this.#dangerous.get(deviceId);
      this.#dangerous.set(deviceId, member);
      // Nothing new, unless somebody of its surroundings was silent for so long that it made no pair until now.
      const anchor = before && this.#anchorOf.get(deviceId);
      if (anchor !== undefined) return UNCHANGED;
      return this.#join(member);
    }
    if (!this.#dangerous.delete(deviceId)) return UNCHANGED;
    return this.#leave(deviceId, member.at);
  }

  /** A device that is no longer known. */
  forget(deviceId: string, at: EpochMs): ClusterChange {
    return this.#dangerous.delete(deviceId) ? this.#leave(deviceId, at) : UNCHANGED;
  }

  #isHigh({ risk, danger }: ClusterMember): boolean {
    return danger || risk > this.#thresholds.analytics.pairs.high;
  }

  #join(member: ClusterMember): ClusterChange {
    const { withinMs } = this.#thresholds.analytics.pairs;
    const near = this.#neighbours.of(member.deviceId).flatMap(({ deviceId }) => {
      const other = this.#dangerous.get(deviceId);
      if (other === undefined) return [];
      // One that stands in a cluster counts however long it has been silent.
      const counts = this.#anchorOf.has(deviceId) || Math.abs(other.at - member.at) <= withinMs;
      return counts ? [other] : [];
    });
    const [first] = near;
    if (first === undefined) return UNCHANGED;
    const joined = new Set(
      near.map(({ deviceId }) => this.#anchorOf.get(deviceId)).filter((id) => id !== undefined),
    );
    const standing = [...joined]
      .map((anchor) => this.#clusters.get(anchor)!)
      .sort((a, b) => a.since - b.since || (a.anchor < b.anchor ? -1 : 1));
    const [oldest] = standing;
    const anchor = oldest?.anchor ?? earliest([...near, member]).deviceId;
    const members = new Set([member.deviceId, ...near.map(({ deviceId }) => deviceId)]);
    for (const cluster of standing) for (const id of cluster.members) members.add(id);
    const dissolved = standing.slice(1).map((cluster) => cluster.anchor);
    for (const gone of dissolved) this.#clusters.delete(gone);
    const since = oldest?.since ?? member.at;
    return { formed: [this.#stand({ anchor, members: sorted(members), since })], dissolved };
  }

  #leave(deviceId: string, at: EpochMs): ClusterChange {
    const anchor = this.#anchorOf.get(deviceId);
    if (anchor === undefined) return UNCHANGED;
    this.#anchorOf.delete(deviceId);
    const cluster = this.#clusters.get(anchor)!;
    this.#clusters.delete(anchor);
    for (const id of cluster.members) this.#anchorOf.delete(id);
    // Without whoever left, the rest may hang together no longer.
    const left = new Set(cluster.members.filter((id) => id !== deviceId));
    const formed: Cluster[] = [];
    while (left.size > 0) {
      const part = this.#partOf(left);
      if (part.length < 2) continue;
      const own = part.includes(cluster.anchor);
      const since = own ? cluster.since : at;
      const name = own
        ? cluster.anchor
        : earliest(part.map((id) => this.#dangerous.get(id)!)).deviceId;
      formed.push(this.#stand({ anchor: name, members: sorted(part), since }));
    }
    const stands = formed.some((one) => one.anchor === anchor);
    return { formed, dissolved: stands ? [] : [anchor] };
  }

  /** Takes one of them out, with all that it hangs together with. */
  #partOf(left: Set<string>): string[] {
    const [start] = left;
    const part: string[] = [];
    const next = start === undefined ? [] : [start];
    for (let id = next.pop(); id !== undefined; id = next.pop()) {
      if (!left.delete(id)) continue;
      part.push(id);
      for (const { deviceId } of this.#neighbours.of(id))
        if (left.has(deviceId)) next.push(deviceId);
    }
    return part;
  }

  #stand(cluster: Cluster): Cluster {
    this.#clusters.set(cluster.anchor, cluster);
    for (const id of cluster.members) this.#anchorOf.set(id, cluster.anchor);
    return cluster;
  }

  /** What a device and each of its neighbours in danger or beside it say together; `latest` knows the newest of each. */
  pairsOf(member: PairMember, latest: (deviceId: string) => PairMember | undefined): Pair[] {
    return this.#neighbours.of(member.deviceId).flatMap(({ deviceId }) => {
      const other = latest(deviceId);
      return (other && pairOf(member, other, this.#thresholds)) ?? [];
    });
  }
}

const sorted = (ids: Iterable<string>): readonly string[] => [...ids].sort();

/** Of the same time the one whose id comes first: two desks must name the cluster alike. */
function earliest(members: readonly ClusterMember[]): ClusterMember {
  return members.reduce((best, one) =>
    one.at < best.at || (one.at === best.at && one.deviceId < best.deviceId) ? one : best,
  );
}
