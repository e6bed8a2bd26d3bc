/** The shift log: what people wrote, and what the desk knows by itself of what mattered. */

export const LOG_CATEGORIES = ['note', 'patrol', 'work', 'visit', 'fault', 'handover'] as const;
export type LogCategory = (typeof LOG_CATEGORIES)[number];

/** Lines that the desk adds by itself, read from what it records anyway. */
export const AUTOMATIC_LINES = [
  'signedOn',
  'signedOff',
  'floodBegan',
  'floodEnded',
  'setAsideBegan',
  'setAsideEnded',
  'feedLost',
  'feedBack',
  'started',
  'stopped',
  'checkSigned',
  'handedOver',
] as const;
export type AutomaticLine = (typeof AUTOMATIC_LINES)[number];

export type LogLineType = 'entry' | AutomaticLine;

export const LOG_LINE_TYPES = [
  'entry',
  ...AUTOMATIC_LINES,
] as const satisfies readonly LogLineType[];

const HANDOVER_PARTS = ['outgoing', 'incoming', 'supervisor'] as const;
export type HandoverPart = (typeof HANDOVER_PARTS)[number];
