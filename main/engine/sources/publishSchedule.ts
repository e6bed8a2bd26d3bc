/** When which simulated device reports. Pure: the publisher asks with its own clock. */

export interface PublishSchedule {
  /** @returns the index of a device that is due at `at` (milliseconds), which counts as taken; −1 when none is */
  take(at: number): number;
}

/** Each device at its own interval, the first reports spread over one interval, as after a power-up. */
export function byInterval(intervalsMs: readonly number[], startAt: number): PublishSchedule {
  const due = intervalsMs.map(
    (interval, index) => startAt + (interval * index) / Math.max(1, intervalsMs.length),
  );
  let cursor = 0;
  return {
    take(at) {
      for (let looked = 0; looked < due.length; looked += 1) {
        const index = cursor;
        cursor = (cursor + 1) % due.length;
        const time = due[index] ?? Number.POSITIVE_INFINITY;
        const interval = intervalsMs[index] ?? 1000;
        if (time <= at) {
          // After a long pause a device reports once and not once for every report that it missed.
          due[index] = at - time > interval ? at + interval : time + interval;
          return index;
        }
      }
      return -1;
    },
  };
}

/** Round robin, so many messages a second in total; Infinity as fast as they are taken. */
export function byRate(devices: number, perSecond: number, startAt: number): PublishSchedule {
  let next = 0;
  let owed = 0;
  let lastAt = startAt;
  return {
    take(at) {
      if (devices === 0) return -1;
      if (perSecond !== Number.POSITIVE_INFINITY) {
        // At most half a second is made up for: a stalled broker must not be met by a flood.
        owed = Math.min(owed + ((at - lastAt) * perSecond) / 1000, Math.max(1, perSecond / 2));
        lastAt = at;
        if (owed < 1) return -1;
        owed -= 1;
      }
      const index = next;
      next = (next + 1) % devices;
      return index;
    },
  };
}
