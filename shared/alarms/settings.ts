/** The numbers of the alarm machine itself, apart from the limits that scoring judges by. */
export const ALARM_SETTINGS = {
  /** Changes whenever a number here does; alarms that no threshold judged name it. */
  version: 'alarms-1',
  /**
   * Off-delay: calm readings in a row before a cause counts as gone. Three, so that a value on the limit or a
   * flickering bit is one alarm and not one at every flicker. A single dangerous reading begins the count again.
   */
  offDelayReadings: 3,
} as const;
