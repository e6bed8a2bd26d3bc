import type { DeliveryProblemCode } from '#shared/notifications/deliveryProblem.ts';
import type { NoticeTexts } from '#shared/notifications/notice.ts';
import type { NotificationTopic } from '#shared/notifications/request.ts';

/** One message, ready to go. */
export interface OutgoingMessage {
  /** The same for the same contents: a receiver that knows it has nothing new before it. */
  readonly id: string;
  readonly topic: NotificationTopic;
  readonly severity: string;
  readonly simulated: boolean;
  /** Of several recipients only these, because another desk has told the rest. All of them where it is missing. */
  readonly to?: readonly string[];
  readonly texts: NoticeTexts;
  /** For programs: JSON text. */
  payload(): string;
}

export interface Receipt {
  /** What went wrong for some although the message was taken for others; null when all is well. */
  readonly partly: {
    readonly code: DeliveryProblemCode;
    readonly detail: string;
    /** The addresses for which it was taken. */
    readonly reached: readonly string[];
  } | null;
}

export const DELIVERED: Receipt = { partly: null };

/** A way out of the building. */
export interface Channel {
  /**
   * Sends once, without trying again: that is the outbox's, which knows the rate and what is more urgent.
   * @throws DeliveryError
   */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<Receipt>;
  close(): void;
}
