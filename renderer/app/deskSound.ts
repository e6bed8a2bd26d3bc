/** Everything that this desk lets hear, wired together: the tones, the voice, and the proof of both. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { sounding } from '#shared/alarms/sounding.ts';
import { deskSourceOf } from '#shared/alarms/subject.ts';
import { type AnnunciationSettings, defaultAnnunciation } from '#shared/annunciation/settings.ts';
import type { LiveEvent } from '#shared/contract/views.ts';
import { WORDS } from '#shared/i18n/words.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { Announcer } from '../sound/Announcer.ts';
import { Annunciator } from '../sound/Annunciator.ts';
import { HearingTest } from '../sound/HearingTest.ts';
import { insistenceOf } from '../sound/insistence.ts';
import type { Insistence } from '../sound/patterns.ts';
import { SoundCheck } from '../sound/SoundCheck.ts';
import { Speaker } from '../sound/Speaker.ts';
import type { NextSentence } from '../sound/SpeechQueue.ts';
import { newlyRinging, ringing, soundFor } from '../sound/soundPolicy.ts';
import { actAs } from '../state/actAs.ts';
import { DisplayWatch } from '../state/DisplayWatch.ts';
import type { DeskState } from '../state/deskState.ts';
import type { EngineClock } from '../state/EngineClock.ts';
import type { EngineConnection } from '../state/EngineConnection.ts';
import { heardHere, markOf } from '../state/escalationView.ts';
import type { PreferencesStore } from '../state/preferences.ts';
import { newSeat, SeatReporter } from '../state/SeatReporter.ts';
import type { DeskSession } from '../state/session.ts';

export interface DeskSound {
  readonly sound: Annunciator;
  readonly speaker: Speaker;
  readonly check: SoundCheck;
  readonly hearing: HearingTest;
  readonly display: DisplayWatch;
  start(): void;
  /** What changed at the desk. */
  changed(before: DeskState, after: DeskState): void;
  /** Monitoring was lost, or is back. */
  watchChanged(): void;
  /** Told of every live event's status. */
  heard(event: LiveEvent): void;
  hush(): void;
  /** Called a few times a second. */
  tick(): void;
}

interface Parts {
  readonly preferences: PreferencesStore;
  readonly desk: StoreApi<DeskState>;
  readonly clock: EngineClock;
  readonly connection: EngineConnection;
  readonly session: DeskSession;
}

export function createDeskSound(page: Window, parts: Parts): DeskSound {
  const { preferences, desk, clock, connection, session } = parts;
  const now = () => page.performance.now();
  const speaker = new Speaker(page.speechSynthesis);
  const sound = new Annunciator(() => new AudioContext(), preferences.getState().volume);
  const settings = createStore<AnnunciationSettings>(() => defaultAnnunciation(false));
  const media = page.navigator.mediaDevices as MediaDevices | undefined;
  const check = new SoundCheck({
    sound,
    devices: async () => (await media?.enumerateDevices()) ?? null,
  });
  const display = new DisplayWatch(page, now);
  const reporter = new SeatReporter({
    request: connection.request,
    seat: newSeat(page.crypto),
    look: () => ({
      session: session.state.getState().session,
      sound: check.state.getState().verdict,
      display: display.state.getState().display,
      voice: speaker.hasVoice(preferences.getState().language),
    }),
    now,
  });
  const hearing = new HearingTest({
    play: async () => {
      await sound.unlock();
      return sound.test();
    },
    wait: (ms) => new Promise((resolve) => page.setTimeout(resolve, ms)),
    session: () => session.state.getState().session,
    record: async (heard) => {
      const acting = { request: connection.request, session };
      await actAs(acting, async (client, token, options) => {
        // The engine must know whose seat it is before it takes the answer.
        await reporter.tell();
        await client.annunciation.heard({ session: token, seat: reporter.seat, heard }, options);
      });
    },
    answered: (heard) => check.heard(heard),
    storage: page.sessionStorage,
  });
  const announcer = new Announcer({
    speaker,
    sound,
    voice: () => {
      const { language, volume, speech } = preferences.getState();
      // A voice is quieter than a tone of the same level.
      return { language, volume: Math.max(volume, 0.6), on: speech };
    },
    sentence,
    now,
  });
  let hushed = false;
  let heardAlarms: ReadonlyMap<string, EpochMs> = new Map();
  let lostAt: number | null = null;
  let rungAt = Number.NEGATIVE_INFINITY;
  let revision = -1;
  let hits: { readonly test: string; readonly count: number } | null = null;

  function sentence(next: NextSentence): string | null {
    const { language } = preferences.getState();
    const words = WORDS[language];
    if (next.type === 'more') return words.annunciation.spokenMore({ count: next.count });
    const { alarms, devices, floors } = desk.getState();
    const alarm = alarms.get(next.alarmId);
    if (alarm === undefined || !sounding(alarm)) return null;
    const placement = devices.get(alarm.deviceId)?.placement;
    const floor = floors.find((one) => one.id === placement?.floorId);
    const ofDesk = deskSourceOf(alarm.deviceId) !== null;
    const said = {
      kind: words.kinds[alarm.kind],
      floor: floor?.name[language] ?? '',
      device: ofDesk ? '' : (placement?.name ?? alarm.deviceId),
    };
    return alarm.alarmClass === 'fire'
      ? words.sound.spokenFire(said)
      : words.annunciation.spokenOther({ ...said, className: words.classes[alarm.alarmClass] });
  }

  /** What the escalation table asks for. */
  function asked({ id }: AlarmRecord): Insistence {
    return markOf(desk.getState().status?.escalation, id)?.louder === true ? 2 : 0;
  }

  /** Louder by the same steps as the sound itself, up to all that this seat has. */
  function setVolume(insistence: Insistence): void {
    const { volume } = preferences.getState();
    sound.setVolume(volume + ((1 - volume) * insistence) / 2);
  }

  function ring(): void {
    rungAt = now();
    const { alarms, status } = desk.getState();
    const { seat } = preferences.getState();
    const rings = heardHere(ringing(alarms.values()), status?.escalation, seat);
    const { monitoring } = connection.state.getState();
    if (monitoring !== 'lost') hushed = false;
    const wanted = soundFor(rings, monitoring, hushed);
    const lostMs = lostAt === null ? 0 : now() - lostAt;
    const { growSeconds } = settings.getState();
    const insistence = insistenceOf(wanted, rings, clock.now(), lostMs, growSeconds, asked);
    sound.setInsistence(insistence);
    setVolume(insistence);
    const fresh = newlyRinging(heardAlarms, rings);
    heardAlarms = new Map(rings.map(({ id, raisedAt }) => [id, raisedAt]));
    announcer.keep((id) => heardAlarms.has(id));
    if (wanted === null) announcer.stop();
    sound.play(wanted);
    // What rang before the engine was lost is no longer known to.
    if (monitoring !== 'lost') announcer.announce(fresh);
  }

  async function fetchSettings(): Promise<void> {
    try {
      const known = await connection.request((client, options) =>
        client.annunciation.settings(undefined, options),
      );
      settings.setState(known);
    } catch {
      // The next snapshot asks again; until then the usual ones hold.
    }
  }

  preferences.subscribe(({ output }, before) => {
    ring();
    if (output !== before.output) chooseOutput(output);
  });
  async function chooseOutput(output: string | null): Promise<void> {
    // One that is no longer plugged in gives way to the system's own.
    if (!(await sound.setOutput(output)) && output !== null) await sound.setOutput(null);
  }

  return {
    sound,
    speaker,
    check,
    hearing,
    display,
    start: () => {
      sound.start();
      chooseOutput(preferences.getState().output);
      media?.addEventListener('devicechange', () => check.lookForDevices());
    },
    changed: (before, after) => {
      const escalated = [before, after].some(({ status }) => status?.escalation.marks.length);
      if (before.alarms !== after.alarms || escalated) ring();
    },
    watchChanged: () => {
      const lost = connection.state.getState().monitoring === 'lost';
      lostAt = lost ? (lostAt ?? now()) : null;
      ring();
      if (lost) announcer.interrupt(WORDS[preferences.getState().language].sound.spokenLost);
    },
    heard: ({ status }) => {
      if (status.revisions.annunciation !== revision) fetchSettings();
      revision = status.revisions.annunciation;
      const { walkTest } = status;
      const more =
        hits !== null && hits.test === walkTest?.id && walkTest.hits > hits.count
          ? walkTest.mode === 'audible'
          : false;
      if (more) sound.hit();
      hits = walkTest === null ? null : { test: walkTest.id, count: walkTest.hits };
    },
    hush: () => {
      hushed = true;
      ring();
    },
    tick: () => {
      // Once a second for what grows with time alone.
      if (now() - rungAt >= 1_000) ring();
      sound.tick();
      check.tick(now());
      announcer.tick();
      display.tick();
      reporter.tick();
    },
  };
}
