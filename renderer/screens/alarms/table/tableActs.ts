/** What can be done with rows of the alarm table: the acts of the Desk, each with its key. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { Services } from '../../../app/services.ts';
import { ringing } from '../../../sound/soundPolicy.ts';
import { possibleActs } from '../../../state/alarmList.ts';
import { mayInvestigate } from '../../../state/escalationView.ts';
import { take, writeNote } from '../../../state/taking.ts';
import { setAsideAlarms, showDevice } from '../../../state/view.ts';

/** Acknowledges, and asks for the note at once where the site wants one. */
async function acknowledge(
  { acts, view }: Pick<Services, 'acts' | 'view'>,
  alarms: readonly AlarmRecord[],
): Promise<void> {
  if (alarms.length === 0) return;
  await acts.perform('acknowledge', alarms);
  const { refused } = acts.state.getState();
  const noteless = alarms.filter(({ id }) => refused.get(id)?.why === 'noteMissing');
  if (noteless.length > 0) view.setState({ acknowledging: noteless });
}

/** Silence means every sound, as on a fire panel. */
function silenceAll({ acts, desk }: Pick<Services, 'acts' | 'desk'>): boolean {
  const { pending } = acts.state.getState();
  const rings = ringing(desk.getState().alarms.values()).filter(({ id }) => !pending.has(id));
  if (rings.length > 0) acts.perform('silence', rings);
  return rings.length > 0;
}

export function showOnDesk(
  { view, desk }: Pick<Services, 'view' | 'desk'>,
  alarm: AlarmRecord,
): void {
  const { devices, alarms } = desk.getState();
  const floorId = devices.get(alarm.deviceId)?.placement?.floorId ?? null;
  showDevice(view, { id: alarm.deviceId, floorId }, alarms.has(alarm.id) ? alarm.id : undefined);
  view.setState({ drawerOpen: true, inboxOpen: false, placing: null });
}

/**
 * An act by its key, on what is meant.
 * @param meant what "acknowledge" is for
 * @param alarm the chosen one as it is now; null when it is over, or there is none
 * @returns true when the key meant something
 */
export function actByKey(
  services: Services,
  code: string,
  meant: readonly AlarmRecord[],
  alarm: AlarmRecord | null,
): boolean {
  const { acts, view } = services;
  switch (code) {
    case 'KeyA':
      void acknowledge(services, meant);
      return meant.length > 0;
    case 'KeyS':
      return silenceAll(services);
    case 'KeyH':
      setAsideAlarms(view, meant.length > 0 ? meant : alarm === null ? [] : [alarm]);
      return meant.length > 0 || alarm !== null;
    default:
  }
  if (alarm === null) return false;
  switch (code) {
    case 'KeyR':
      if (!possibleActs(alarm).reset) return false;
      acts.perform('reset', [alarm]);
      return true;
    case 'KeyT':
      take(services, alarm);
      return true;
    case 'KeyN':
      void writeNote(services, alarm);
      return true;
    case 'KeyF':
    case 'KeyI':
      if (!mayInvestigate(alarm)) return false;
      view.setState({
        investigating: { alarmId: alarm.id, what: code === 'KeyF' ? 'confirm' : 'report' },
      });
      return true;
    default:
      return false;
  }
}
