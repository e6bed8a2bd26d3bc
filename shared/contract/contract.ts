/**
 * The one description of what the engine offers, one file for each area. Hosts carry it and add nothing.
 * Inputs are zod schemas and are checked at every call; outputs are the engine's own data and are typed only,
 * because checking a thousand devices ten times a second would cost more than making them.
 */
import { alarms } from './alarms.ts';
import { alarmTable } from './alarmTable.ts';
import { annunciation } from './annunciation.ts';
import { archive } from './archive.ts';
import { audit } from './audit.ts';
import { connections } from './connections.ts';
import { desk } from './desk.ts';
import { devices } from './devices.ts';
import { escalation } from './escalation.ts';
import { incidents } from './incidents.ts';
import { lanBroker } from './lanBroker.ts';
import { meter } from './meter.ts';
import { notifications } from './notifications.ts';
import { operators } from './operators.ts';
import { plans } from './plans.ts';
import { prediction } from './prediction.ts';
import { procedures } from './procedures.ts';
import { setAside } from './setAside.ts';
import { shift } from './shift.ts';
import { site } from './site.ts';
import { system } from './system.ts';
import { walkTest } from './walkTest.ts';

export const contract = {
  alarms,
  alarmTable,
  annunciation,
  archive,
  audit,
  connections,
  desk,
  devices,
  escalation,
  incidents,
  lanBroker,
  meter,
  notifications,
  operators,
  plans,
  prediction,
  procedures,
  setAside,
  shift,
  site,
  system,
  walkTest,
};

export type Contract = typeof contract;
