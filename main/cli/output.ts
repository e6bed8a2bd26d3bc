/** Standard output, written no faster than it is taken. */

const ENDINGS = ['drain', 'error', 'close'] as const;

/** After a write that returned false. Also settles when nobody will ever take more. */
export const drained = (output: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    const settle = () => {
      for (const event of ENDINGS) output.off(event, settle);
      resolve();
    };
    for (const event of ENDINGS) output.on(event, settle);
  });
