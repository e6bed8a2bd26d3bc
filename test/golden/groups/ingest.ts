/** Groups of the seed's part 1: the rule, the parser, status bits, indicators, validation. */
import { indicators } from '#shared/scoring/indicators.ts';
import { seedParses, seedRuleEvent, seedRuleRoutes } from '#shared/scoring/seed/seedIngest.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import {
  hasStatusBit,
  isCommunicationError,
  STATUS_BITS,
  statusBitCount,
} from '#shared/telemetry/statusBits.ts';
import { validate } from '#shared/telemetry/validate.ts';
import { type GoldenGroup, type JsonObject, number, object } from '../vector.ts';
import { CALM, snakeCase } from './names.ts';

export const iotRule: GoldenGroup = {
  apply_iot_rule_and_parse: (input) => {
    const message = object(input, 'message');
    const routed = seedRuleRoutes(message);
    const event = routed ? seedRuleEvent(message, number(input, 'received_at_ms')) : null;
    return { expected: { routed, event, parses: event !== null && seedParses(event) } };
  },
};

export const statusBits: GoldenGroup = {
  parse_status_bits: (input) => {
    const status = number(input, 'status');
    const failed = isCommunicationError(status);
    return {
      expected: {
        ...Object.fromEntries(
          STATUS_BITS.map((bit) => [snakeCase(bit), hasStatusBit(status, bit)]),
        ),
        communication_error: failed,
        total_alarm_count: statusBitCount(status),
      },
      iot_rule_routes: seedRuleRoutes({ status }),
      feature_total_alarms: failed ? 0 : statusBitCount(status),
    };
  },
};

export const riskIndicators: GoldenGroup = {
  calculate_risk_indicators: (input) => ({
    expected: indicatorsOf({
      status: number(input, 'status'),
      pcbTemperature: number(input, 'pcb_temperature'),
      sensorTemperature: number(input, 'sensor_temperature'),
      arcCount: number(input, 'arc_count'),
      coGas: number(input, 'co_gas'),
      voc: number(input, 'voc'),
    }),
  }),
};

export function indicatorsOf(reading: Parameters<typeof indicators>[0]): Record<string, unknown> {
  const found = indicators(reading, DEFAULT_THRESHOLDS);
  return {
    temperature_risk: found.temperatureRisk,
    electrical_risk_score: found.electricalScore,
    gas_risk_score: found.gasScore,
    temperature_score: found.temperatureScore,
    total_risk_score: found.indicatorScore,
  };
}

export const validation: GoldenGroup = {
  validate_discrete_data: (input) => ({ expected: validationOf(input) }),
};

/** The seed knows four quantities; the product checks twelve, so the others are given calm values. */
export function validationOf(input: JsonObject): Record<string, unknown> {
  const { isValid, errors, warnings } = validate(
    {
      ...CALM,
      status: number(input, 'status_bits'),
      verifyStatus: input['verifySts'] === undefined ? null : number(input, 'verifySts'),
      voltage: number(input, 'voltage'),
      current: number(input, 'current'),
      pcbTemperature: number(input, 'pcb_temperature'),
      sensorTemperature: number(input, 'sensor_temperature'),
    },
    DEFAULT_THRESHOLDS,
  );
  return { is_valid: isValid, error_codes: errors, warning_codes: warnings };
}
