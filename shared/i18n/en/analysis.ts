import type { Words } from '../dictionary.ts';

export const analysis: Pick<Words, 'analysisDetails'> = {
  analysisDetails: {
    suddenHeat: ({ celsius, over }) =>
      `${celsius} °C: beyond what the last hour showed (up to ${over} °C).`,
    lastingHeat: ({ celsius, minutes }) =>
      `${celsius} °C: over the emergency limit for ${minutes} min.`,
    jump: ({ from, to }) => `The risk rose from ${from} to ${to} within ten minutes.`,
    arcs: ({ arcs }) => `${arcs} arcs in ten minutes`,
    cluster: ({ count, devices }) => `${count} detectors in danger together: ${devices}`,
    more: ({ count }) => `${count} more`,
  },
};
