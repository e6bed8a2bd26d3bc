/** What stands in rooms, as path data: furniture, machines and vehicles in the signs of building drawings. */
import { n } from './geometry.ts';

export function rect(x: number, y: number, w: number, h: number): string {
  return `M${n(x)} ${n(y)}h${n(w)}v${n(h)}h${n(-w)}z`;
}

export function line(x1: number, y1: number, x2: number, y2: number): string {
  return `M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}`;
}

export function circle(x: number, y: number, r: number): string {
  return `M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0`;
}

/** A row of equal boxes: cubicles, lockers, racks, fridges. Along x when it is wider than high. */
export function row(x: number, y: number, w: number, h: number, pieces: number): string {
  const inner = Array.from({ length: pieces - 1 }, (_, i) => {
    const share = (i + 1) / pieces;
    return w >= h
      ? line(x + w * share, y, x + w * share, y + h)
      : line(x, y + h * share, x + w, y + h * share);
  });
  return rect(x, y, w, h) + inner.join('');
}

/** Switchgear: a row of cubicles with the line of their doors. */
export function switchgear(x: number, y: number, w: number, h: number, pieces: number): string {
  const doors =
    w >= h
      ? line(x, y + h * 0.78, x + w, y + h * 0.78)
      : line(x + w * 0.78, y, x + w * 0.78, y + h);
  return row(x, y, w, h, pieces) + doors;
}

/** A cast-resin transformer: its housing and three coils. */
export function transformer(x: number, y: number, w: number, h: number): string {
  const r = Math.min(w / 7, h / 3);
  const coils = [0.2, 0.5, 0.8].map((share) => circle(x + w * share, y + h / 2, r));
  return rect(x, y, w, h) + coils.join('');
}

export function generator(x: number, y: number, w: number, h: number): string {
  return (
    rect(x, y, w, h) +
    rect(x + 0.3, y + h * 0.2, w * 0.5, h * 0.6) +
    circle(x + w * 0.74, y + h / 2, h * 0.26) +
    line(x + 0.3 + w * 0.5, y + h / 2, x + w * 0.74 - h * 0.26, y + h / 2)
  );
}

export function pump(x: number, y: number): string {
  return circle(x, y, 0.34) + rect(x + 0.34, y - 0.2, 0.7, 0.4) + circle(x, y, 0.12);
}

export function tank(x: number, y: number, w: number, h: number): string {
  return rect(x, y, w, h) + line(x, y, x + w, y + h) + line(x + w, y, x, y + h);
}

/** A desk with its chair on the given side. */
export function desk(x: number, y: number, chair: 'up' | 'down' | 'left' | 'right'): string {
  const [w, h] = chair === 'up' || chair === 'down' ? [1.4, 0.7] : [0.7, 1.4];
  const chairs = {
    up: circle(x + w / 2, y - 0.32, 0.24),
    down: circle(x + w / 2, y + h + 0.32, 0.24),
    left: circle(x - 0.32, y + h / 2, 0.24),
    right: circle(x + w + 0.32, y + h / 2, 0.24),
  };
  return rect(x, y, w, h) + chairs[chair];
}

/** Back-to-back desks, as many pairs as fit side by side. */
export function deskIsland(x: number, y: number, pairs: number): string {
  return Array.from(
    { length: pairs },
    (_, i) => desk(x + i * 1.4, y, 'up') + desk(x + i * 1.4, y + 0.7, 'down'),
  ).join('');
}

export function meetingTable(x: number, y: number, w: number, h: number): string {
  const seats = Math.max(1, Math.floor(w / 0.85));
  const chairs = Array.from({ length: seats }, (_, i) => {
    const cx = x + (w * (i + 0.5)) / seats;
    return circle(cx, y - 0.34, 0.22) + circle(cx, y + h + 0.34, 0.22);
  });
  return rect(x, y, w, h) + chairs.join('');
}

/** A square table for four. */
export function diningTable(x: number, y: number): string {
  const seats = [
    [0, -0.62],
    [0, 0.62],
    [-0.62, 0],
    [0.62, 0],
  ].map(([dx = 0, dy = 0]) => circle(x + dx, y + dy, 0.2));
  return rect(x - 0.4, y - 0.4, 0.8, 0.8) + seats.join('');
}

export function sofa(x: number, y: number, w: number, h: number): string {
  return `${rect(x, y, w, h)}${rect(x + 0.12, y + 0.12, w - 0.24, h - 0.24)}`;
}

export function plant(x: number, y: number): string {
  return circle(x, y, 0.38) + line(x - 0.27, y, x + 0.27, y) + line(x, y - 0.27, x, y + 0.27);
}

/** Washbasins, cubicles or urinals in a row along x. */
export function basins(x: number, y: number, count: number): string {
  return (
    rect(x, y, count * 0.7, 0.5) +
    Array.from({ length: count }, (_, i) => circle(x + 0.35 + i * 0.7, y + 0.25, 0.17)).join('')
  );
}
export function cubicles(x: number, y: number, count: number): string {
  return Array.from(
    { length: count },
    (_, i) => rect(x + i * 0.95, y, 0.95, 1.35) + circle(x + 0.475 + i * 0.95, y + 0.42, 0.22),
  ).join('');
}

/** A parking stall 2.5 by 5 m, open towards the lane. */
export function stall(x: number, y: number, open: 'up' | 'down' | 'left'): string {
  if (open === 'left') return `M${n(x)} ${n(y)}h5v2.5h-5`;
  if (open === 'up') return `M${n(x)} ${n(y)}v5h2.5v-5`;
  return `M${n(x)} ${n(y + 5)}v-5h2.5v5`;
}

/** A car seen from above in a box of its size, nose to the top or to the right. */
export function car(x: number, y: number, nose: 'up' | 'right'): string {
  const r = 0.42;
  if (nose === 'up') {
    const [w, h] = [1.8, 4.4];
    return (
      rounded(x, y, w, h, r) +
      `M${n(x + 0.18)} ${n(y + 1.5)}q${n(w / 2 - 0.18)} -.45 ${n(w - 0.36)} 0M${n(x + 0.22)} ${n(y + 3.6)}h${n(w - 0.44)}`
    );
  }
  const [w, h] = [4.4, 1.8];
  return (
    rounded(x, y, w, h, r) +
    `M${n(x + w - 1.5)} ${n(y + 0.18)}q.45 ${n(h / 2 - 0.18)} 0 ${n(h - 0.36)}M${n(x + 0.8)} ${n(y + 0.22)}v${n(h - 0.44)}`
  );
}

function rounded(x: number, y: number, w: number, h: number, r: number): string {
  const corner = `a${n(r)} ${n(r)} 0 0 1 `;
  return (
    `M${n(x + r)} ${n(y)}h${n(w - 2 * r)}${corner}${n(r)} ${n(r)}v${n(h - 2 * r)}${corner}${n(-r)} ${n(r)}` +
    `h${n(2 * r - w)}${corner}${n(-r)} ${n(-r)}v${n(2 * r - h)}${corner}${n(r)} ${n(-r)}z`
  );
}

/** A straight arrow on the floor of a ramp or lane. */
export function arrow(x1: number, y1: number, x2: number, y2: number): string {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const head = [2.6, -2.6].map((turn) =>
    line(x2, y2, x2 + 0.6 * Math.cos(angle + turn), y2 + 0.6 * Math.sin(angle + turn)),
  );
  return line(x1, y1, x2, y2) + head.join('');
}
