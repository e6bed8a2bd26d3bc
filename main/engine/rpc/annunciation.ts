/** Whether the desks can be heard and seen, and how they sound. */
import { os, type RouterParts } from './parts.ts';

export function annunciationHandlers({ gate, annunciation }: RouterParts) {
  return {
    report: os.annunciation.report.handler(({ input }) => {
      annunciation.seats.report(input);
      return null;
    }),
    heard: os.annunciation.heard.handler(({ input, errors }) => {
      const { session, seat, heard } = input;
      const by = gate.require(session, errors);
      if (!annunciation.heard(seat, session, heard, by))
        throw errors.CONFLICT({ message: 'this seat has not reported yet' });
      return null;
    }),
    seats: os.annunciation.seats.handler(() => annunciation.seats.views()),
    settings: os.annunciation.settings.handler(() => annunciation.settings()),
    change: os.annunciation.change.handler(({ input, errors }) =>
      annunciation.change(input.settings, gate.require(input.session, errors, 'administrator')),
    ),
  };
}
