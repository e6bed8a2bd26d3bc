/** A bar on the terminal that shows how far a long command is; nothing where nobody looks. */

const WIDTH = 30;
/** Often enough to look alive, seldom enough to cost nothing. */
const REDRAW_MS = 200;

export interface ProgressParts {
  readonly stream: { readonly isTTY?: boolean; write(text: string): unknown };
  /** Bytes of the whole work; null when that can't be known, as of a pipe. */
  readonly total: number | null;
  readonly now: () => number;
}

export class Progress {
  readonly #parts: ProgressParts;
  readonly #startedAt: number;
  #done = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(parts: ProgressParts) {
    this.#parts = parts;
    this.#startedAt = parts.now();
  }

  /** So much more was done. @param words what to say behind the bar */
  add(amount: number, words = ''): void {
    this.#done += amount;
    const { stream, now } = this.#parts;
    if (!stream.isTTY) return;
    const at = now();
    if (at - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = at;
    stream.write(`\r\x1b[K${this.#bar(at)}${words === '' ? '' : `  ${words}`}`);
  }

  /** Leaves the line empty for what is said next. */
  end(): void {
    if (this.#parts.stream.isTTY) this.#parts.stream.write('\r\x1b[K');
  }

  #bar(at: number): string {
    const { total } = this.#parts;
    const seconds = (at - this.#startedAt) / 1000;
    if (total === null || total === 0)
      return `${(this.#done / 1e6).toFixed(1)} MB  ${duration(seconds)}`;
    const share = Math.min(1, this.#done / total);
    const full = Math.round(share * WIDTH);
    const left = share > 0 ? duration((seconds / share) * (1 - share)) : '–';
    const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
    return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${duration(seconds)} / ${left}`;
  }
}

/** Minutes and seconds, as `3:07`. */
function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
