import { openModbusGateway } from '../../sources/serial/ModbusGateway.ts';
import { openSerialGateway } from '../../sources/serial/SerialGateway.ts';
import { brokerPlan } from './brokerPlan.ts';
import { lanPlan } from './lanPlan.ts';
import { serialPlan } from './serialPlan.ts';
import { fail, type Plan, type TestTarget } from './step.ts';

/** What there is to try of each kind of connection. */
export function planOf(target: TestTarget): Plan {
  const { settings } = target;
  try {
    switch (settings.kind) {
      case 'awsIot':
      case 'mqtt':
        return brokerPlan(target, settings);
      case 'lanBroker':
        return lanPlan(target, settings);
      case 'serialNdjson':
        return serialPlan(target, settings.path, (parts) =>
          openSerialGateway({ ...parts, settings }),
        );
      case 'modbusRtu':
        return serialPlan(target, settings.path, (parts) =>
          openModbusGateway({ ...parts, settings }),
        );
    }
  } catch (error) {
    // An address that can't be read, or a region that nobody named: there is nothing to try, only to say.
    const said = error instanceof Error ? error.message : String(error);
    return {
      steps: [{ id: 'mqtt', run: async () => fail('mqttOther', { said }) }],
      close: () => undefined,
    };
  }
}
