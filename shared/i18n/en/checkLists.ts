/** The same in English. */
import type { checkFigures as koFigures, checkItems as koItems } from '../ko/checkLists.ts';

export const checkItems = {
  overallState: 'Look over the whole on the System screen',
  activeDevices: 'See that as many devices answer as are expected',
  errorRate: 'See that fewer than 5 % of the messages can’t be read',
  dataInflow: 'See that readings come in as they should',
  severeAlarms: 'Go through the critical and high alarms of the last 24 hours',
  falseAlarms: 'Judge whether the alarms were right (false alarms)',
  needAction: 'Find devices that need work and tell the field team',
  alarmPattern: 'See whether alarms crowd at certain times or places',
  modelAccuracy: 'See that the prediction model is right 85 % of the time or more',
  responseTime: 'See that receiving to storing takes 2 seconds at most',
  storageUse: 'Look at the use of database and disk',
  cost: 'Look at the charges for cloud and text messages',
  weeklyReport: 'Save the week’s statistics and write the performance report',
  modelTrend: 'Look at the trend of the model’s precision, recall and F1',
  misjudged: 'Go through false alarms and missed ones',
  retraining: 'Plan to train the model anew where needed',
  resources: 'Look at memory and storage, and find what can be saved',
  bottleneck: 'See from the records that nothing has become slow',
  deviceQuality: 'Judge the data quality of each device',
  thresholdReview: 'Consider whether alarm limits should change',
  outliers: 'Look for patterns in impossible sensor values',
  communication: 'Look at how often communication failed',
  completeness: 'Check that no device’s data is missing',
  newSensors: 'See whether there are new devices or new patterns',
  architecture: 'Review how the whole system is set up',
  security: 'Check for security weaknesses and install patches',
  backupTest: 'Try the backup and the restore',
  capacity: 'Plan capacity and growth',
  prevention: 'Measure how far fires were prevented',
  returnOnCost: 'Work out the return on the cost (ROI)',
  feedback: 'Collect and go through what users say',
  improvements: 'Put the improvements in order',
} satisfies typeof koItems;

type Values<Name extends string> = Readonly<Record<Name, string>>;

export const checkFigures = {
  systemState: (p: Values<'up' | 'feeds' | 'troubles' | 'problems'>) =>
    `${p.up} of ${p.feeds} feeds connected, ${p.troubles} trouble alarms, ${p.problems} system problems`,
  devices: (p: Values<'reporting' | 'expected' | 'share'>) =>
    `${p.reporting} of ${p.expected} devices answer (${p.share})`,
  unreadable: (p: Values<'unreadable' | 'share'>) =>
    `${p.unreadable} messages could not be read (${p.share})`,
  inflow: (p: Values<'rate' | 'ageMs'>) => `${p.rate} a second, the last: ${p.ageMs}`,
  severeAlarms: (p: Values<'severe' | 'waiting'>) =>
    `${p.severe} critical or high, ${p.waiting} unacknowledged now`,
  nuisance: (p: Values<'nuisance' | 'judged' | 'share'>) =>
    `${p.nuisance} nuisance of ${p.judged} judged in 7 days (${p.share})`,
  needAction: (p: Values<'devices' | 'free'>) =>
    `${p.devices} devices at high or critical, ${p.free} alarms that nobody took`,
  alarmPattern: (p: Values<'alarms' | 'rate' | 'floods'>) =>
    `${p.alarms} in 24 hours, average in 10 minutes: ${p.rate}, ${p.floods} floods`,
  latency: (p: Values<'halfMs' | 'mostMs'>) =>
    `half stored within ${p.halfMs}, 99 % within ${p.mostMs}`,
  disk: (p: Values<'usedBytes' | 'freeBytes' | 'share'>) =>
    `${p.usedBytes} used, ${p.freeBytes} free (${p.share})`,
  weekAlarms: (p: Values<'alarms' | 'rate' | 'floods'>) =>
    `${p.alarms} in 7 days, average in 10 minutes: ${p.rate}, ${p.floods} floods`,
  memory: (p: Values<'memoryBytes' | 'databaseBytes'>) =>
    `memory ${p.memoryBytes}, control-room database ${p.databaseBytes}`,
  dataQuality: (p: Values<'devices'>) => `${p.devices} devices with doubtful values now`,
  thresholds: (p: Values<'version'>) => `limits in force: ${p.version}`,
  sensorTroubles: (p: Values<'times'>) => `${p.times} sensor troubles in 7 days`,
  communicationTroubles: (p: Values<'times'>) => `${p.times} communication troubles in 7 days`,
  completeness: (p: Values<'silent' | 'gaps'>) =>
    `${p.silent} silent now, ${p.gaps} times messages missing in 7 days`,
  inbox: (p: Values<'devices'>) => `${p.devices} devices wait to be placed`,
  version: (p: Values<'version' | 'thresholds'>) => `program ${p.version}, limits ${p.thresholds}`,
  fireAlarms: (p: Values<'alarms' | 'real'>) =>
    `${p.alarms} fire alarms in 30 days, judged real: ${p.real}`,
  problemsFound: (p: Values<'problems'>) => `${p.problems} problems written down in 30 days`,
} satisfies typeof koFigures;
