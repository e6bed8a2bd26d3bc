/** Turns what the operating system says about a serial port into a stable code and a sentence that says what to do. */
import type { FeedProblem } from '../feedProblem.ts';

/** serialport has no error codes: these are the words of Linux, macOS and Windows in its messages. */
const BY_MESSAGE: readonly (readonly [RegExp, FeedProblem])[] = [
  [
    /cannot lock port|resource busy|resource temporarily unavailable/i,
    { code: 'serialPortBusy', text: 'Another program uses this serial port.' },
  ],
  [
    /permission denied|operation not permitted/i,
    {
      code: 'serialPortDenied',
      text: 'The account that runs the program may not use this serial port (Linux: group dialout).',
    },
  ],
  // Windows says this of a port that another program has open.
  [/access denied/i, { code: 'serialPortBusy', text: 'Another program uses this serial port.' }],
  [
    /no such file or directory|no such device|file not found|cannot find/i,
    { code: 'serialPortMissing', text: 'There is no such serial port on this machine.' },
  ],
  [
    /baud|invalid|inappropriate ioctl|not supported/i,
    { code: 'serialSettings', text: 'The port does not take these line settings.' },
  ],
];

export const unplugged: FeedProblem = {
  code: 'serialUnplugged',
  text: 'The serial adapter was unplugged or lost its power.',
};

export const serialSilent = (seconds: number): FeedProblem => ({
  code: 'serialSilent',
  text: `The port is open but nothing has come for ${seconds} seconds.`,
});

export const serialGarbled = (lines: number): FeedProblem => ({
  code: 'serialGarbled',
  text: `The last ${lines} lines could not be read: check baud rate, parity and what the gateway sends.`,
});

/** @param units as people look for them: `3 (panel-3)` */
export const unitsSilent = (units: readonly string[]): FeedProblem => ({
  code: 'modbusUnitsSilent',
  text: `No answer from unit ${units.slice(0, 10).join(', ')}${units.length > 10 ? ' and others' : ''}.`,
});

export function serialProblem(error: Error): FeedProblem {
  const known = BY_MESSAGE.find(([pattern]) => pattern.test(error.message));
  if (known) return known[1];
  return {
    code: 'serialSettings',
    text: `The serial port cannot be used: ${error.message.slice(0, 200)}.`,
  };
}
