/** One device for one day: the same simulator for training data, tests and demonstrations. */
import { DISTURBANCES } from '../disturbances/catalogue.ts';
import type { Disturbance } from '../disturbances/disturbance.ts';
import { Incident } from '../faults/Incident.ts';
import type { SimulatedMessage } from '../message.ts';
import { SITE_OFFSET_MS } from '../physics/Climate.ts';
import { type Acting, DeviceBody } from '../physics/DeviceBody.ts';
import { type DeviceProfile, drawDevice } from '../physics/DeviceProfile.ts';
import { Draws } from '../physics/Draws.ts';
import { type Distortion, Meter } from '../physics/Meter.ts';
import type { EpisodeDevice, EpisodeSpec, EpisodeTruth } from './episode.ts';
import { FrameTable } from './FrameTable.ts';
import { Link } from './Link.ts';
import { type EpisodeSample, messagesOf, samplesOf } from './readFrames.ts';

/** s between two readings, and of one step of the physics. */
const STEP_S = 10;
/** An incident must be seen to burn, and a near miss to end, within the day: so often other draws are tried. */
const ATTEMPTS = 40;
/** From here on the circuit gets a constant load, because its own is too small for any fault to grow. */
const HELP_FROM = 3;

export interface Episode {
  readonly truth: EpisodeTruth;
  readonly device: EpisodeDevice;
  readonly profile: DeviceProfile;
  /** What the device sent, once each and in order: the fast way, without objects. */
  readonly frames: FrameTable;
  /** The same as objects by the product's names. */
  samples(): Iterable<EpisodeSample>;
  /** The same as it arrives at the broker: with repetitions and late frames. */
  messages(): Iterable<SimulatedMessage>;
}

/**
 * Simulates one episode; the same spec gives the same numbers.
 *
 * @throws RangeError for hours that are not above 0
 * @throws Error when a fault came to no end in any attempt, which for days of 24 hours does not happen
 */
export function simulateEpisode(spec: EpisodeSpec): Episode {
  const hours = spec.hours ?? 24;
  if (!(hours > 0)) throw new RangeError('an episode lasts longer than 0 hours');
  const profile = drawDevice(new Draws(spec.seed, 'device', spec.index), spec.device);
  const steps = Math.round((hours * 3600) / STEP_S);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const episode = attemptEpisode(spec, profile, steps, attempt);
    if (episode !== null) return episode;
  }
  throw new Error(
    `${spec.type} of device ${spec.index} (seed ${spec.seed}) came to no end in ${hours} hours`,
  );
}

function attemptEpisode(
  spec: EpisodeSpec,
  profile: DeviceProfile,
  steps: number,
  attempt: number,
): Episode | null {
  const label = `${spec.index}/${spec.startAt}/${spec.type}/${attempt}`;
  const body = new DeviceBody(profile, spec.startAt, STEP_S, spec.seed, label);
  const meter = new Meter(body, new Draws(spec.seed, label, 'meter'));
  const link = new Link(profile.link, STEP_S, new Draws(spec.seed, label, 'link'));
  const cause = causeOf(spec, profile, steps * STEP_S, attempt, label);
  const frames = new FrameTable(steps);
  let step = 0;
  for (; step < steps && !body.influence.dead; step += 1) {
    const timeS = step * STEP_S;
    body.step(cause.acting);
    meter.step(body, timeS, cause.distortion);
    link.send(meter, spec.startAt + timeS * 1000, timeS, frames);
  }
  const { incident } = cause;
  if (incident !== null && !ended(incident, spec.category, steps * STEP_S)) return null;
  const at = (s: number | null) => (s === null ? null : spec.startAt + s * 1000);
  const deviceId = spec.deviceId ?? `sim-${spec.seed}-${spec.index}`;
  const truth: EpisodeTruth = {
    deviceId,
    category: spec.category,
    type: spec.category === 'normal' ? null : spec.type,
    start: spec.startAt,
    end: spec.startAt + step * STEP_S * 1000,
    onset: at(cause.onsetS),
    ignition: at(incident?.ignitionS ?? null),
    arrested: incident !== null && incident.arrestedS !== null,
    hnEnd: at(incident?.arrestedS ?? cause.endS),
  };
  const { mainA, gasPlace, site } = profile;
  return {
    truth,
    device: { deviceId, mainA, sensorLocation: gasPlace, site },
    profile,
    frames,
    samples: () => samplesOf(frames, deviceId),
    messages: () => messagesOf(frames, deviceId, profile.link, new Draws(spec.seed, label, 'wire')),
  };
}

/** A fire needs its first minutes seen, and a near miss some calm after it. */
function ended(incident: Incident, category: EpisodeSpec['category'], daysS: number): boolean {
  const at = category === 'incident' ? incident.ignitionS : incident.arrestedS;
  return at !== null && at > incident.onsetS && at + 300 <= daysS;
}

interface Cause {
  readonly acting: Acting | null;
  readonly distortion: Distortion | null;
  readonly incident: Incident | null;
  readonly onsetS: number | null;
  readonly endS: number | null;
}

const NOTHING: Cause = { acting: null, distortion: null, incident: null, onsetS: null, endS: null };

function causeOf(
  spec: EpisodeSpec,
  profile: DeviceProfile,
  lastsS: number,
  attempt: number,
  label: string,
): Cause {
  const draw = new Draws(spec.seed, label, 'cause');
  if (spec.category === 'normal') return NOTHING;
  if (spec.category === 'hard_negative') {
    const disturbance: Disturbance = DISTURBANCES[spec.type](draw, profile);
    return disturb(disturbance, spec.startAt, lastsS, draw);
  }
  // 4 to 20 h into the day, so that the device has shown hours of its own; earlier where that leaves too little time.
  const latest = 4 + 16 * 0.75 ** attempt;
  const onsetS = Math.round((draw.between(4, latest) / 24) * (lastsS / STEP_S)) * STEP_S;
  const incident = new Incident({
    type: spec.type,
    stopped: spec.category === 'near_miss',
    onsetS,
    seed: spec.seed,
    label,
    helped: attempt >= HELP_FROM,
  });
  return { ...NOTHING, acting: incident, incident, onsetS };
}

/** Places a disturbance at an hour that suits it, after at least two hours of calm, and cut to the day. */
function disturb(disturbance: Disturbance, startAt: number, daysS: number, draw: Draws): Cause {
  const length = Math.min(disturbance.lastsS, 0.5 * daysS);
  const earliestS = Math.min(7200, 0.1 * daysS);
  const latestS = daysS - length - Math.min(1200, 0.05 * daysS);
  const startHour = (((startAt + SITE_OFFSET_MS) / 3_600_000) % 24) + earliestS / 3600;
  const hours = disturbance.beginsAt;
  const wanted =
    hours === undefined
      ? draw.between(earliestS, latestS)
      : earliestS + ((draw.between(...hours) - startHour + 48) % 24) * 3600;
  const chosen = wanted <= latestS ? wanted : draw.between(earliestS, latestS);
  const beginS = Math.round(Math.max(earliestS, chosen) / STEP_S) * STEP_S;
  const endS = Math.round((beginS + length) / STEP_S) * STEP_S;
  const during = (timeS: number) => timeS >= beginS && timeS < endS;
  const { act, distort } = disturbance;
  return {
    incident: null,
    onsetS: beginS,
    endS,
    acting:
      act === undefined
        ? null
        : {
            act(body, influence, timeS) {
              if (during(timeS)) act(influence, timeS - beginS, body);
            },
          },
    distortion:
      distort === undefined
        ? null
        : (m, timeS) => {
            if (during(timeS)) distort(m, timeS - beginS);
          },
  };
}
