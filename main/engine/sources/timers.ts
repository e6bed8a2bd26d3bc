/** The timers a source waits with; tests pass their own. */
export interface Timers {
  /** Calls back once, after `ms` milliseconds. @returns a function that cancels it */
  after(ms: number, callback: () => void): () => void;
}

export const systemTimers: Timers = {
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
