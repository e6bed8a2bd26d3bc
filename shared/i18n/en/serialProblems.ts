/** What is wrong with a serial port or a bus behind it, and what the person at the desk can do about it. */
export const serialProblems = {
  serialPortMissing: {
    what: 'The serial port cannot be found.',
    toDo: 'See whether the adapter is plugged in; an administrator checks the name of the port (emberwatch ports). It connects by itself once it is there.',
  },
  serialPortBusy: {
    what: 'Another program uses the serial port.',
    toDo: 'End that program, and see whether this one runs twice.',
  },
  serialPortDenied: {
    what: 'The program may not use the serial port.',
    toDo: 'An administrator has to give its account the right to (Linux: group dialout, then sign in again).',
  },
  serialSettings: {
    what: 'The serial port cannot be opened with these settings.',
    toDo: "An administrator has to compare baud rate, data bits, parity and stop bits with the adapter's manual.",
  },
  serialUnplugged: {
    what: 'The serial adapter was unplugged or lost its power.',
    toDo: 'Plug the USB adapter and its cable in again. It reconnects by itself, without a restart.',
  },
  serialSilent: {
    what: 'The serial port is open but nothing comes.',
    toDo: "Check the gateway's power and its cable.",
  },
  serialGarbled: {
    what: 'The lines from the serial port cannot be read.',
    toDo: 'An administrator has to check baud rate, parity and what the gateway sends. The quarantine on the System screen says why.',
  },
  modbusUnitsSilent: {
    what: 'Some Modbus units do not answer.',
    toDo: 'Check power and RS-485 wiring (A/B, termination) of the units named below, their unit number and baud rate.',
  },
};
