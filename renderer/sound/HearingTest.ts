/** The audible test: three sounds, and the question whether they were heard. Asked for at the start of each shift. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Hearing {
  readonly phase: 'idle' | 'playing' | 'asking';
  /** The last answer, and in which shift it was given. */
  readonly answer: { readonly session: string | null; readonly heard: boolean } | null;
  /** The shift in which the test was put off. */
  readonly postponed: string | null;
}

export interface HearingTestParts {
  /** @returns seconds until the sounds are over; 0 when they can't be played now */
  readonly play: () => Promise<number>;
  readonly wait: (ms: number) => Promise<void>;
  readonly session: () => string | null;
  /** Has the answer recorded in the operator's name. @throws when it could not be */
  readonly record: (heard: boolean) => Promise<void>;
  readonly answered: (heard: boolean) => void;
  /** Survives a reload, and ends with the window as the shift does. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
}

const KEY = 'emberwatch.heard';

export class HearingTest {
  readonly state: StoreApi<Hearing>;
  readonly #parts: HearingTestParts;

  constructor(parts: HearingTestParts) {
    this.#parts = parts;
    const answer = readAnswer(parts.storage.getItem(KEY));
    this.state = createStore<Hearing>(() => ({ phase: 'idle', answer, postponed: null }));
    if (answer !== null && answer.session === parts.session()) parts.answered(answer.heard);
  }

  async start(): Promise<void> {
    if (this.state.getState().phase !== 'idle') return;
    this.state.setState({ phase: 'playing' });
    const seconds = await this.#parts.play();
    await this.#parts.wait(seconds * 1_000);
    // A test that could not be played has nothing to ask.
    this.state.setState({ phase: seconds > 0 ? 'asking' : 'idle' });
  }

  /** @throws when the engine did not record it; it counts here all the same. */
  async answer(heard: boolean): Promise<void> {
    const answer = { session: this.#parts.session(), heard };
    this.state.setState({ phase: 'idle', answer });
    this.#parts.storage.setItem(KEY, JSON.stringify(answer));
    this.#parts.answered(heard);
    await this.#parts.record(heard);
    // Who was not signed on is by now.
    const session = this.#parts.session();
    this.state.setState({ answer: { session, heard } });
    this.#parts.storage.setItem(KEY, JSON.stringify({ session, heard }));
  }

  /** Ends the question without an answer. */
  cancel(): void {
    if (this.state.getState().phase === 'asking') this.state.setState({ phase: 'idle' });
  }

  postpone(): void {
    this.state.setState({ postponed: this.#parts.session() });
  }
}

/** Whether this shift has neither heard its desk nor put the test off. */
export function asksForTest({ answer, postponed }: Hearing, session: string | null): boolean {
  if (session === null || postponed === session) return false;
  return answer?.session !== session;
}

function readAnswer(text: string | null): Hearing['answer'] {
  try {
    const stored: unknown = text === null ? null : JSON.parse(text);
    if (typeof stored !== 'object' || stored === null) return null;
    const entries = new Map<string, unknown>(Object.entries(stored));
    const session = entries.get('session');
    const heard = entries.get('heard');
    if (typeof heard !== 'boolean') return null;
    return { session: typeof session === 'string' ? session : null, heard };
  } catch {
    return null;
  }
}
