import { describe, expect, it } from 'vitest';
import type { FloorView } from '#shared/contract/views.ts';
import { type Building, createBuilding } from '#shared/simulation/building.ts';
import { contains, distance } from '#shared/simulation/plans/geometry.ts';

const building = createBuilding({ seed: 1 });

function placementsOf(of: Building, floorId: string) {
  return of.devices.map(({ placement }) => placement).filter((each) => each.floorId === floorId);
}

describe('the demo building', () => {
  it('has 120 devices on three floors, and two more that wait to be placed', () => {
    expect(building.devices.map(({ id }) => id)).toEqual(
      Array.from({ length: 120 }, (_, i) => `device-${String(i + 1).padStart(3, '0')}`),
    );
    expect(building.unplaced).toEqual(['device-121', 'device-122']);
    expect(building.floors.map(({ level }) => level)).toEqual([-1, 0, 1]);
    for (const { id } of building.floors) {
      expect(placementsOf(building, id).length).toBeGreaterThan(30);
    }
  });

  it('draws plans that a browser can read: a bare & is no XML and shows an empty floor', () => {
    for (const { planSvg } of building.floors) {
      expect(planSvg.match(/&(?!(?:amp|lt|gt|quot|#\d+);)/g)).toBeNull();
    }
    expect(building.floors.some(({ planSvg }) => planSvg.includes('UPS &amp; batteries'))).toBe(
      true,
    );
  });

  it.each([12, 120, 700])(
    'puts each of %i devices inside its zone, none nearer to another than 1.5 m',
    (devices) => {
      const made = createBuilding({ seed: 3, devices });
      expect(made.devices).toHaveLength(devices);
      for (const floor of made.floors) {
        const placed = placementsOf(made, floor.id);
        for (const [index, a] of placed.entries()) {
          const zone = floor.zones.find(({ id }) => id === a.zoneId);
          expect(zone && contains(zone.polygon, [a.xM, a.yM]), a.name).toBe(true);
          for (const b of placed.slice(index + 1)) {
            expect(
              distance([a.xM, a.yM], [b.xM, b.yM]),
              `${a.name} / ${b.name}`,
            ).toBeGreaterThanOrEqual(1.5);
          }
        }
      }
    },
  );

  it('names every device once, says what feeds it, and how often it reports', () => {
    const names = building.devices.map(({ placement }) => placement.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('B1 수변전실 LV-1 주차단기');
    for (const { placement } of building.devices) {
      expect(placement.upstreamPanel).not.toBeNull();
      expect(placement.ratedCurrentA).toBeGreaterThanOrEqual(20);
      expect(placement.ratedCurrentA).toBeLessThanOrEqual(100);
      expect(placement.expectedIntervalMs).toBeGreaterThanOrEqual(1000);
      expect(placement.expectedIntervalMs).toBeLessThanOrEqual(10_000);
    }
  });

  it('spreads a small number of devices over all floors', () => {
    const few = createBuilding({ seed: 1, devices: 9 });
    expect(new Set(few.devices.map(({ placement }) => placement.floorId)).size).toBe(3);
    expect(few.unplaced).toEqual(['device-010', 'device-011']);
  });

  it('lets devices wait that find no room on the plans', () => {
    const crowd = createBuilding({ seed: 1, devices: 3000 });
    expect(crowd.devices.length).toBeLessThan(3000);
    expect(crowd.devices.length + crowd.unplaced.length).toBe(3002);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses to be built with %d devices', (devices) => {
    expect(() => createBuilding({ seed: 1, devices })).toThrow(RangeError);
  });
});

describe('a floor plan', () => {
  const CLASSES = new Set([
    'plan-outline',
    'plan-wall',
    'plan-room',
    'plan-room-electrical',
    'plan-door',
    'plan-window',
    'plan-stair',
    'plan-label',
    'plan-label-en',
    'plan-fixture',
  ]);

  describe.each(building.floors.map((floor) => [floor.id, floor] as const))('%s', (_id, floor) => {
    it('is drawn in metres, with shapes and names only: nothing that runs, loads or has a colour', () => {
      expect(floor.planSvg).toContain(`viewBox="0 0 ${floor.widthM} ${floor.heightM}"`);
      const tags = new Set([...floor.planSvg.matchAll(/<\/?([a-z]+)/g)].map(([, tag]) => tag));
      expect([...tags].sort()).toEqual(['path', 'svg', 'text']);
      const attributes = new Set(
        [...floor.planSvg.matchAll(/ ([a-z-]+)="/gi)].map(([, name]) => name),
      );
      for (const name of attributes) {
        expect([
          'xmlns',
          'viewBox',
          'class',
          'd',
          'fill',
          'stroke',
          'stroke-width',
          'stroke-linejoin',
          'text-anchor',
          'font-size',
          'x',
          'y',
        ]).toContain(name);
      }
      expect(
        [...floor.planSvg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].every(([, v]) => v === 'none'),
      ).toBe(true);
      expect(floor.planSvg).not.toMatch(/NaN|undefined|Infinity/);
    });

    it('uses the classes that a theme knows, and has walls, doors, stairs and names', () => {
      const used = new Set(
        [...floor.planSvg.matchAll(/class="([^"]*)"/g)].flatMap(([, names = '']) =>
          names.split(' '),
        ),
      );
      for (const name of used) expect(CLASSES).toContain(name);
      for (const name of ['plan-wall', 'plan-door', 'plan-stair', 'plan-label', 'plan-label-en']) {
        expect(used).toContain(name);
      }
    });

    it('has zones that lie on the plan and do not overlap', () => {
      expect(overlaps(floor)).toEqual([]);
      for (const zone of floor.zones) {
        for (const [x, y] of zone.polygon) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(floor.widthM);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(floor.heightM);
        }
      }
    });
  });
});

/** Zones that share a point of a 30 cm lattice, which avoids the walls' round numbers. */
function overlaps({ zones, widthM, heightM }: FloorView): string[] {
  const found = new Set<string>();
  for (let x = 0.137; x < widthM; x += 0.3) {
    for (let y = 0.137; y < heightM; y += 0.3) {
      const here = zones.filter(({ polygon }) => contains(polygon, [x, y]));
      if (here.length > 1) found.add(here.map(({ id }) => id).join(' / '));
    }
  }
  return [...found];
}
