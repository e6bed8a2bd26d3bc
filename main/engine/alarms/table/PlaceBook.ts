import type Database from 'better-sqlite3';
import {
  ALARM_CLASSES,
  ALARM_KINDS,
  type AlarmClass,
  type AlarmKind,
} from '#shared/alarms/alarm.ts';
import type { LocalName } from '#shared/contract/localName.ts';
import { LANGUAGES, WORDS } from '#shared/i18n/words.ts';

interface DeviceRow {
  readonly id: string;
  readonly name: string | null;
  readonly floor_id: string | null;
  readonly zone_id: string | null;
  readonly upstream_panel: string | null;
}

interface FloorRow {
  readonly id: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly zones_json: string;
}

interface Named {
  readonly devices: readonly string[];
  readonly kinds: readonly AlarmKind[];
  readonly classes: readonly AlarmClass[];
}

/** What people call things, for a search by name. Read from the database when it is first asked. */
export class PlaceBook {
  readonly #db: Database.Database;
  #devices: readonly (DeviceRow & { readonly says: string })[] | undefined;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** Devices that are on the floor, and in the zone, now. */
  devicesAt(floorId: string | undefined, zoneId: string | undefined): readonly string[] {
    return this.#all()
      .filter(
        (device) =>
          (floorId === undefined || device.floor_id === floorId) &&
          (zoneId === undefined || device.zone_id === zoneId),
      )
      .map(({ id }) => id);
  }

  /** @param word in small letters */
  named(word: string): Named {
    const says = (of: (words: (typeof WORDS)['ko']) => string) =>
      LANGUAGES.some((language) => of(WORDS[language]).toLowerCase().includes(word));
    return {
      devices: this.#all()
        .filter((device) => device.says.includes(word))
        .map(({ id }) => id),
      kinds: ALARM_KINDS.filter((kind) => says(({ kinds }) => kinds[kind])),
      classes: ALARM_CLASSES.filter((one) => says(({ classes }) => classes[one])),
    };
  }

  #all() {
    this.#devices ??= readDevices(this.#db);
    return this.#devices;
  }
}

function readDevices(db: Database.Database) {
  // Without the drawings, which are most of a floor's bytes.
  const floors = new Map(
    db
      .prepare<[], FloorRow>('SELECT id, name_ko, name_en, zones_json FROM floor')
      .all()
      .map((floor) => [floor.id, floor]),
  );
  const zones = new Map(
    [...floors.values()].flatMap(({ id, zones_json }) =>
      (JSON.parse(zones_json) as readonly { id: string; name: LocalName }[]).map((zone) => [
        `${id} ${zone.id}`,
        zone.name,
      ]),
    ),
  );
  return db
    .prepare<[], DeviceRow>('SELECT id, name, floor_id, zone_id, upstream_panel FROM device')
    .all()
    .map((device) => {
      const floor = floors.get(device.floor_id ?? '');
      const zone = zones.get(`${device.floor_id} ${device.zone_id}`);
      const said = [
        device.name,
        device.upstream_panel,
        floor?.name_ko,
        floor?.name_en,
        zone?.ko,
        zone?.en,
      ];
      // On lines of their own, so that no word is found across two names.
      return { ...device, says: said.join('\n').normalize('NFC').toLowerCase() };
    });
}
