/** A desk without a model, for tests of what goes on without one. */
export const noPrediction = {
  partFor: () => null,
  heard: () => undefined,
  restoreWindows: () => undefined,
  replay: () => undefined,
} as const;
