/** What a dictionary has to have: the keys of the Korean one. Its own file, so that a language can state its type. */
import type { access } from './ko/access.ts';
import type { alarmTable } from './ko/alarmTable.ts';
import type { analysis } from './ko/analysis.ts';
import type { annunciation } from './ko/annunciation.ts';
import type { archive } from './ko/archive.ts';
import type { audit } from './ko/audit.ts';
import type { connections } from './ko/connections.ts';
import type { connectionTests } from './ko/connectionTests.ts';
import type { escalation } from './ko/escalation.ts';
import type { evidence } from './ko/evidence.ts';
import type { feedProblems } from './ko/feedProblems.ts';
import type { lanBroker } from './ko/lanBroker.ts';
import type { meter } from './ko/meter.ts';
import type { notifications } from './ko/notifications.ts';
import type { plans } from './ko/plans.ts';
import type { polls } from './ko/polls.ts';
import type { prediction } from './ko/prediction.ts';
import type { response } from './ko/response.ts';
import type { screens } from './ko/screens.ts';
import type { setAside } from './ko/setAside.ts';
import type { shell } from './ko/shell.ts';
import type { shift } from './ko/shift.ts';
import type { troubles } from './ko/troubles.ts';
import type { vocabulary } from './ko/vocabulary.ts';
import type { walkTest } from './ko/walkTest.ts';

export type Words = typeof screens &
  typeof vocabulary &
  typeof feedProblems &
  typeof evidence &
  typeof access &
  typeof audit &
  typeof notifications &
  typeof connections &
  typeof connectionTests &
  typeof response &
  typeof escalation &
  typeof shift &
  typeof walkTest &
  typeof setAside &
  typeof lanBroker &
  typeof meter &
  typeof alarmTable &
  typeof annunciation &
  typeof plans &
  typeof polls &
  typeof prediction &
  typeof archive &
  typeof troubles &
  typeof analysis &
  typeof shell;
