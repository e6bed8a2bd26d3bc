/** One reading and what the device did before → both scores, the floor, the effective level, and why. */
import type { Reading } from '#shared/telemetry/reading.ts';
import { isVerifyMismatch, rangeViolations } from '#shared/telemetry/validate.ts';
import type { Assessment, ModelPart, Reason } from './assessment.ts';
import type { FloorWatch } from './FloorWatch.ts';
import { agreement, baseScore, finalScore } from './finalScore.ts';
import { hazardFloor } from './hazardFloor.ts';
import { type DeviceHistory, historyReasons } from './history.ts';
import { indicatorScore } from './indicators.ts';
import { effectiveLevel, levelOf, levelRank, lowerCut } from './level.ts';
import { patternRisk, powerInWatts } from './patternRisk.ts';
import { ruleRisk } from './ruleRisk.ts';
import { statusRisk } from './statusRisk.ts';
import type { Thresholds } from './thresholds.ts';

/** Shared by every calm reading. */
const NO_REASONS: readonly Reason[] = Object.freeze([]);
/** Where the parts collect their reasons; empty again before each use, so that a calm reading makes none. */
const found: Reason[] = [];

/**
 * Assesses one reading and adds it to the device's history: the reading is part of the history that it is judged
 * by, as in the seed, unless it is out of range or too late. Call it once for each reading, in order of arrival.
 *
 * @param model what the model's verdict demands; null when there is none. It can raise the level and never lower it.
 * @param floors confirms what the hazard floor demands of this device; without it every demand counts at once
 */
export function assess(
  reading: Reading,
  history: DeviceHistory,
  thresholds: Thresholds,
  model: ModelPart | null = null,
  floors: FloorWatch | null = null,
): Assessment {
  found.length = 0;
  const indicator = indicatorScore(reading, thresholds);
  const tookPart = history.add(reading, indicator);
  const rule = ruleRisk(reading, thresholds, found);
  const status = statusRisk(reading.status, thresholds, found);
  const pattern = patternRisk(reading, powerInWatts(reading), thresholds, found);
  const context = history.context(thresholds, reading.measuredAt);
  const base = baseScore(rule, status, pattern, thresholds);
  historyReasons(context, base, thresholds, found);
  const score = finalScore(base, context.riskModifier);
  const scoreLevel = levelOf(score, thresholds);
  if (scoreLevel !== 'NORMAL') {
    const cut = lowerCut(scoreLevel, thresholds);
    found.push({ source: 'score', code: 'finalScore', weight: cut, value: score, limit: cut });
  }
  const arcs =
    history.arcsWithin(reading.measuredAt, thresholds.floor.arcWindowMs) +
    (tookPart ? 0 : reading.arcCount);
  const demanded = hazardFloor(reading, arcs, thresholds, found);
  const floorLevel =
    floors !== null && levelRank(demanded) > levelRank('MEDIUM')
      ? floors.confirm(reading, arcs, thresholds, found)
      : demanded;
  if (model !== null) {
    const { level, output, value, threshold } = model;
    const weight = lowerCut(level, thresholds);
    found.push({
      source: 'model',
      code: 'modelProbability',
      weight,
      value,
      limit: threshold,
      subject: output,
    });
  }
  if (reading.quality.length > 0) qualityReasons(reading, thresholds);
  return {
    indicatorScore: indicator,
    ruleRisk: rule,
    statusRisk: status,
    patternRisk: pattern,
    history: context,
    finalScore: score,
    scoreLevel,
    floorLevel,
    effectiveLevel: effectiveLevel(scoreLevel, floorLevel, model?.level ?? 'NORMAL', demanded),
    ...(demanded !== floorLevel && { floorDemand: demanded }),
    agreement: agreement(rule, status, thresholds),
    reasons: found.length === 0 ? NO_REASONS : found.slice().sort(heaviestFirst),
    thresholdsVersion: thresholds.version,
  };
}

/** Equal weights keep the order of the parts: the sort is stable. */
function heaviestFirst(a: Reason, b: Reason): number {
  return b.weight - a.weight;
}

function qualityReasons(reading: Reading, thresholds: Thresholds): void {
  if (reading.quality.includes('outOfRange'))
    for (const { sensor, value, limit } of rangeViolations(reading, thresholds))
      found.push({
        source: 'quality',
        code: 'outOfRange',
        weight: 0,
        value,
        limit,
        subject: sensor,
      });
  if (isVerifyMismatch(reading) && reading.verifyStatus !== null)
    found.push({
      source: 'quality',
      code: 'verifyMismatch',
      weight: 0,
      value: reading.verifyStatus,
      limit: reading.status,
    });
}
