/** Every word of the product in both languages. Korean defines the keys; English must have exactly the same. */
import type { Words } from './dictionary.ts';
import { access as enAccess } from './en/access.ts';
import { alarmTable as enAlarmTable } from './en/alarmTable.ts';
import { analysis as enAnalysis } from './en/analysis.ts';
import { annunciation as enAnnunciation } from './en/annunciation.ts';
import { archive as enArchive } from './en/archive.ts';
import { audit as enAudit } from './en/audit.ts';
import { connections as enConnections } from './en/connections.ts';
import { connectionTests as enConnectionTests } from './en/connectionTests.ts';
import { escalation as enEscalation } from './en/escalation.ts';
import { evidence as enEvidence } from './en/evidence.ts';
import { feedProblems as enFeedProblems } from './en/feedProblems.ts';
import { lanBroker as enLanBroker } from './en/lanBroker.ts';
import { meter as enMeter } from './en/meter.ts';
import { notifications as enNotifications } from './en/notifications.ts';
import { plans as enPlans } from './en/plans.ts';
import { polls as enPolls } from './en/polls.ts';
import { prediction as enPrediction } from './en/prediction.ts';
import { response as enResponse } from './en/response.ts';
import { screens as enScreens } from './en/screens.ts';
import { setAside as enSetAside } from './en/setAside.ts';
import { shell as enShell } from './en/shell.ts';
import { shift as enShift } from './en/shift.ts';
import { troubles as enTroubles } from './en/troubles.ts';
import { vocabulary as enVocabulary } from './en/vocabulary.ts';
import { walkTest as enWalkTest } from './en/walkTest.ts';
import { access as koAccess } from './ko/access.ts';
import { alarmTable as koAlarmTable } from './ko/alarmTable.ts';
import { analysis as koAnalysis } from './ko/analysis.ts';
import { annunciation as koAnnunciation } from './ko/annunciation.ts';
import { archive as koArchive } from './ko/archive.ts';
import { audit as koAudit } from './ko/audit.ts';
import { connections as koConnections } from './ko/connections.ts';
import { connectionTests as koConnectionTests } from './ko/connectionTests.ts';
import { escalation as koEscalation } from './ko/escalation.ts';
import { evidence as koEvidence } from './ko/evidence.ts';
import { feedProblems as koFeedProblems } from './ko/feedProblems.ts';
import { lanBroker as koLanBroker } from './ko/lanBroker.ts';
import { meter as koMeter } from './ko/meter.ts';
import { notifications as koNotifications } from './ko/notifications.ts';
import { plans as koPlans } from './ko/plans.ts';
import { polls as koPolls } from './ko/polls.ts';
import { prediction as koPrediction } from './ko/prediction.ts';
import { response as koResponse } from './ko/response.ts';
import { screens as koScreens } from './ko/screens.ts';
import { setAside as koSetAside } from './ko/setAside.ts';
import { shell as koShell } from './ko/shell.ts';
import { shift as koShift } from './ko/shift.ts';
import { troubles as koTroubles } from './ko/troubles.ts';
import { vocabulary as koVocabulary } from './ko/vocabulary.ts';
import { walkTest as koWalkTest } from './ko/walkTest.ts';

export const LANGUAGES = ['ko', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const WORDS: Readonly<Record<Language, Words>> = {
  ko: {
    ...koScreens,
    ...koVocabulary,
    ...koFeedProblems,
    ...koEvidence,
    ...koAccess,
    ...koAudit,
    ...koNotifications,
    ...koConnections,
    ...koConnectionTests,
    ...koResponse,
    ...koEscalation,
    ...koShift,
    ...koWalkTest,
    ...koSetAside,
    ...koLanBroker,
    ...koMeter,
    ...koAlarmTable,
    ...koAnnunciation,
    ...koPlans,
    ...koPolls,
    ...koPrediction,
    ...koArchive,
    ...koTroubles,
    ...koAnalysis,
    ...koShell,
  },
  en: {
    ...enScreens,
    ...enVocabulary,
    ...enFeedProblems,
    ...enEvidence,
    ...enAccess,
    ...enAudit,
    ...enNotifications,
    ...enConnections,
    ...enConnectionTests,
    ...enResponse,
    ...enEscalation,
    ...enShift,
    ...enWalkTest,
    ...enSetAside,
    ...enLanBroker,
    ...enMeter,
    ...enAlarmTable,
    ...enAnnunciation,
    ...enPlans,
    ...enPolls,
    ...enPrediction,
    ...enArchive,
    ...enTroubles,
    ...enAnalysis,
    ...enShell,
  },
};

/** A word for a code that may be newer than this dictionary: the code itself is better than nothing. */
export function wordOf(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code;
}
