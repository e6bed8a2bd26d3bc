/** The same in English; the compiler checks the keys. */
import type { Words } from '../dictionary.ts';

export const deliveryProblems = {
  nameNotFound: {
    what: 'The name of the address is not known.',
    toDo: 'Check that there is Internet, the spelling of the address, and the DNS of this PC. It is sent again by itself.',
  },
  unreachable: {
    what: 'The other side cannot be reached.',
    toDo: 'Check the network cable, the firewall, the address and the port. It is sent again by itself.',
  },
  timeout: {
    what: 'The other side does not answer in time.',
    toDo: 'The network may be slow, or a firewall swallows it. It is sent again by itself.',
  },
  tlsFailed: {
    what: 'No encrypted connection could be made.',
    toDo: 'Check the port and the kind of encryption. For e-mail, 465 is TLS and 587 is STARTTLS.',
  },
  connectionLost: {
    what: 'The connection was cut while sending.',
    toDo: 'It is sent again by itself. If it keeps being cut, check the network.',
  },
  throttled: {
    what: 'The other side asks to wait: too often.',
    toDo: 'It is sent again by itself, slower. If it lasts, send less often or have the limit there raised.',
  },
  serviceFailing: {
    what: 'The service on the other side is failing.',
    toDo: 'It is sent again by itself. If it lasts, tell whoever runs the service.',
  },
  configuration: {
    what: 'The stored settings cannot be used.',
    toDo: 'Check that address, certificate and private key belong together, and save again.',
  },
  secretMissing: {
    what: 'The stored password or key cannot be opened.',
    toDo: "Enter this channel's password or key again. If that doesn't help, make the file secrets.key in the data folder readable by its owner only (600).",
  },
  serverUntrusted: {
    what: "The other side's certificate is not trusted.",
    toDo: 'With an authority of your own, enter its CA certificate. Otherwise this may be somebody else.',
  },
  certificateExpired: {
    what: "The other side's certificate is not valid at this time.",
    toDo: 'First check the date and time of this PC. If they are right, tell the administrator there.',
  },
  certificateNameMismatch: {
    what: "The other side's certificate is for another name.",
    toDo: 'Write the address with the name that is in the certificate.',
  },
  clientCertificateRefused: {
    what: "This desk's certificate was refused.",
    toDo: 'Check in AWS IoT that it is active, and that certificate and private key belong together.',
  },
  tlsNotOffered: {
    what: 'The mail server does not encrypt.',
    toDo: 'Check the port (587). A server that really cannot encrypt would show the password to anybody: use another.',
  },
  credentialsRefused: {
    what: 'The user name, password or key was refused.',
    toDo: 'Check account and password (access key, role alias, thing name) and enter them again.',
  },
  credentialsExpired: {
    what: 'The sign-in has expired.',
    toDo: 'Run aws sso login on this PC again. For a desk without a person, use an IoT role alias.',
  },
  profileUnusable: {
    what: 'This PC has no AWS profile of that name, or it is not one of SSO.',
    toDo: 'Run aws configure sso as the user that runs the desk, and enter the name of the profile as it is there.',
  },
  clockWrong: {
    what: 'Refused because the clock of this PC is wrong.',
    toDo: 'Set the date and time of this PC by Internet time.',
  },
  notAuthorised: {
    what: 'Not allowed to send.',
    toDo: "Give this account the right to publish to the topic (sns:Publish). For a webhook, check the receiver's permission.",
  },
  roleAliasNotFound: {
    what: 'The IoT role alias was not found.',
    toDo: 'Check the name of the role alias and its region.',
  },
  topicNotFound: {
    what: 'The SNS topic was not found.',
    toDo: 'Check region, account number and name in the ARN of the topic.',
  },
  senderRefused: {
    what: "The mail server refuses the sender's address.",
    toDo: 'Enter a sender that this account may send as.',
  },
  recipientRefused: {
    what: "A recipient's address was refused.",
    toDo: "Check the recipients' addresses. The others were sent to.",
  },
  messageRefused: {
    what: 'The other side refuses the contents.',
    toDo: 'It may have been taken for spam. Show its words below to the administrator.',
  },
  redirected: {
    what: 'The other side wants it sent elsewhere.',
    toDo: 'A notification does not follow. Enter the new address yourself.',
  },
  refused: {
    what: 'The other side does not take it.',
    toDo: 'Check the address, and that the receiver is set up to take these notifications.',
  },
} satisfies Words['notifications']['problems'];
