import type { CreateDisturbance } from './disturbance.ts';
import {
  brushMotor,
  evCharging,
  fullLoad,
  gridSag,
  inspection,
  motorInrush,
  outage,
  pvOvervoltage,
  welding,
} from './electrical.ts';
import {
  rebootZeros,
  sensorDrift,
  sensorOffset,
  sensorRail,
  sensorSpike,
  sensorStuck,
} from './sensors.ts';
import {
  cooking,
  exhaust,
  heatGun,
  monsoonLeakage,
  nightMarket,
  solarCabinet,
  solvent,
} from './surroundings.ts';

/** Everything harmless that looks like a fault. */
export const DISTURBANCES = {
  welding,
  motor_inrush: motorInrush,
  cooking,
  solvent,
  solar_cabinet: solarCabinet,
  ev_charging: evCharging,
  exhaust,
  monsoon_leakage: monsoonLeakage,
  pv_overvoltage: pvOvervoltage,
  brush_motor: brushMotor,
  heat_gun: heatGun,
  inspection,
  sensor_stuck: sensorStuck,
  sensor_rail: sensorRail,
  sensor_drift: sensorDrift,
  sensor_spike: sensorSpike,
  sensor_offset: sensorOffset,
  reboot_zeros: rebootZeros,
  grid_sag: gridSag,
  outage,
  night_market: nightMarket,
  full_load: fullLoad,
} as const satisfies Readonly<Record<string, CreateDisturbance>>;

export type DisturbanceType = keyof typeof DISTURBANCES;
export const DISTURBANCE_TYPES = Object.keys(DISTURBANCES) as readonly DisturbanceType[];
