import type { Display, Rectangle, Screen } from 'electron';

type Surface = Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'getDisplayMatching'>;

/** A monitor whose lowest 40 pixels are the task bar's. */
export function monitor(id: number, bounds: Rectangle): Display {
  return { id, bounds, workArea: { ...bounds, height: bounds.height - 40 } } as Display;
}

export const FIRST_MONITOR = monitor(1, { x: 0, y: 0, width: 1920, height: 1080 });

/** `screen`: the monitors of this machine, which come and go between two runs. The first is the primary one. */
export class ScreenStandIn implements Surface {
  readonly #displays: readonly Display[];

  constructor(displays: readonly Display[] = [FIRST_MONITOR]) {
    this.#displays = displays;
  }

  getAllDisplays(): Display[] {
    return [...this.#displays];
  }

  getPrimaryDisplay(): Display {
    return this.#displays[0] ?? FIRST_MONITOR;
  }

  getDisplayMatching({ x, y }: Rectangle): Display {
    const holds = ({ bounds }: Display) =>
      x >= bounds.x && x < bounds.x + bounds.width && y >= bounds.y && y < bounds.y + bounds.height;
    return this.#displays.find(holds) ?? this.getPrimaryDisplay();
  }
}
