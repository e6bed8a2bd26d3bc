/** Doctor's sentences in both languages: what was found and, where it isn't well, what to do. */
export type Language = 'ko' | 'en';

interface Words {
  readonly found: string;
  readonly advice?: string;
}

const english = {
  nodeOk: { found: 'Node {version}' },
  nodeOld: {
    found: 'Node {version} is too old: 22.18 or newer is needed',
    advice: 'Run npm ci in the program’s folder; it brings its own Node.',
  },
  sqliteOk: { found: 'The database engine loads (SQLite {version})' },
  sqliteMissing: {
    found: 'The database engine does not load: {problem}',
    advice: 'Run npm ci in the program’s folder on this machine.',
  },
  clockOk: { found: 'The clock says {time} ({zone})' },
  clockWrong: {
    found: 'The clock says {time}, which can’t be right',
    advice: 'Set the time and switch on network time: alarms are judged and kept by it.',
  },
  clockBehindData: {
    found: 'The clock says {time}, but the data folder was written at {written}',
    advice: 'Check the time and the network time service before monitoring starts.',
  },
  folderOk: { found: 'The data folder {dir} can be written' },
  folderNew: { found: 'The data folder {dir} does not exist yet and will be made' },
  folderRefused: {
    found: 'The data folder {dir} can’t be written: {problem}',
    advice:
      'Give the user that runs the program the right to write there, or choose another with --data.',
  },
  spaceOk: { found: '{free} GB free for the data folder' },
  spaceLow: {
    found: 'Only {free} GB free for the data folder',
    advice: 'Free at least 5 GB: thirty days of readings of a thousand devices take about that.',
  },
  spaceOut: {
    found: 'The disk of the data folder is full ({free} GB free)',
    advice: 'Free space now: readings that can’t be stored are not acknowledged to the broker.',
  },
  lockFree: { found: 'No other engine uses the data folder' },
  lockHeld: {
    found: 'An engine is running on this data folder',
    advice: 'That is fine if it is the desk. A second one needs a folder of its own.',
  },
  databaseNone: { found: 'No database yet: the first start makes it' },
  databaseOk: { found: 'The database is sound (version {version})' },
  databaseOlder: {
    found:
      'The database is sound (version {version}); the next start brings it to {known} after a backup',
  },
  databaseNewer: {
    found: 'The database is version {version}, this program knows {known}',
    advice: 'Install the newer program. This one will not touch the data.',
  },
  databaseDamaged: {
    found: 'The database is damaged: {problem}',
    advice:
      'Start the program: it sets the file aside, saves what can be read, and says so. Then check the disk.',
  },
  portFree: { found: 'Port {port} on {host} is free' },
  portTaken: {
    found: 'Port {port} on {host} is taken',
    advice: 'Stop the other program, or choose another port with --port.',
  },
  portRefused: {
    found: 'Port {port} on {host} can’t be opened: {problem}',
    advice: 'Choose a port above 1023 and an address of this machine.',
  },
  brokerName: { found: '{broker}: the name leads to {address}' },
  brokerNameUnknown: {
    found: '{broker}: the name is not known ({problem})',
    advice: 'Check the spelling and this machine’s DNS server and network.',
  },
  brokerTcp: { found: '{broker}: port {port} answers' },
  brokerTcpRefused: {
    found: '{broker}: port {port} does not answer ({problem})',
    advice: 'Check that the broker runs, and that firewalls let this machine reach it.',
  },
  brokerTls: { found: '{broker}: the TLS certificate is valid for {days} more days' },
  brokerTlsSoon: {
    found: '{broker}: the TLS certificate ends in {days} days',
    advice: 'Renew the broker’s certificate before then: the feed goes down when it ends.',
  },
  brokerTlsRefused: {
    found: '{broker}: the TLS connection is refused ({problem})',
    advice: 'Check --ca, --cert and --key, and that the certificate names this broker.',
  },
  brokerMqtt: { found: '{broker}: MQTT {version} connection accepted' },
  brokerMqttRefused: {
    found: '{broker}: the MQTT connection is refused ({problem})',
    advice: 'Check the user name, the password file and the broker’s access rules.',
  },
  brokerSubscribe: { found: '{broker}: {topic} may be subscribed' },
  brokerSubscribeRefused: {
    found: '{broker}: {topic} may not be subscribed ({problem})',
    advice: 'Allow this client to subscribe to the devices’ topics in the broker’s access rules.',
  },
  connectionUnknown: {
    found: '{dir} holds no connection “{connection}”',
    advice: 'The names are told by: emberwatch connection list',
  },
  connectionUnreadable: {
    found: 'The connection “{connection}” can’t be read from the data folder: {problem}',
    advice: 'Mend what is said of the data folder and its database first.',
  },
} as const satisfies Record<string, Words>;

export type FindingCode = keyof typeof english;

const korean: Record<FindingCode, Words> = {
  nodeOk: { found: 'Node {version}' },
  nodeOld: {
    found: 'Node {version}은(는) 너무 오래되었습니다. 22.18 이상이 필요합니다',
    advice: '프로그램 폴더에서 npm ci를 실행하십시오. 알맞은 Node가 함께 설치됩니다.',
  },
  sqliteOk: { found: '데이터베이스 엔진이 동작합니다 (SQLite {version})' },
  sqliteMissing: {
    found: '데이터베이스 엔진을 불러올 수 없습니다: {problem}',
    advice: '이 컴퓨터의 프로그램 폴더에서 npm ci를 실행하십시오.',
  },
  clockOk: { found: '시계: {time} ({zone})' },
  clockWrong: {
    found: '시계가 {time}을(를) 가리킵니다. 올바른 시각이 아닙니다',
    advice:
      '시각을 맞추고 네트워크 시간 동기화를 켜십시오. 경보의 판정과 기록이 이 시각을 따릅니다.',
  },
  clockBehindData: {
    found: '시계는 {time}인데 데이터 폴더는 {written}에 기록되었습니다',
    advice: '감시를 시작하기 전에 시각과 시간 동기화 서비스를 확인하십시오.',
  },
  folderOk: { found: '데이터 폴더 {dir}에 쓸 수 있습니다' },
  folderNew: { found: '데이터 폴더 {dir}은(는) 아직 없으며 새로 만들어집니다' },
  folderRefused: {
    found: '데이터 폴더 {dir}에 쓸 수 없습니다: {problem}',
    advice: '프로그램을 실행하는 사용자에게 쓰기 권한을 주거나 --data로 다른 폴더를 고르십시오.',
  },
  spaceOk: { found: '데이터 폴더의 여유 공간 {free} GB' },
  spaceLow: {
    found: '데이터 폴더의 여유 공간이 {free} GB뿐입니다',
    advice: '5 GB 이상 확보하십시오. 디바이스 천 대의 30일 기록이 그 정도입니다.',
  },
  spaceOut: {
    found: '데이터 폴더의 디스크가 가득 찼습니다 (여유 {free} GB)',
    advice: '지금 공간을 확보하십시오. 저장하지 못한 측정값은 브로커에 수신 확인되지 않습니다.',
  },
  lockFree: { found: '데이터 폴더를 쓰는 다른 엔진이 없습니다' },
  lockHeld: {
    found: '이 데이터 폴더에서 엔진이 실행 중입니다',
    advice: '관제 프로그램이라면 정상입니다. 두 번째 엔진에는 다른 폴더가 필요합니다.',
  },
  databaseNone: { found: '데이터베이스가 아직 없습니다. 처음 시작할 때 만들어집니다' },
  databaseOk: { found: '데이터베이스가 정상입니다 (버전 {version})' },
  databaseOlder: {
    found:
      '데이터베이스가 정상입니다 (버전 {version}). 다음 시작 때 백업 후 {known}(으)로 올립니다',
  },
  databaseNewer: {
    found: '데이터베이스 버전은 {version}인데 이 프로그램은 {known}까지 압니다',
    advice: '더 새로운 프로그램을 설치하십시오. 이 프로그램은 데이터를 건드리지 않습니다.',
  },
  databaseDamaged: {
    found: '데이터베이스가 손상되었습니다: {problem}',
    advice:
      '프로그램을 시작하면 손상된 파일을 따로 보관하고 읽을 수 있는 것을 살린 뒤 알립니다. 그다음 디스크를 점검하십시오.',
  },
  portFree: { found: '{host}의 포트 {port}을(를) 쓸 수 있습니다' },
  portTaken: {
    found: '{host}의 포트 {port}을(를) 다른 프로그램이 쓰고 있습니다',
    advice: '그 프로그램을 멈추거나 --port로 다른 포트를 고르십시오.',
  },
  portRefused: {
    found: '{host}의 포트 {port}을(를) 열 수 없습니다: {problem}',
    advice: '1024 이상의 포트와 이 컴퓨터의 주소를 고르십시오.',
  },
  brokerName: { found: '{broker}: 이름이 {address}(으)로 연결됩니다' },
  brokerNameUnknown: {
    found: '{broker}: 이름을 찾을 수 없습니다 ({problem})',
    advice: '철자와 이 컴퓨터의 DNS 서버, 네트워크를 확인하십시오.',
  },
  brokerTcp: { found: '{broker}: 포트 {port}이(가) 응답합니다' },
  brokerTcpRefused: {
    found: '{broker}: 포트 {port}이(가) 응답하지 않습니다 ({problem})',
    advice: '브로커가 실행 중인지, 방화벽이 이 컴퓨터의 접속을 허용하는지 확인하십시오.',
  },
  brokerTls: { found: '{broker}: TLS 인증서가 {days}일 더 유효합니다' },
  brokerTlsSoon: {
    found: '{broker}: TLS 인증서가 {days}일 뒤에 끝납니다',
    advice: '그 전에 브로커의 인증서를 갱신하십시오. 끝나면 수신이 끊깁니다.',
  },
  brokerTlsRefused: {
    found: '{broker}: TLS 접속이 거부되었습니다 ({problem})',
    advice: '--ca, --cert, --key와 인증서의 이름이 이 브로커와 맞는지 확인하십시오.',
  },
  brokerMqtt: { found: '{broker}: MQTT {version} 접속이 수락되었습니다' },
  brokerMqttRefused: {
    found: '{broker}: MQTT 접속이 거부되었습니다 ({problem})',
    advice: '사용자 이름, 암호 파일, 브로커의 접근 규칙을 확인하십시오.',
  },
  brokerSubscribe: { found: '{broker}: {topic}을(를) 구독할 수 있습니다' },
  brokerSubscribeRefused: {
    found: '{broker}: {topic}을(를) 구독할 수 없습니다 ({problem})',
    advice: '브로커의 접근 규칙에서 이 클라이언트가 디바이스 토픽을 구독하도록 허용하십시오.',
  },
  connectionUnknown: {
    found: '{dir}에 「{connection}」이라는 연결이 없습니다',
    advice: '저장된 이름은 emberwatch connection list로 볼 수 있습니다.',
  },
  connectionUnreadable: {
    found: '데이터 폴더에서 「{connection}」 연결을 읽을 수 없습니다: {problem}',
    advice: '위에서 데이터 폴더와 데이터베이스에 대해 말한 것을 먼저 고치십시오.',
  },
};

/** The sentence of a finding, with its values filled in. */
export function wordsOf(
  finding: {
    readonly code: FindingCode;
    readonly values: Readonly<Record<string, string | number>>;
  },
  language: Language,
): Words {
  const { code, values } = finding;
  const words: Words = (language === 'ko' ? korean : english)[code];
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ''));
  return { found: fill(words.found), ...(words.advice && { advice: words.advice }) };
}

/** Korean where the terminal's locale is, English everywhere else. */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^ko(_|\.|-|$)/i.test(locale) ? 'ko' : 'en';
}
