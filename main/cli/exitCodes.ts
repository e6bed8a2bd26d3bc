/** As shells and service managers expect them. */
export const EXIT = {
  ok: 0,
  /** The work could not be done, or doctor found a problem. */
  problem: 1,
  /** The command line was not understood. */
  usage: 2,
} as const;

/** How a command says what the process should end with. */
export type Exit = (code: number) => void;

/** A failure told to the person in one sentence, without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
