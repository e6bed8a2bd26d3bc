/** A connection tried step by step, so that the first step that fails names what to mend. */

/** In this order; each kind of connection has its own of them. */
const TEST_STEPS = [
  'certificate',
  'port',
  'name',
  'tcp',
  'tls',
  'listen',
  'devices',
  'mqtt',
  'subscribe',
  'message',
] as const;
export type TestStep = (typeof TEST_STEPS)[number];

/** What a step found. Each has its sentence in both languages, and what to do about it. */
const TEST_FINDINGS = [
  'certificateNone',
  'certificateOwn',
  'certificateGood',
  'certificateSoon',
  'certificateUnreadable',
  'certificateSwapped',
  'certificateExpired',
  'certificateNotYet',
  'keyMissing',
  'keyUnreadable',
  'keySwapped',
  'keyEncrypted',
  'keyOther',
  'caUnreadable',
  'secretUnavailable',
  'nameFound',
  'nameUnknown',
  'nameServerDown',
  'tcpOpen',
  'tcpRefused',
  'tcpNoWay',
  'tcpSilent',
  'tlsGood',
  'tlsSoon',
  'tlsPlain',
  'tlsSilent',
  'tlsOtherName',
  'tlsExpired',
  'tlsNotYet',
  'tlsUntrusted',
  'tlsOwnRefused',
  'tlsFailed',
  'portOpen',
  'portOfDesk',
  'portMissing',
  'portBusy',
  'portDenied',
  'portOther',
  'unitsSilent',
  'listenFree',
  'listening',
  'listenTaken',
  'listenNoAddress',
  'listenRefused',
  'devicesKnown',
  'devicesNone',
  'mqttAccepted',
  'mqttRights',
  'mqttClock',
  'mqttCredentials',
  'mqttNotAuthorised',
  'mqttClientId',
  'mqttTaken',
  'mqttBusy',
  'mqttClosed',
  'mqttSilent',
  'mqttVersion',
  'mqttOther',
  'subscribed',
  'subscribedQos0',
  'subscribeRefused',
  'subscribeClosed',
  'messageRead',
  'messageHeard',
  'messageNotOn',
  'messageNone',
  'messageUnreadable',
  'messageLost',
] as const;
export type TestFinding = (typeof TEST_FINDINGS)[number];

export interface StepResult {
  readonly step: TestStep;
  /** A warning doesn't end the test. */
  readonly level: 'ok' | 'warn' | 'fail';
  readonly finding: TestFinding;
  /** What the sentence names. Never a secret. */
  readonly values: Readonly<Record<string, string | number>>;
  /** How long the step took. */
  readonly ms: number;
}

/** Told as it goes, for whoever watches. */
export type TestEvent =
  /** What will be tried; sent once, first. */
  | { readonly type: 'steps'; readonly steps: readonly TestStep[] }
  | { readonly type: 'begun'; readonly step: TestStep }
  | { readonly type: 'result'; readonly result: StepResult }
  /** Sent once, last. `passed` when no step failed; a warning is no failure. */
  | { readonly type: 'done'; readonly passed: boolean };
