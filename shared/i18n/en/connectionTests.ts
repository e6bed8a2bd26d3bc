/** The same keys as the Korean, which the compiler checks. */
import type { Words } from '../dictionary.ts';

export const connectionTests = {
  connectionTests: {
    steps: {
      certificate: "This desk's certificate",
      port: 'Serial port',
      name: 'Name lookup',
      tcp: 'Network connection (TCP)',
      tls: 'Encryption and their certificate (TLS)',
      listen: 'Receiving port',
      devices: 'Devices that may connect',
      mqtt: 'MQTT connection',
      subscribe: 'Subscription to readings',
      message: 'First reading',
    },
    findings: {
      certificateNone: { what: 'Connects without a certificate.' },
      certificateOwn: { what: 'Uses the certificate that the desk makes for itself.' },
      certificateGood: {
        what: 'Certificate and key belong together; valid until {until}, for {days} more days.',
      },
      certificateSoon: {
        what: 'The certificate ends in {days} days, on {until}.',
        toDo: 'Have a new one issued before then and put it into this connection: readings stop when it ends.',
      },
      certificateUnreadable: {
        what: 'The certificate cannot be read.',
        toDo: 'Check that it is a PEM file beginning with "-----BEGIN CERTIFICATE-----" and import it again.',
      },
      certificateSwapped: {
        what: 'There is a key where the certificate should be.',
        toDo: 'Exchange the certificate file and the key file. "Import files" sorts them by itself.',
      },
      certificateExpired: {
        what: "The certificate ended on {until}. This PC's clock says {now}.",
        toDo: "Check this PC's date and time first; if they are right, have a new certificate issued.",
      },
      certificateNotYet: {
        what: "The certificate is valid from {from} on. This PC's clock says {now}.",
        toDo: "Set this PC's date, time and zone, and switch on network time.",
      },
      keyMissing: {
        what: "The certificate's private key is missing.",
        toDo: 'Add the private key file that came with the certificate (private.key).',
      },
      keyUnreadable: {
        what: 'The private key cannot be read.',
        toDo: 'Check that it is a PEM file beginning with "-----BEGIN … PRIVATE KEY-----".',
      },
      keySwapped: {
        what: 'There is a certificate where the private key should be.',
        toDo: 'Exchange the certificate file and the key file.',
      },
      keyEncrypted: {
        what: 'The private key is locked with a passphrase.',
        toDo: 'Give the passphrase under "Import files": the key is unlocked, and kept sealed on this PC.',
      },
      keyOther: {
        what: 'The private key does not belong to this certificate.',
        toDo: 'Put in the certificate and the key that were issued together. If one of them is new, both have to be changed.',
      },
      caUnreadable: {
        what: "The authority's (CA) certificate cannot be read.",
        toDo: 'Check that it is a PEM file beginning with "-----BEGIN CERTIFICATE-----". Leave it empty for a public authority.',
      },
      secretUnavailable: {
        what: 'A stored password or key cannot be opened on this PC.',
        toDo: 'Enter it again and save. Keys do not come along when data is moved from another PC.',
      },
      nameFound: { what: '{host} is at {address}.' },
      nameUnknown: {
        what: 'The name {host} is not known ({code}).',
        toDo: "Check the spelling. If it is right, check this PC's network and DNS.",
      },
      nameServerDown: {
        what: 'The name server (DNS) does not answer.',
        toDo: "Check the network cable and this PC's DNS settings. Where the internet is closed off, tell whoever runs the network.",
      },
      tcpOpen: { what: 'Port {port} of {host} answers.' },
      tcpRefused: {
        what: '{host} can be reached, but nothing listens at port {port}.',
        toDo: 'Check the port number and that the broker is running.',
      },
      tcpNoWay: {
        what: 'There is no way to {host} ({code}).',
        toDo: 'Check the network cable, the IP address and the gateway.',
      },
      tcpSilent: {
        what: 'Port {port} of {host} does not answer.',
        toDo: 'A firewall may be blocking port {port} on the way out: have it opened. AWS IoT Core also takes port 443.',
      },
      tlsGood: {
        what: 'The certificate of {host} is trusted, for {days} more days ({protocol}).',
      },
      tlsSoon: {
        what: 'The certificate of {host} ends in {days} days, on {until}.',
        toDo: "Tell the broker's administrator to install a new one.",
      },
      tlsPlain: {
        what: 'Port {port} of {host} takes no encrypted connections ({code}).',
        toDo: 'Check that it is the encrypted port, usually 8883. If the broker uses no encryption, write the address with mqtt://.',
      },
      tlsSilent: {
        what: 'Port {port} of {host} does not answer the encryption handshake.',
        toDo: 'Check the port, and that no firewall or proxy on the way holds the connection back.',
      },
      tlsOtherName: {
        what: "Their certificate is not {host}'s. Names in it: {names}",
        toDo: "Use a name that stands in the certificate as the address, or ask the broker's administrator for one with this name.",
      },
      tlsExpired: {
        what: "Their certificate ended on {until}. This PC's clock says {now}.",
        toDo: "Check this PC's clock first; if it is right, the broker's administrator has to change the certificate.",
      },
      tlsNotYet: {
        what: "Their certificate is valid from {from} on. This PC's clock says {now}.",
        toDo: "This PC's date and time are probably wrong: set them, and switch on network time.",
      },
      tlsUntrusted: {
        what: 'The authority that signed their certificate ({issuer}) is not trusted ({code}).',
        toDo: "Put in the broker's authority (CA) file. If you have, it is another broker's, or somebody may be in between.",
      },
      tlsOwnRefused: {
        what: "The other side refuses this desk's certificate.",
        toDo: 'One may be needed and missing, or it is inactive, or of another authority. With AWS IoT Core, check in the console that the certificate is "Active".',
      },
      tlsFailed: {
        what: 'The encrypted connection could not be made ({code}).',
        toDo: 'Check that the broker speaks TLS 1.2 or newer, and tell its administrator what stands in the brackets.',
      },
      portOpen: { what: 'The port {path} is open.' },
      portOfDesk: { what: 'This connection has the port {path} open.' },
      portMissing: {
        what: 'There is no port {path} on this PC.',
        toDo: 'Plug the adapter in again and check the name. On Linux a name under /dev/serial/by-id/ stays the same wherever it is plugged in.',
      },
      portBusy: {
        what: 'Another program uses the port {path}.',
        toDo: "End that program. If another of this desk's connections has it, switch that one off first.",
      },
      portDenied: {
        what: "The program's user may not use the port {path}.",
        toDo: 'On Linux, put the user into the group dialout and sign in again.',
      },
      portOther: {
        what: 'The port {path} could not be opened. {said}',
        toDo: 'Check speed, data bits and parity; unplug the adapter and plug it in again.',
      },
      unitsSilent: {
        what: 'The port is open but no meter answers. {said}',
        toDo: 'Check unit numbers, speed, parity, wires A and B, and the terminating resistor.',
      },
      listenFree: { what: 'Port {port} of this PC is free.' },
      listening: { what: 'Port {port} is open for devices.' },
      listenTaken: {
        what: 'Another program uses port {port} of this PC.',
        toDo: 'End that program or choose another port. The devices have to be told a new port as well.',
      },
      listenNoAddress: {
        what: 'This PC does not have the address {host}.',
        toDo: 'Write 0.0.0.0 to listen on every address.',
      },
      listenRefused: {
        what: 'The system does not allow port {port} to be opened ({code}).',
        toDo: 'Choose a port above 1024.',
      },
      devicesKnown: { what: '{count} devices or gateways have credentials.' },
      devicesNone: {
        what: 'No device may connect yet.',
        toDo: 'Give each device credentials, a password or a certificate, under Settings › LAN broker.',
      },
      mqttRights: {
        what: 'The temporary credentials of AWS could not be had. {said}',
        toDo: 'Check the credentials and until when they are valid. With IAM Identity Center, sign in again.',
      },
      mqttClock: {
        what: "This PC's clock is wrong, so AWS does not take its signature. {said}",
        toDo: "Set this PC's date and time, and switch on network time.",
      },
      mqttAccepted: { what: 'Connected with MQTT {version}.' },
      mqttCredentials: {
        what: 'The broker refuses the user name "{user}" or the password.',
        toDo: 'Enter both again. Capitals matter.',
      },
      mqttNotAuthorised: {
        what: 'The broker does not let this desk connect (client name of the test: {client}).',
        toDo: "Ask the broker's administrator for the right to connect. With AWS IoT Core, iot:Connect in the policy must allow client names that begin like this.",
      },
      mqttClientId: {
        what: 'The broker does not take the client name {client}.',
        toDo: "Ask the broker's administrator which name is allowed, and enter it as the client name under the advanced settings.",
      },
      mqttTaken: {
        what: "Another desk uses this connection's client name, and this desk has stopped receiving.",
        toDo: 'See whether the program runs twice on the same data; end one, then switch this connection off and on.',
      },
      mqttBusy: {
        what: 'The broker takes no connections now. {said}',
        toDo: "Try again in a moment. If it lasts, tell the broker's administrator.",
      },
      mqttClosed: {
        what: 'The broker hangs up without a word when this desk asks to connect (client name: {client}).',
        toDo: 'AWS IoT Core does this when the policy does not allow iot:Connect for this client name. Check that a policy is attached to the certificate.',
      },
      mqttSilent: {
        what: 'The connection opens, but nothing answers MQTT.',
        toDo: "Check that this is an MQTT broker's port.",
      },
      mqttVersion: {
        what: 'The broker takes neither MQTT 5 nor 3.1.1.',
        toDo: 'Have the broker set to accept one of them.',
      },
      mqttOther: {
        what: 'The MQTT connection failed. {said}',
        toDo: "Check that this is an MQTT broker's address, and tell its administrator the words above.",
      },
      subscribed: { what: '{filter} is subscribed.' },
      subscribedQos0: {
        what: '{filter} is subscribed, but only with QoS 0.',
        toDo: 'Readings are lost while the desk is away. Ask for QoS 1 to be allowed.',
      },
      subscribeRefused: {
        what: 'The broker refuses the subscription to {filter}.',
        toDo: "Ask the broker's administrator for the right to subscribe. AWS IoT Core needs both iot:Subscribe and iot:Receive.",
      },
      subscribeClosed: {
        what: 'The broker hung up at the subscription to {filter}.',
        toDo: 'AWS IoT Core hangs up when the right is missing: check that iot:Subscribe in the policy names this topic.',
      },
      messageRead: { what: 'A reading of {device} has arrived and can be read.' },
      messageHeard: { what: "A device's message has arrived." },
      messageNotOn: {
        what: 'It is not saved yet, or switched off, so no device can connect.',
        toDo: 'Save it, switch it on and test again: then a first message is waited for.',
      },
      messageNone: {
        what: 'No reading came within {seconds} seconds.',
        toDo: 'The connection is in order. Check that the devices are on and publish to the same topic. If they report seldom, wait.',
      },
      messageUnreadable: {
        what: 'Messages come, but cannot be read as readings. Topic {topic}: {reason} ({detail})',
        toDo: 'Make what the devices send match the list of fields in the admin guide.',
      },
      messageLost: {
        what: 'The connection was lost while waiting for a reading.',
        toDo: 'Test again. With AWS IoT Core, check that iot:Receive in the policy names this topic.',
      },
    },
    importProblems: {
      unknownFile: 'Neither a certificate, nor a key, nor a connection bundle.',
      badZip: 'The zip file cannot be opened, or is too large for a connection bundle.',
      badBundle: 'The connection bundle (JSON) is not as it should be. To be mended: {detail}',
      newerBundle: 'The bundle was made for a newer program (version {detail}): update this one.',
      badCertificate: 'There is a certificate in it that cannot be read. The file may be cut off.',
      badKey: 'There is a key in it that cannot be read. The file may be cut off.',
      keyEncrypted:
        'The key is locked with a passphrase. Enter it below, and import the files again.',
      wrongPassphrase: 'The passphrase of the key is wrong.',
      wrongPair:
        'The key ({detail}) does not belong to this certificate. Import the two that were issued together.',
      certificateExpired: 'The certificate has expired.',
      certificateNotYet: "The certificate is not valid yet. Check this PC's date and time.",
      ambiguous: 'More than one certificate has its key here. The first is used.',
      publicKeyOnly: 'Only the public key is here. Import the private key (private.key) as well.',
      certificateMissing: 'There is a key and no certificate. Import the certificate as well.',
      keyMissing: 'There is a certificate and no private key. Import the key as well.',
      notPem: 'This is a binary file (DER, PFX, P12). Convert it to PEM; the admin guide says how.',
      tooLarge: 'The file is too large.',
      nothingFound: 'Nothing that could be used was found.',
    },
  },
} satisfies Partial<Words>;
