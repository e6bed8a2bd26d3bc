/** The same keys as the Korean, which the compiler checks. */
import type { Words } from '../dictionary.ts';
import { serialProblems } from './serialProblems.ts';

export const feedProblems = {
  feedProblems: {
    ...serialProblems,
    configuration: {
      what: 'The connection settings cannot be used.',
      toDo: 'An administrator has to mend the address, certificate or key under Settings › Connections; one given at the start is mended there, with a restart.',
    },
    nameNotFound: {
      what: "The broker's name cannot be found.",
      toDo: "Check the spelling of the address and this PC's network and DNS.",
    },
    unreachable: {
      what: 'The broker cannot be reached.',
      toDo: "Look at the network cable and the broker's power; check address, port and firewalls.",
    },
    noAnswer: {
      what: 'The connection opens but the broker says nothing.',
      toDo: 'Check that the port is right, and whether it expects encryption (mqtts).',
    },
    tlsFailed: {
      what: 'The encrypted connection could not be made.',
      toDo: 'Check that the port is the encrypted one and that the broker speaks TLS 1.2 or newer.',
    },
    brokerUntrusted: {
      what: "The broker's certificate cannot be trusted.",
      toDo: "Check that the authority (CA) file is this broker's. If it is, this may be somebody else's broker.",
    },
    brokerNameMismatch: {
      what: "The broker's certificate is for another name.",
      toDo: 'Use the name that stands in the certificate as the address, or have it issued again.',
    },
    brokerCertificateExpired: {
      what: "The broker's certificate is not valid today.",
      toDo: "Check this PC's date and time first; if they are right, the broker needs a new certificate.",
    },
    clientCertificateRefused: {
      what: "The broker refuses this desk's certificate.",
      toDo: "Ask the broker's administrator whether it is active and has not expired.",
    },
    credentialsRefused: {
      what: 'The broker refuses the user name or password.',
      toDo: 'Check the user name and the password file.',
    },
    credentialsExpired: {
      what: 'The credentials for AWS cannot be had.',
      toDo: 'Sign in again (aws sso login), or check the role alias and the certificate that fetches them.',
    },
    clockWrong: {
      what: "This PC's clock is wrong.",
      toDo: 'Set date and time, and let them be set by a time server. Encrypted connections fail until then.',
    },
    notAuthorised: {
      what: 'The broker does not allow this desk in.',
      toDo: "Ask the broker's administrator for the right (policy) to connect and subscribe.",
    },
    versionRefused: {
      what: 'The broker speaks another version of MQTT.',
      toDo: 'Set the broker to accept MQTT 3.1.1 or 5.',
    },
    clientIdRefused: {
      what: "The broker refuses this desk's client name.",
      toDo: "Ask the broker's administrator which client name is allowed.",
    },
    brokerBusy: {
      what: 'The broker takes no connections now.',
      toDo: "It is tried again by itself. If this lasts for minutes, tell the broker's administrator.",
    },
    subscriptionRefused: {
      what: 'The broker refuses the subscription to the readings.',
      toDo: "Ask the broker's administrator for the right to subscribe to the readings' topic. It is asked again every 15 minutes.",
    },
    qosDowngraded: {
      what: 'The broker keeps no readings while this desk is away.',
      toDo: 'Ask the administrator to let the broker grant QoS 1.',
    },
    takenOver: {
      what: 'Another desk uses the same client name, so this one has stopped.',
      toDo: 'See whether the program runs twice; end one, then switch this connection off and on under Settings › Connections.',
    },
    connectionLost: {
      what: 'The connection was lost.',
      toDo: 'It reconnects by itself. If it keeps being lost, check the network and the broker.',
    },
    keepAliveTimeout: {
      what: 'The connection is open but nothing comes through.',
      toDo: 'It reconnects by itself. Check the network equipment and the line.',
    },
    protocolError: {
      what: 'The broker and this desk do not understand each other.',
      toDo: 'Check that the address is that of an MQTT broker, and tell the administrator the details below.',
    },
    portInUse: {
      what: "Another program uses this PC's receiving port.",
      toDo: 'End the other broker, or have an administrator change the port.',
    },
  },
} satisfies Partial<Words>;
