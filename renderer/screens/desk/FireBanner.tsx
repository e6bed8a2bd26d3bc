import { ArrowRight, Flame, X } from 'lucide-react';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { useDesk, useLanguage, useServices, useView, useWords } from '../../app/hooks.ts';
import { showDevice } from '../../state/view.ts';

/** Says that there is a new fire alarm elsewhere without taking the screen from somebody who is working. */
export function FireBanner() {
  const words = useWords();
  const language = useLanguage();
  const { view } = useServices();
  const announced = useView((state) => state.announced);
  const alarms = useDesk((desk) => desk.alarms);
  const devices = useDesk((desk) => desk.devices);
  const floors = useDesk((desk) => desk.floors);
  const standing = announced
    .flatMap((id) => alarms.get(id) ?? [])
    .filter((alarm) => waitsForAcknowledgement(alarm.state));
  const newest = standing[0];
  if (newest === undefined) return null;
  const placement = devices.get(newest.deviceId)?.placement ?? null;
  const floor = floors.find((one) => one.id === placement?.floorId);
  return (
    <div className="fire-banner" role="alert" data-testid="fire-banner">
      <Flame aria-hidden="true" />
      <div className="fire-banner-text">
        <strong>{words.banner.newFire}</strong>
        <span>
          {[floor?.name[language], placement?.name ?? newest.deviceId, words.kinds[newest.kind]]
            .filter((part) => part !== undefined)
            .join(' · ')}
          {standing.length > 1 && ` ${words.banner.more({ count: standing.length - 1 })}`}
        </span>
      </div>
      <button
        type="button"
        className="button button-on-fire"
        data-testid="fire-banner-go"
        onClick={() => {
          view.setState({ announced: [] });
          showDevice(view, { id: newest.deviceId, floorId: placement?.floorId ?? null }, newest.id);
        }}
      >
        {words.banner.go}
        <ArrowRight aria-hidden="true" />
        <kbd>G</kbd>
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={words.banner.dismiss}
        onClick={() => view.setState({ announced: [] })}
      >
        <X aria-hidden="true" />
      </button>
    </div>
  );
}
