/** The rule part, the seed's `rule_based_analysis`: each measured value against its limit. */
import type { SensorValues } from '#shared/telemetry/reading.ts';
import type { Reason, ReasonCode } from './assessment.ts';
import { warmest } from './indicators.ts';
import { passed } from './reason.ts';
import type { Thresholds } from './thresholds.ts';

export type RuleInput = Omit<SensorValues, 'power'>;

/**
 * Adds in the seed's order, which decides the last bit.
 *
 * @param reasons takes one reason for each limit that was passed. Two limits that the seed counts once
 *   (over- and under-voltage, total and resistive leakage) give two reasons, the second of weight 0.
 * @returns 0 … 1
 */
export function ruleRisk(values: RuleInput, thresholds: Thresholds, reasons?: Reason[]): number {
  const { limits, rule } = thresholds;
  const share = thresholds.final.rule;
  let risk = temperatureRule(values, thresholds, reasons);

  const overvoltage = values.voltage > limits.overvoltage;
  const undervoltage = values.voltageLow < limits.undervoltage;
  if (overvoltage || undervoltage) risk += rule.voltage;
  let weight = rule.voltage * share;
  if (overvoltage) {
    passed(reasons, 'rule', 'overvoltage', weight, values.voltage, limits.overvoltage);
    weight = 0;
  }
  if (undervoltage)
    passed(reasons, 'rule', 'undervoltage', weight, values.voltageLow, limits.undervoltage);

  if (values.current > limits.overcurrent) {
    risk += rule.overcurrent;
    weight = rule.overcurrent * share;
    passed(reasons, 'rule', 'overcurrent', weight, values.current, limits.overcurrent);
  }

  const { high } = limits.leakage;
  const total = values.leakageCurrent > high;
  const resistive = values.resistiveLeakage > high;
  if (total || resistive) risk += rule.leakage;
  weight = rule.leakage * share;
  if (total) {
    passed(reasons, 'rule', 'totalLeakage', weight, values.leakageCurrent, high);
    weight = 0;
  }
  if (resistive) passed(reasons, 'rule', 'resistiveLeakage', weight, values.resistiveLeakage, high);

  if (values.arcCount > 0) {
    const arcs = Math.min(rule.arcCap, values.arcCount * rule.arc);
    risk += arcs;
    passed(reasons, 'rule', 'arcs', arcs * share, values.arcCount, 0);
  }
  if (values.coGas > limits.co) {
    risk += rule.co;
    passed(reasons, 'rule', 'coHigh', rule.co * share, values.coGas, limits.co);
  }
  if (values.voc > limits.voc) {
    risk += rule.voc;
    passed(reasons, 'rule', 'vocHigh', rule.voc * share, values.voc, limits.voc);
  }
  if (values.powerFactor < limits.powerFactor) {
    risk += rule.powerFactor;
    weight = rule.powerFactor * share;
    passed(reasons, 'rule', 'lowPowerFactor', weight, values.powerFactor, limits.powerFactor);
  }
  return Math.min(1, risk);
}

function temperatureRule(values: RuleInput, thresholds: Thresholds, reasons?: Reason[]): number {
  const { elevated, high, critical } = thresholds.limits.temperature;
  const { rule } = thresholds;
  const temperature = warmest(values);
  if (!(temperature > elevated)) return 0;
  let code: ReasonCode = 'temperatureElevated';
  let addend = rule.temperatureElevated;
  let limit = elevated;
  if (temperature > critical) {
    code = 'temperatureCritical';
    addend = rule.temperatureCritical;
    limit = critical;
  } else if (temperature > high) {
    code = 'temperatureHigh';
    addend = rule.temperatureHigh;
    limit = high;
  }
  passed(reasons, 'rule', code, addend * thresholds.final.rule, temperature, limit);
  return addend;
}
