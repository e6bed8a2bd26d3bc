/** The card of every alarm kind as the program brings it, until an administrator writes a better one. */
import { ALARM_KINDS, type AlarmKind } from '#shared/alarms/alarm.ts';
import type { Card } from './card.ts';
import { STANDARD_STEPS, type StandardStepId } from './standardSteps.ts';

/** An exclamation mark: mandatory. */
type Marked = StandardStepId | `${StandardStepId}!`;

/** Danger: look, decide about 119, get the one person who may open the panel. Nothing of that may be left out. */
const FIRE = ['checkPlace!', 'decide119!', 'keepOff', 'callElectrician!'] as const;
const AFTER_FIRE = ['watchHalfHour', 'tellSupervisor'] as const;

const CARDS: Readonly<Record<AlarmKind, readonly Marked[]>> = {
  risk: [...FIRE, 'considerPowerOff', 'coolDown', 'inspectWiring', ...AFTER_FIRE],
  pcbTempAlarm: [...FIRE, 'considerPowerOff', 'coolDown', ...AFTER_FIRE],
  sensorTempAlarm: [...FIRE, 'considerPowerOff', 'coolDown', 'inspectWiring', ...AFTER_FIRE],
  arcAlarm: [...FIRE, 'considerPowerOff', 'inspectWiring', 'checkInsulation', ...AFTER_FIRE],
  coAlarm: ['notAlone', ...FIRE, 'ventilateAndClear', 'findGasSource', ...AFTER_FIRE],
  vocAlarm: ['askAboutPaint', 'checkPlace', 'ventilateAndClear', 'tellElectrician'],
  overcurrent: ['reduceLoad', 'keepOff', 'tellElectrician!', 'watchHalfHour'],
  totalLeakage: [
    'keepFromWater',
    'keepOff',
    'tellElectrician!',
    'checkLeakageBreaker',
    'checkGrounding',
  ],
  resistiveLeakage: [
    'lookForWater',
    'keepOff',
    'tellElectrician!',
    'checkInsulation',
    'checkGrounding',
  ],
  overvoltage: ['tellIfSeveral', 'tellElectrician'],
  powerOutage: ['askAboutWork', 'leaveBreakerDown', 'tellElectrician'],
  powerAnomaly: ['askAboutWork', 'tellElectrician'],
  powerFactorAlarm: ['tellElectricianByDay'],
  communicationError: ['lookInstead', 'lookAtLamps', 'watchADay', 'requestService'],
  clockSkew: ['watchADay', 'requestService'],
  impossibleReading: ['lookInstead', 'compareNeighbours', 'requestService'],
  verifyMismatch: ['compareNeighbours', 'watchADay', 'requestService'],
  stuckSensor: ['lookInstead', 'compareNeighbours', 'requestService'],
  sequenceGap: ['lookAtLamps', 'watchADay'],
  deviceSilent: ['lookAtLastLevel', 'patrolThere', 'lookAtLamps', 'requestService'],
  emergencyTemperature: [...FIRE, 'considerPowerOff', 'coolDown', 'inspectWiring', ...AFTER_FIRE],
  riskJump: [...FIRE, 'considerPowerOff', 'inspectWiring', ...AFTER_FIRE],
  riskCluster: ['evacuateAround', ...FIRE, 'considerPanelOff', ...AFTER_FIRE],
  frequentArcs: ['keepOff', 'tellElectrician!', 'scheduleInspection', 'inspectWiring', 'watchADay'],
  feedDown: ['patrolUnwatched', 'readTheReason', 'checkPowerAndNetwork', 'tellAdministrator'],
  dataGap: ['patrolTheMissed', 'tellAdministrator'],
  lateDanger: ['lookAtTheLate!', 'tellElectrician', 'tellAdministrator'],
  certificateEnding: ['tellAdministrator'],
  deskClockWrong: ['setTheClock', 'tellAdministrator'],
  sourceFlooded: ['findTheFlood', 'tellAdministrator'],
  storageFailing: ['writeOnPaper', 'makeRoom', 'tellAdministrator'],
  diskLow: ['makeRoom', 'tellAdministrator'],
  databaseSalvaged: ['lookForGaps', 'tellAdministrator'],
  backupFailing: ['checkPowerAndNetwork', 'tellAdministrator'],
  auditBroken: ['leaveTheRecord', 'tellAdministrator'],
  modelUnavailable: ['watchMoreClosely', 'tellAdministrator'],
  modelDegraded: ['trustTheRules', 'readTheModelPage', 'tellAdministrator'],
  notificationFailing: ['telephoneInstead', 'checkPowerAndNetwork', 'tellAdministrator'],
  peerDown: ['callTheOtherDesk', 'checkPowerAndNetwork', 'tellAdministrator'],
  sameDeskId: ['tellAdministrator'],
  soundFailing: ['keepWatching', 'checkSpeaker', 'tellAdministrator'],
  displayAsleep: ['wakeTheScreen', 'tellAdministrator'],
};

const card = (marked: readonly Marked[]): Card =>
  marked.map((mark) => {
    const mandatory = mark.endsWith('!');
    const id = (mandatory ? mark.slice(0, -1) : mark) as StandardStepId;
    return { id, ...STANDARD_STEPS[id], mandatory };
  });

export const DEFAULT_CARDS = Object.fromEntries(
  ALARM_KINDS.map((kind) => [kind, card(CARDS[kind])]),
) as Readonly<Record<AlarmKind, Card>>;
