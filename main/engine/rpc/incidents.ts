/** Looking at incidents, and what people do to them. */
import type { Attached, UploadStep } from '#shared/contract/incidents.ts';
import type { IncidentResult } from '#shared/contract/responseViews.ts';
import type { Verdict } from '#shared/response/outcome.ts';
import type { Acted } from '../incidents/IncidentActs.ts';
import { os, type RouterParts } from './parts.ts';

const SHOWN_AFTER_ACT = 200;

const verdictOf = ({ outcome, cause, text }: Verdict): Verdict => ({
  outcome,
  cause,
  text: text || null,
});

export function incidentHandlers({ response, gate }: RouterParts) {
  const { incidents, acts, reads, attachments, exportIncident } = response;

  const resultOf = (asked: string, acted: Acted): IncidentResult => {
    if ('refusal' in acted) return { incidentId: asked, done: false, ...acted };
    const incident = reads.view(acted.incidentId);
    return incident
      ? { incidentId: asked, done: true, incident }
      : { incidentId: asked, done: false, refusal: 'notFound', blockers: [] };
  };

  return {
    list: os.incidents.list.handler(({ input }) => reads.list(input)),
    counts: os.incidents.counts.handler(() => reads.counts()),
    get: os.incidents.get.handler(({ input, errors }) => {
      const detail = reads.detail(input.incidentId, input.timelineLimit);
      if (!detail) throw errors.NOT_FOUND({ message: `no incident ${input.incidentId}` });
      return detail;
    }),
    note: os.incidents.note.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors);
      const acted = acts.note(input.incidentId, input.text, input.corrects, who);
      const detail =
        'refusal' in acted ? undefined : reads.detail(acted.incidentId, SHOWN_AFTER_ACT);
      if (!detail) throw errors.NOT_FOUND({ message: 'no such incident or note' });
      return detail;
    }),
    close: os.incidents.close.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors, 'supervisor');
      const { incidentId } = input;
      return resultOf(incidentId, acts.close(incidentId, verdictOf(input), input.alarms, who));
    }),
    closeMany: os.incidents.closeMany.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors, 'supervisor');
      const verdict = verdictOf(input);
      return [...new Set(input.incidentIds)].map((id) =>
        resultOf(id, acts.close(id, verdict, [], who, true)),
      );
    }),
    reopen: os.incidents.reopen.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors, 'supervisor');
      const { incidentId, reason } = input;
      return resultOf(incidentId, acts.reopen(incidentId, reason, who));
    }),
    merge: os.incidents.merge.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors, 'supervisor');
      const { incidentId, into, reason } = input;
      return resultOf(incidentId, acts.merge(incidentId, into, reason, who));
    }),
    move: os.incidents.move.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors, 'supervisor');
      const { alarmId, to, reason } = input;
      return resultOf(alarmId, acts.move(alarmId, to, reason, who));
    }),
    attachBegin: os.incidents.attachBegin.handler(
      async ({ input, errors }): Promise<UploadStep> => {
        const who = gate.require(input.session, errors);
        const begun = await attachments.begin(input, who);
        if (!begun) throw errors.NOT_FOUND({ message: `no incident ${input.incidentId}` });
        return typeof begun === 'string'
          ? { done: false, refusal: begun }
          : { done: true, uploadId: begun.uploadId };
      },
    ),
    attachChunk: os.incidents.attachChunk.handler(
      async ({ input, errors }): Promise<UploadStep> => {
        const who = gate.require(input.session, errors);
        const { uploadId, offset, data } = input;
        const refusal = await attachments.chunk(uploadId, offset, data, who);
        return refusal === null ? { done: true, uploadId } : { done: false, refusal };
      },
    ),
    attachFinish: os.incidents.attachFinish.handler(
      async ({ input, errors }): Promise<Attached> => {
        const who = gate.require(input.session, errors);
        const attached = await attachments.finish(input.uploadId, who);
        return typeof attached === 'string'
          ? { done: false, refusal: attached }
          : { done: true, attachment: attached };
      },
    ),
    attachment: os.incidents.attachment.handler(async ({ input, errors }) => {
      const chunk = await attachments.read(input.attachmentId, input.offset);
      if (!chunk) throw errors.NOT_FOUND({ message: `no attachment ${input.attachmentId}` });
      return chunk;
    }),
    outcomes: os.incidents.outcomes.handler(({ input }) =>
      reads.outcomes(input.deviceId, input.limit),
    ),
    export: os.incidents.export.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors);
      const exported = exportIncident(input.incidentId, who);
      if (!exported) throw errors.NOT_FOUND({ message: `no incident ${input.incidentId}` });
      return exported;
    }),
    settings: os.incidents.settings.handler(() => ({
      groupingMinutes: incidents.groupingMinutes(),
    })),
    saveSettings: os.incidents.saveSettings.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors, 'administrator');
      incidents.setGroupingMinutes(input.groupingMinutes, who);
      return { groupingMinutes: incidents.groupingMinutes() };
    }),
  };
}
