/**
 * What an alarm is about. Nearly always a device, by its id. The desk's own troubles are about a part of the desk, such
 * as `desk/feed/mqtt-1`: a device's id is one level of an MQTT topic and can't contain a slash, so the two never meet.
 */
const PREFIX = 'desk/';

/** @param source which part of the desk, like `feed/mqtt-1` or `disk` */
export function deskSubject(source: string): string {
  return PREFIX + source;
}

/** The part of the desk that the alarm is about; null when it is about a device. */
export function deskSourceOf(subjectId: string): string | null {
  return subjectId.startsWith(PREFIX) ? subjectId.slice(PREFIX.length) : null;
}
