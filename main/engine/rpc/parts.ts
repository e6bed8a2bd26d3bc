/** What the handlers of the contract work with. */
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/contract.ts';
import type { FloorView } from '#shared/contract/views.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { Gate } from '../access/Gate.ts';
import type { OperatorDesk } from '../access/OperatorDesk.ts';
import type { Operators } from '../access/Operators.ts';
import type { SignOnDesk } from '../access/SignOnDesk.ts';
import type { AlarmDesk } from '../alarms/AlarmDesk.ts';
import type { AlarmMeter } from '../alarms/AlarmMeter.ts';
import type { SetAsideDesk } from '../alarms/SetAsideDesk.ts';
import type { SetAsides } from '../alarms/SetAsides.ts';
import type { AnnunciationRoom } from '../annunciation/AnnunciationRoom.ts';
import type { AuditDesk } from '../audit/AuditDesk.ts';
import type { DeskReads } from '../Engine.ts';
import type { Escalation } from '../escalation/createEscalation.ts';
import type { ResponseRooms } from '../incidents/openIncidents.ts';
import type { LiveFeed } from '../live/LiveFeed.ts';
import type { Revisions } from '../live/Revisions.ts';
import type { NotificationDesk } from '../notifications/NotificationDesk.ts';
import type { PlaceDevice } from '../placeDevice.ts';
import type { ModelLife } from '../prediction/openModelLife.ts';
import type { Prediction } from '../prediction/openPrediction.ts';
import type { Shift } from '../shift/Shift.ts';
import type { LanDesk } from '../sources/lan/LanDesk.ts';
import type { Quarantine } from '../storage/Quarantine.ts';
import type { TelemetryStore } from '../storage/TelemetryStore.ts';
import type { Certify } from '../walkTest/certify.ts';
import type { WalkTestStore } from '../walkTest/WalkTestStore.ts';
import type { WalkTests } from '../walkTest/WalkTests.ts';

export interface RouterParts {
  readonly gate: Gate;
  readonly desk: DeskReads;
  readonly live: LiveFeed;
  readonly floors: () => readonly FloorView[];
  readonly alarms: AlarmDesk;
  readonly operators: Operators;
  readonly escalation: Escalation;
  readonly signOnDesk: SignOnDesk;
  readonly operatorDesk: OperatorDesk;
  readonly auditDesk: AuditDesk;
  readonly setAsides: SetAsides;
  readonly setAsideDesk: SetAsideDesk;
  readonly meter: AlarmMeter;
  readonly shift: Shift;
  /** Tells every page that something of the shift changed. */
  readonly shiftChanged: () => void;
  readonly telemetry: TelemetryStore;
  readonly quarantine: Quarantine;
  readonly thresholds: Thresholds;
  readonly place: PlaceDevice;
  readonly annunciation: AnnunciationRoom;
  readonly walkTests: WalkTests;
  readonly walkTestStore: WalkTestStore;
  readonly certify: Certify;
  readonly prediction: Prediction;
  readonly modelLife: ModelLife;
  readonly revisions: Revisions;
  readonly response: ResponseRooms;
  readonly notificationDesk: NotificationDesk;
  readonly lanDesk: LanDesk;
}

export const os = implement(contract);
