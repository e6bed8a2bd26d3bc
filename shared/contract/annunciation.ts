/** Whether the desks can be heard and seen, and how they sound while nobody answers. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { ALARM_PRIORITIES } from '#shared/alarms/alarm.ts';
import { NOTES_OPTIONAL } from '#shared/alarms/notePolicy.ts';
import { DISPLAY_STATES, type SeatView, SOUND_VERDICTS } from '#shared/annunciation/seat.ts';
import { type AnnunciationSettings, MAX_RESOUND_MINUTES } from '#shared/annunciation/settings.ts';
import { base, Session } from './base.ts';

const perClass = <T extends z.ZodType>(schema: T) =>
  z.object({ fire: schema, supervisory: schema, trouble: schema });

export const AnnunciationInput = z.object({
  resoundMinutes: perClass(z.number().int().min(1).max(MAX_RESOUND_MINUTES)),
  growSeconds: perClass(
    z
      .object({
        louder: z.number().int().min(5).max(86_400),
        insistent: z.number().int().min(10).max(86_400),
      })
      .refine(({ louder, insistent }) => louder < insistent, {
        message: 'louder must come before insistent',
        path: ['insistent'],
      }),
  ),
  noSeatMinutes: z.number().int().min(1).max(120).nullable(),
  // What was saved before there was such a thing has none.
  noteFrom: perClass(z.enum(ALARM_PRIORITIES).nullable()).default(NOTES_OPTIONAL),
});

/** Made by the page at random and told to nobody else, so that no page can speak for another. */
const Seat = z.uuid();

export const annunciation = {
  /** A page about itself, every few seconds and when something changes. Needs nobody signed on. */
  report: base
    .input(
      z.object({
        seat: Seat,
        session: Session.nullable(),
        sound: z.enum(SOUND_VERDICTS),
        display: z.enum(DISPLAY_STATES),
        voice: z.boolean(),
      }),
    )
    .output(type<null>()),
  /** After the audible test: "I heard it", or not. */
  heard: base
    .input(z.object({ session: Session, seat: Seat, heard: z.boolean() }))
    .output(type<null>()),
  /** The seats at which somebody is signed on. */
  seats: base.output(type<readonly SeatView[]>()),
  settings: base.output(type<AnnunciationSettings>()),
  /** An administrator's. */
  change: base
    .input(z.object({ session: Session, settings: AnnunciationInput }))
    .output(type<AnnunciationSettings>()),
};
