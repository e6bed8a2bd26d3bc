import { describe, expect, test } from 'vitest';
import type { Episode } from '../../../../shared/prediction/protocol/episode.ts';
import { type Predictor, StreamJudge } from '../../../../shared/prediction/protocol/StreamJudge.ts';
import { WindowScores } from '../../../../shared/prediction/protocol/WindowScores.ts';
import type { ModelScores } from '../../../../shared/prediction/verdict.ts';
import { DEFAULT_THRESHOLDS } from '../../../../shared/scoring/thresholds.ts';
import { decodeMessage } from '../../../../shared/telemetry/wireMessage.ts';
import { POINTS } from '../../../support/modelFile.ts';
import { MINUTE, START } from '../../../support/recordings.ts';
import { wire } from '../../../support/wire.ts';

const UNITS = { powerUnit: 'kW', powerFactorUnit: 'ratio' } as const;
const normal: Episode = {
  deviceId: 'd',
  category: 'normal',
  type: '',
  start: START,
  end: START + 120 * MINUTE,
  onset: null,
  ignition: null,
  over: null,
};

/** A model that is sure of a fire in the windows whose newest minute is one of these; answers wait for `flush`. */
function scripted(sure: readonly number[]) {
  const waiting: (() => void)[] = [];
  const predictor: Predictor = {
    points: POINTS,
    predict(window, answer) {
      const minute = (window.closedAt! - START) / MINUTE;
      const probability = sure.includes(minute) ? 0.95 : 0.1;
      const scores: ModelScores = {
        probability,
        hazard: 0.1,
        cnnLstm: probability,
        boostedTrees: probability,
      };
      waiting.push(() => answer(scores));
    },
  };
  const flush = () => {
    for (const give of waiting.splice(0)) give();
  };
  return { predictor, flush };
}

function judgeOf(episodes: readonly Episode[], predictor: Predictor | null) {
  const windows = {
    probability: new WindowScores(),
    hazard: new WindowScores(),
    cnnLstm: new WindowScores(),
    boostedTrees: new WindowScores(),
  };
  const facts = { ratedCurrentA: 50, gasSensor: null };
  const judge = new StreamJudge(facts, episodes, DEFAULT_THRESHOLDS, predictor, windows);
  const take = (minute: number, change: Record<string, unknown> = {}) => {
    const timestamp = START + minute * MINUTE;
    const decoded = decodeMessage(wire('d', { idx: minute * 100, timestamp, ...change }), UNITS);
    if (decoded.ok) judge.take(decoded.reading);
  };
  return { judge, take, windows };
}

/** Minutes of the alarms' starts and ends. */
const spans = (alarms: readonly { start: number; end: number }[] | undefined) =>
  (alarms ?? []).map(({ start, end }) => [(start - START) / MINUTE, (end - START) / MINUTE]);

describe('one recording, judged by every method', () => {
  test.each([1, 7, 1000])(
    'a verdict joins the readings after it while it is valid, however many windows are run at once (%i)',
    (every) => {
      const { predictor, flush } = scripted([40, 41, 80]);
      const { judge, take } = judgeOf([normal], predictor);
      for (let half = 0; half < 240; half++) {
        take(half / 2);
        if (half % every === 0) flush();
      }
      flush();
      const { methods, minutes } = judge.finish().episodes[0]!;
      // Met twice of three when minute 41 is over, and still so a minute later; the closing reading comes too early.
      expect(spans(methods['model']?.alarms)).toEqual([[42, 43]]);
      expect(spans(methods['model:probability:HIGH:0.9']?.alarms)).toEqual([[42, 43]]);
      expect(spans(methods['effective']?.alarms)).toEqual([[42.5, 44]]);
      expect(methods['rules']).toBeUndefined();
      expect(methods['model:hazard:MEDIUM:0.9']).toBeUndefined();
      expect(minutes).toEqual({
        ready: 90,
        warmingUp: 29,
        gaps: 0,
        stale: 0,
        sensorsMissing: 0,
      });
    },
  );

  test('an old verdict says nothing of a device that was silent since', () => {
    const { predictor, flush } = scripted([40, 41]);
    const { judge, take } = judgeOf([normal], predictor);
    for (let half = 0; half <= 84; half++) take(half / 2);
    flush();
    take(46);
    take(46.5);
    flush();
    expect(judge.finish().episodes[0]!.methods['effective']).toBeUndefined();
  });

  test('the floors are told apart, and the rules have the worst of them', () => {
    const { judge, take } = judgeOf([normal], null);
    // So few minutes are no normal of its own: all but arcs counts at once.
    take(0, { co: 30 });
    take(40, { sensorTemp: 70 });
    take(80, { aArc: 11 });
    take(81, { volt: 250 });
    const { methods } = judge.finish().episodes[0]!;
    expect(spans(methods['floorGas']?.alarms)).toEqual([[0, 0]]);
    expect(spans(methods['floorTemperature']?.alarms)).toEqual([[40, 40]]);
    expect(methods['floorArcs']).toBeUndefined();
    expect(spans(methods['rules']?.alarms)).toEqual([
      [0, 0],
      [40, 40],
    ]);
    expect(spans(methods['rulesCritical']?.alarms)).toEqual([[40, 40]]);
    expect(methods['effective']).toEqual(methods['rules']);
    expect(methods['effectiveCritical']).toEqual(methods['rulesCritical']);
  });

  test('a floor that nothing confirms alarms no method; a second hazard of the device itself confirms it', () => {
    const { judge, take } = judgeOf([normal], null);
    for (let minute = 0; minute < 70; minute++) take(minute);
    take(70, { zct: 12 });
    for (let minute = 71; minute < 80; minute++) take(minute);
    take(80, { sensorTemp: 70 });
    for (let minute = 81; minute < 112; minute++) take(minute);
    // 20 K more than ever, and under every limit: only the device's own normal tells it.
    take(112, { sensorTemp: 55, co: 60 });
    take(113, { sensorTemp: 55, co: 60 });
    take(114);
    const { methods } = judge.finish().episodes[0]!;
    expect(methods['floorLeakage']).toBeUndefined();
    expect(methods['floorTemperature']).toBeUndefined();
    expect(spans(methods['floorGas']?.alarms)).toEqual([[113, 113]]);
    expect(methods['rules']).toEqual(methods['floorGas']);
    expect(methods['effective']).toEqual(methods['rules']);
    expect(methods['rulesCritical']).toBeUndefined();
  });

  test('two streams of one device are judged apart, and what lies between them not at all', () => {
    const later = { ...normal, start: START + 200 * MINUTE, end: START + 260 * MINUTE };
    const { judge, take } = judgeOf([normal, later], null);
    for (const minute of [10, 150, 151, 210]) take(minute, { co: 30 });
    const { episodes, outside } = judge.finish();
    expect(episodes.map(({ readings }) => readings)).toEqual([1, 1]);
    expect(spans(episodes[1]!.methods['rules']?.alarms)).toEqual([[210, 210]]);
    expect(outside).toBe(2);
  });

  test('a window is right when the fire comes within ten minutes, and counts no more once it burns', () => {
    const fire: Episode = {
      ...normal,
      category: 'incident',
      onset: START + 60 * MINUTE,
      ignition: START + 100 * MINUTE,
    };
    const { predictor, flush } = scripted([]);
    const { take, windows } = judgeOf([fire], predictor);
    for (let minute = 0; minute <= 119; minute++) take(minute);
    flush();
    // Windows end at the minutes 30 … 99.
    expect(windows.probability.figures).toMatchObject({ windows: 70, positives: 10 });
    expect(windows.hazard.figures).toMatchObject({ windows: 70, positives: 40 });
  });

  test('a clock that is mad, ahead or behind, is not believed', () => {
    const { judge, take } = judgeOf([normal], null);
    take(10);
    take(11, { timestamp: '2000-01-01T00:00:00Z', co: 30 });
    take(12, { timestamp: '2099-01-01T00:00:00Z', co: 30 });
    take(13);
    const { episodes } = judge.finish();
    expect(episodes[0]!.readings).toBe(4);
    expect(spans(episodes[0]!.methods['rules']?.alarms)).toEqual([[10, 10]]);
  });
});
