import { describe, expect, it } from 'vitest';
import { type RecordedMessage, ReplayClock, ReplaySource } from '#engine/sources/ReplaySource.ts';
import type { Frame, FrameHandler } from '#engine/sources/source.ts';

const topic = 'fire-prediction/device/a/data';

/** Real time that passes only when somebody waits. */
class StillPace {
  ms = 0;
  readonly waits: number[] = [];
  now() {
    return this.ms;
  }
  async wait(ms: number) {
    this.waits.push(ms);
    this.ms += Math.max(0, ms);
  }
}

/** Acknowledges when it is told that the window is full, as a commit does. */
class Desk implements FrameHandler {
  readonly frames: Frame[] = [];
  waiting: Frame[] = [];
  most = 0;
  frame(frame: Frame) {
    this.frames.push(frame);
    this.waiting.push(frame);
    this.most = Math.max(this.most, this.waiting.length);
  }
  windowFull() {
    for (const frame of this.waiting.splice(0)) frame.ack();
  }
  changed() {}
}

async function play(times: readonly (number | null)[], speed: number) {
  const clock = new ReplayClock(0);
  const pace = new StillPace();
  let dueAt = 0;
  async function* messages(): AsyncGenerator<RecordedMessage> {
    for (const at of times) {
      dueAt = Math.max(dueAt, at ?? dueAt);
      yield { topic, payload: Buffer.from(String(at)), at, dueAt };
    }
  }
  const source = new ReplaySource({ clock, messages: messages(), speed, pace });
  const seconds: number[] = [];
  source.onSecond(() => seconds.push(clock.now()));
  const desk = new Desk();
  source.start(desk);
  await source.done();
  return { source, desk, clock, pace, seconds };
}

describe('a recording that is played', () => {
  it('comes with its own times, and the desk’s clock goes second by second', async () => {
    const { desk, seconds, pace, source } = await play([500, 1_500, 3_200], 1);
    expect(desk.frames.map(({ receivedAt }) => receivedAt)).toEqual([500, 1_500, 3_200]);
    expect(seconds).toEqual([1_000, 2_000, 3_000, 4_000]);
    expect(pace.ms).toBe(3_000);
    expect(source.status().state).toBe('stopped');
  });

  it('takes a tenth of the time at ten times the speed, and none at the greatest', async () => {
    expect((await play([0, 60_000], 10)).pace.ms).toBe(6_000);
    const fastest = await play([0, 60_000], Number.POSITIVE_INFINITY);
    expect(fastest.pace.ms).toBe(0);
    // In steps that the desk doesn't take for a sleep of the machine.
    expect(fastest.seconds).toHaveLength(16);
  });

  it('marks what is older than the clock as late, for it is no error of the device’s clock', async () => {
    const { desk } = await play([10_000, 4_000, null], 1);
    expect(desk.frames.map(({ backlog }) => backlog)).toEqual([false, true, false]);
  });

  it('waits for commits, so that memory is bounded however fast it goes', async () => {
    const times = Array.from({ length: 10_000 }, () => 5);
    const { desk } = await play(times, Number.POSITIVE_INFINITY);
    expect(desk.frames).toHaveLength(10_000);
    expect(desk.most).toBe(2_000);
    expect(desk.waiting).toEqual([]);
  });

  it('lives ten minutes of a gap, and skips the rest of it in no time', async () => {
    const day = 86_400_000;
    const { seconds, pace, desk } = await play([0, day], 1);
    expect(seconds.filter((at) => at < day)).toHaveLength(600);
    expect(pace.ms).toBeLessThan(602_000);
    expect(desk.frames.at(-1)?.receivedAt).toBe(day);
  });

  it('says what kept it from going on', async () => {
    const clock = new ReplayClock(0);
    async function* broken(): AsyncGenerator<RecordedMessage> {
      yield { topic, payload: Buffer.from('x'), at: 1, dueAt: 1 };
      throw new Error('the recording ends in the middle');
    }
    const source = new ReplaySource({ clock, messages: broken(), speed: 1, pace: new StillPace() });
    source.start(new Desk());
    await expect(source.done()).rejects.toThrow('ends in the middle');
    expect(source.status()).toMatchObject({
      state: 'stopped',
      problem: 'the recording ends in the middle',
    });
  });
});
