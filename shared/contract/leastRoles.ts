/**
 * Who may call what: each procedure's least role, in one place. The engine asks this table before a call's input is
 * even read, so a handler that forgets to ask is closed all the same. A procedure that is missing here does not
 * compile. Where more depends on what is asked (how long a point is shelved), the handler asks for more.
 */
import type { Contract } from './contract.ts';
import type { OperatorView } from './views.ts';

/** `anyone`: also who isn't signed on. Seeing needs nobody; a live alarm is never locked away. */
export type Least = 'anyone' | OperatorView['role'];

export const LEAST_ROLES = {
  desk: { live: 'anyone', floors: 'anyone' },
  alarms: {
    get: 'anyone',
    history: 'anyone',
    acknowledge: 'operator',
    silence: 'operator',
    reset: 'operator',
    note: 'operator',
    take: 'operator',
    release: 'operator',
  },
  alarmTable: {
    page: 'anyone',
    outline: 'anyone',
    changes: 'anyone',
    // A person's own.
    views: 'operator',
    saveView: 'operator',
    removeView: 'operator',
    beginExport: 'operator',
  },
  setAside: { list: 'anyone', history: 'anyone', begin: 'operator', end: 'operator' },
  devices: { get: 'anyone', timeline: 'anyone', place: 'administrator' },
  operators: {
    list: 'anyone',
    makeAdministrator: 'anyone',
    signOn: 'anyone',
    handOver: 'operator',
    // Of a session that has ended already nothing is left to end.
    signOff: 'anyone',
    whoAmI: 'operator',
    changeSecret: 'operator',
    accounts: 'administrator',
    add: 'administrator',
    setRole: 'administrator',
    giveSecret: 'administrator',
    setDisabled: 'administrator',
    unlock: 'administrator',
    remove: 'administrator',
    sessions: 'supervisor',
    endSession: 'administrator',
  },
  audit: {
    list: 'supervisor',
    beginExport: 'supervisor',
    verification: 'supervisor',
    verify: 'supervisor',
  },
  escalation: {
    of: 'anyone',
    setMode: 'operator',
    confirmHazard: 'operator',
    reportInvestigated: 'operator',
    extend: 'supervisor',
    tables: 'anyone',
    setTables: 'administrator',
  },
  notifications: {
    overview: 'supervisor',
    save: 'administrator',
    remove: 'administrator',
    test: 'administrator',
    newDeskId: 'administrator',
    retryNow: 'supervisor',
  },
  connections: {
    overview: 'supervisor',
    save: 'administrator',
    setEnabled: 'administrator',
    remove: 'administrator',
    test: 'administrator',
    readFiles: 'administrator',
    setUp: 'anyone',
    moveSetUp: 'administrator',
  },
  site: { get: 'anyone', save: 'administrator' },
  plans: {
    overview: 'administrator',
    drawingBegin: 'administrator',
    drawingChunk: 'administrator',
    drawingFinish: 'administrator',
    // The plan is on every desk, also where nobody is signed on.
    drawing: 'anyone',
    publish: 'administrator',
    rollBack: 'administrator',
  },
  lanBroker: {
    overview: 'supervisor',
    add: 'administrator',
    revoke: 'administrator',
  },
  meter: { report: 'anyone' },
  prediction: {
    timeline: 'anyone',
    explain: 'anyone',
    report: 'anyone',
    limits: 'anyone',
    saveLimits: 'administrator',
    offerBegin: 'administrator',
    offerChunk: 'administrator',
    offerFinish: 'administrator',
    discardShadow: 'administrator',
    // Two people at least of this role: the handler asks the second one for their secret.
    promote: 'supervisor',
    rollBack: 'supervisor',
  },
  shift: {
    due: 'anyone',
    log: 'anyone',
    write: 'operator',
    checks: 'anyone',
    signedCheck: 'anyone',
    checkHistory: 'anyone',
    answerCheck: 'operator',
    signCheck: 'operator',
    ownChecks: 'anyone',
    addCheck: 'administrator',
    retireCheck: 'administrator',
    handoverPreview: 'anyone',
    handovers: 'anyone',
    handover: 'anyone',
    handOver: 'operator',
    takeOver: 'operator',
    countersign: 'supervisor',
  },
  procedures: {
    list: 'anyone',
    history: 'anyone',
    save: 'administrator',
    restore: 'administrator',
    sheet: 'anyone',
    tick: 'operator',
    untick: 'operator',
  },
  incidents: {
    list: 'anyone',
    counts: 'anyone',
    get: 'anyone',
    note: 'operator',
    close: 'supervisor',
    closeMany: 'supervisor',
    reopen: 'supervisor',
    merge: 'supervisor',
    move: 'supervisor',
    attachBegin: 'operator',
    attachChunk: 'operator',
    attachFinish: 'operator',
    attachment: 'anyone',
    outcomes: 'anyone',
    export: 'operator',
    settings: 'anyone',
    saveSettings: 'administrator',
  },
  annunciation: {
    // A page about itself; without a session it is an onlooker, whom nobody judges.
    report: 'anyone',
    heard: 'operator',
    seats: 'anyone',
    settings: 'anyone',
    change: 'administrator',
  },
  walkTest: {
    current: 'anyone',
    list: 'anyone',
    get: 'anyone',
    certificate: 'anyone',
    begin: 'supervisor',
    end: 'operator',
    keepOn: 'operator',
    inject: 'operator',
    sign: 'supervisor',
  },
  archive: {
    overview: 'supervisor',
    saveRetention: 'administrator',
    saveBackup: 'administrator',
    backUpNow: 'supervisor',
  },
  system: { report: 'anyone', quarantine: 'anyone', gaps: 'anyone', thresholds: 'anyone' },
} as const satisfies {
  readonly [Area in keyof Contract]: { readonly [Name in keyof Contract[Area]]: Least };
};

/** @returns undefined for what is no procedure. */
export function leastRoleOf(path: readonly string[]): Least | undefined {
  const areas: Readonly<Record<string, Readonly<Record<string, Least>>>> = LEAST_ROLES;
  const [area, name, ...more] = path;
  if (area === undefined || name === undefined || more.length > 0) return undefined;
  return Object.hasOwn(areas, area) && Object.hasOwn(areas[area] ?? {}, name)
    ? areas[area]?.[name]
    : undefined;
}
