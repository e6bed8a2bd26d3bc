import { EventEmitter } from 'node:events';
import type { Notification, NotificationConstructorOptions } from 'electron';

type Surface = Pick<Notification, 'show' | 'close'>;

/** A box of the operating system, until it is closed or clicked. */
export class NotificationStandIn extends EventEmitter implements Surface {
  readonly options: NotificationConstructorOptions;
  open = false;

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    this.options = options;
  }

  show(): void {
    this.open = true;
    this.emit('show');
  }

  close(): void {
    this.open = false;
    this.emit('close');
  }
}
