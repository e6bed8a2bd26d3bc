/** The table of all alarms: finding them, the views that operators keep, taking what is shown out. */
import { StorageError } from '../storage/StorageError.ts';
import { os, type RouterParts } from './parts.ts';

export function alarmTableHandlers({ alarmTable, gate }: RouterParts) {
  const { views } = alarmTable;

  /** A question that found the queue full may be asked again; everything else that fails is the engine's. */
  const asked = async <T>(
    answer: Promise<T>,
    errors: { readonly CONFLICT: (options: { readonly message: string }) => Error },
  ): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof StorageError && error.code === 'conflict')
        throw errors.CONFLICT({ message: error.message });
      throw error;
    }
  };

  return {
    page: os.alarmTable.page.handler(({ input, errors }) => asked(alarmTable.page(input), errors)),
    outline: os.alarmTable.outline.handler(({ input, errors }) =>
      asked(alarmTable.outline(input), errors),
    ),
    changes: os.alarmTable.changes.handler(({ input, errors }) =>
      asked(alarmTable.changes(input), errors),
    ),
    views: os.alarmTable.views.handler(({ input, errors }) =>
      views.of(gate.check(input.session, errors).operatorId),
    ),
    saveView: os.alarmTable.saveView.handler(({ input, errors }) => {
      const { session, viewId: id, name, view } = input;
      return views.save(gate.require(session, errors).operatorId, { id, name, view });
    }),
    removeView: os.alarmTable.removeView.handler(({ input, errors }) => {
      const { operatorId } = gate.require(input.session, errors);
      return { removed: views.remove(operatorId, input.viewId) };
    }),
    beginExport: os.alarmTable.beginExport.handler(({ input, errors }) => {
      const { session, ...question } = input;
      return alarmTable.beginExport(question, gate.require(session, errors));
    }),
  };
}
