/** How many alarms the desk asks its operator to answer. */
import { os, type RouterParts } from './parts.ts';

export function meterHandlers({ meter }: RouterParts) {
  return {
    report: os.meter.report.handler(({ input }) => meter.report(input.period)),
  };
}
