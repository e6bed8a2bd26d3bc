/**
 * The register-map file: which registers of which unit are which field of which device. JSON, written by whoever sets
 * up the bus from the makers' manuals.
 *
 * A profile describes one type of meter or relay and is used by as many units as there are. A device of the desk is one
 * unit or several (a meter and a leakage relay on the same feeder), polled together.
 */
import { z } from 'zod';
import { STATUS_BITS } from '../telemetry/statusBits.ts';
import { DEVICE_ID, MEASURED_FIELDS, type MeasuredField } from '../telemetry/wireMessage.ts';
import { isAnswerable, REGISTER_TYPES } from './requests.ts';

/** 3 reads holding registers, 4 input registers. */
const ReadFunction = z.union([z.literal(3), z.literal(4)]);

/** As it goes over the wire, 0 first. A manual that counts from 1, 30001 or 40001 is one more. */
const Address = z.int().min(0).max(65_535);

const Register = z.strictObject({
  field: z.enum(MEASURED_FIELDS),
  function: ReadFunction,
  address: Address,
  type: z.enum(REGISTER_TYPES),
  /** Of the two registers of a 32-bit value: which comes first. Bytes within a register are always big-endian. */
  wordOrder: z.enum(['highFirst', 'lowFirst']).default('highFirst'),
  /** Field = register × scale + offset, in the field's unit: V, A, mA, kW or W as the site says, °C, ppm, µg/m³. */
  scale: z
    .number()
    .refine((scale) => scale !== 0, 'must not be 0')
    .default(1),
  offset: z.number().default(0),
  /** The raw number by which the maker says "no measurement", such as 32767. */
  absent: z.number().optional(),
});
export type Register = z.output<typeof Register>;

/** A register in which the maker keeps an alarm: any of the mask's bits sets the device's alarm. */
const AlarmBits = z.strictObject({
  function: ReadFunction,
  address: Address,
  mask: z.int().min(1).max(65_535),
  sets: z.enum(STATUS_BITS),
});

const Profile = z.strictObject({
  /** Maker, type and which page of the manual: for people. */
  about: z.string().max(500).default(''),
  registers: z.array(Register).min(1).max(64),
  alarms: z.array(AlarmBits).max(32).default([]),
});
export type Profile = z.output<typeof Profile>;

const ProfileName = z.string().min(1).max(60);

const Device = z.strictObject({
  deviceId: z.string().max(128).regex(DEVICE_ID),
  pollSeconds: z.number().min(0.2).max(3_600),
  units: z
    .array(z.strictObject({ unit: z.int().min(1).max(247), profile: ProfileName }))
    .min(1)
    .max(8),
});

const RegisterMapShape = z.strictObject({
  version: z.literal(1),
  about: z.string().max(500).default(''),
  profiles: z.record(ProfileName, Profile),
  devices: z.array(Device).min(1).max(247),
});

/** @returns nothing that is wrong by itself: what doesn't fit together is added as issues, each with its place */
export const RegisterMap = RegisterMapShape.superRefine((map, context) => {
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });

  for (const [name, profile] of Object.entries(map.profiles)) {
    const fields = new Set<MeasuredField>();
    for (const [index, register] of profile.registers.entries()) {
      const at = ['profiles', name, 'registers', index];
      if (fields.has(register.field)) complain([...at, 'field'], `${register.field} is read twice`);
      fields.add(register.field);
      if (!isAnswerable(register))
        complain([...at, 'address'], 'its second register is past 65535');
    }
  }

  const seen = new Set<string>();
  for (const [index, device] of map.devices.entries()) {
    const at = ['devices', index];
    if (seen.has(device.deviceId)) {
      complain([...at, 'deviceId'], `${device.deviceId} is described twice`);
    }
    seen.add(device.deviceId);
    const fields = new Set<MeasuredField>();
    for (const [unitIndex, { profile: name }] of device.units.entries()) {
      const path = [...at, 'units', unitIndex, 'profile'];
      const profile = Object.hasOwn(map.profiles, name) ? map.profiles[name] : undefined;
      if (profile === undefined) {
        complain(path, `there is no profile "${name}"`);
        continue;
      }
      for (const { field } of profile.registers) {
        if (fields.has(field)) complain(path, `${field} already comes from another unit`);
        fields.add(field);
      }
    }
  }
});
export type RegisterMap = z.output<typeof RegisterMap>;
export type MappedDevice = RegisterMap['devices'][number];

/** What the file says that it is, for people: one line for each thing that is wrong, with its place. */
export function explainMap(error: z.ZodError): string[] {
  return error.issues.map(({ path, message }) => `${placeOf(path)}: ${message}`);
}

/** `devices[0].units[1].profile` */
function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file';
  return path.reduce<string>((place, step) => {
    if (typeof step === 'number') return `${place}[${step}]`;
    return place === '' ? String(step) : `${place}.${String(step)}`;
  }, '');
}
