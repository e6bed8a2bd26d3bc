/** Which serial ports this machine has. */
import { readdir } from 'node:fs/promises';

/** What the operating system knows of a port. */
export interface PortFacts {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
}

/** Serial ports as Linux names them: built in, USB, ARM boards. */
const LINUX_PORT = /^tty(?:S|USB|ACM|AMA|THS|O)\d+$/;

/**
 * serialport asks `udevadm` on Linux, which small systems don't have: then the names in /dev have to do.
 *
 * @throws what the operating system says when it can't be asked at all
 */
export async function listSerialPorts(
  ask: () => Promise<readonly PortFacts[]> = askLibrary,
  devDir = '/dev',
): Promise<readonly PortFacts[]> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('udevadm'))) throw error;
    const names = await readdir(devDir);
    return names
      .filter((name) => LINUX_PORT.test(name))
      .sort()
      .map((name) => ({ path: `${devDir}/${name}` }));
  }
}

async function askLibrary(): Promise<readonly PortFacts[]> {
  const { SerialPort } = await import('serialport');
  return SerialPort.list();
}
