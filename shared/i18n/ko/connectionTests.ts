/** What a test of a connection finds, in Korean: what it is, and what to do. `{name}` is a value of the finding. */
import type { ImportProblemCode } from '#shared/connections/importing.ts';
import type { TestFinding, TestStep } from '#shared/connections/testStep.ts';

interface FindingWords {
  readonly what: string;
  readonly toDo?: string;
}

export const connectionTests = {
  connectionTests: {
    steps: {
      certificate: '이 관제석의 인증서',
      port: '직렬 포트',
      name: '이름 찾기',
      tcp: '네트워크 연결(TCP)',
      tls: '암호화와 상대 인증서(TLS)',
      listen: '수신 포트',
      devices: '접속할 디바이스',
      mqtt: 'MQTT 접속',
      subscribe: '측정값 구독',
      message: '첫 측정값',
    } satisfies Record<TestStep, string>,
    findings: {
      certificateNone: { what: '인증서 없이 접속합니다.' },
      certificateOwn: { what: '관제석이 스스로 만든 인증서를 씁니다.' },
      certificateGood: {
        what: '인증서와 키가 맞고 {until}까지 {days}일 남았습니다.',
      },
      certificateSoon: {
        what: '인증서가 {days}일 뒤({until})에 끝납니다.',
        toDo: '그 전에 새 인증서를 발급받아 이 연결에 넣으십시오. 끝나면 측정값이 끊깁니다.',
      },
      certificateUnreadable: {
        what: '인증서를 읽을 수 없습니다.',
        toDo: '"-----BEGIN CERTIFICATE-----"로 시작하는 PEM 파일인지 확인하고 다시 가져오십시오.',
      },
      certificateSwapped: {
        what: '인증서 자리에 키가 들어 있습니다.',
        toDo: '인증서 파일과 키 파일을 서로 바꾸어 넣으십시오. 파일 가져오기를 쓰면 알아서 가려 넣습니다.',
      },
      certificateExpired: {
        what: '인증서의 유효 기간이 {until}에 끝났습니다. 이 PC의 시각은 {now}입니다.',
        toDo: '이 PC의 날짜와 시각이 맞는지 먼저 보고, 맞다면 새 인증서를 발급받으십시오.',
      },
      certificateNotYet: {
        what: '인증서는 {from}부터 쓸 수 있습니다. 이 PC의 시각은 {now}입니다.',
        toDo: '이 PC의 날짜와 시각, 시간대를 맞추고 네트워크 시간 동기화를 켜십시오.',
      },
      keyMissing: {
        what: '인증서의 개인 키가 없습니다.',
        toDo: '인증서와 함께 받은 개인 키 파일(private.key)을 넣으십시오.',
      },
      keyUnreadable: {
        what: '개인 키를 읽을 수 없습니다.',
        toDo: '"-----BEGIN … PRIVATE KEY-----"로 시작하는 PEM 파일인지 확인하십시오.',
      },
      keySwapped: {
        what: '개인 키 자리에 인증서가 들어 있습니다.',
        toDo: '인증서 파일과 키 파일을 서로 바꾸어 넣으십시오.',
      },
      keyEncrypted: {
        what: '개인 키가 암호로 잠겨 있습니다.',
        toDo: '파일 가져오기에서 키의 암호를 적으면 풀어서 이 PC에 봉인해 보관합니다.',
      },
      keyOther: {
        what: '개인 키가 이 인증서의 것이 아닙니다.',
        toDo: '같은 때 함께 받은 인증서와 키를 다시 넣으십시오. 하나라도 새로 받았다면 둘 다 바꿔야 합니다.',
      },
      caUnreadable: {
        what: '인증 기관(CA) 인증서를 읽을 수 없습니다.',
        toDo: '"-----BEGIN CERTIFICATE-----"로 시작하는 PEM 파일인지 확인하십시오. 공인 기관의 인증서라면 비워 두십시오.',
      },
      secretUnavailable: {
        what: '저장된 암호나 키를 이 PC에서 열 수 없습니다.',
        toDo: '암호나 키를 다시 넣고 저장하십시오. 다른 PC에서 옮겨 온 데이터라면 키는 함께 오지 않습니다.',
      },
      nameFound: { what: '{host}의 주소는 {address}입니다.' },
      nameUnknown: {
        what: '{host}라는 이름을 찾을 수 없습니다({code}).',
        toDo: '철자를 확인하십시오. 맞다면 이 PC의 네트워크 연결과 DNS 설정을 확인하십시오.',
      },
      nameServerDown: {
        what: '이름 서버(DNS)가 답하지 않습니다.',
        toDo: '네트워크 선과 이 PC의 DNS 설정을 확인하십시오. 외부망이 막힌 곳이라면 전산 담당자에게 알리십시오.',
      },
      tcpOpen: { what: '{host}의 포트 {port}에 연결됩니다.' },
      tcpRefused: {
        what: '{host}에는 닿지만 포트 {port}에서 받는 프로그램이 없습니다.',
        toDo: '포트 번호가 맞는지, 브로커가 실행 중인지 확인하십시오.',
      },
      tcpNoWay: {
        what: '{host}까지 갈 길이 없습니다({code}).',
        toDo: '네트워크 선, IP 주소, 게이트웨이 설정을 확인하십시오.',
      },
      tcpSilent: {
        what: '{host}의 포트 {port}에서 답이 없습니다.',
        toDo: '방화벽이 이 PC에서 나가는 포트 {port}를 막고 있을 수 있습니다. 전산 담당자에게 열어 달라고 하십시오. AWS IoT Core는 443번 포트도 받습니다.',
      },
      tlsGood: {
        what: '{host}의 인증서를 믿을 수 있고 {days}일 남았습니다({protocol}).',
      },
      tlsSoon: {
        what: '{host}의 인증서가 {days}일 뒤({until})에 끝납니다.',
        toDo: '브로커 관리자에게 새 인증서를 설치하라고 알리십시오.',
      },
      tlsPlain: {
        what: '{host}의 포트 {port}는 암호화된 연결을 받지 않습니다({code}).',
        toDo: '암호화용 포트인지 확인하십시오(보통 8883). 브로커가 암호화를 쓰지 않는다면 주소를 mqtt://로 바꾸십시오.',
      },
      tlsSilent: {
        what: '{host}의 포트 {port}가 암호화 인사에 답하지 않습니다.',
        toDo: '포트가 맞는지, 중간의 방화벽이나 프록시가 연결을 붙잡고 있지 않은지 확인하십시오.',
      },
      tlsOtherName: {
        what: '상대의 인증서는 {host}의 것이 아닙니다. 인증서에 적힌 이름: {names}',
        toDo: '주소를 인증서에 적힌 이름으로 고치거나, 브로커 관리자에게 이 이름이 든 인증서를 요청하십시오.',
      },
      tlsExpired: {
        what: '상대의 인증서가 {until}에 끝났습니다. 이 PC의 시각은 {now}입니다.',
        toDo: '이 PC의 시각이 맞는지 먼저 보고, 맞다면 브로커 관리자에게 인증서를 바꾸라고 하십시오.',
      },
      tlsNotYet: {
        what: '상대의 인증서는 {from}부터 유효합니다. 이 PC의 시각은 {now}입니다.',
        toDo: '이 PC의 날짜와 시각이 틀렸을 것입니다. 맞추고 네트워크 시간 동기화를 켜십시오.',
      },
      tlsUntrusted: {
        what: '상대의 인증서를 발급한 기관({issuer})을 믿을 수 없습니다({code}).',
        toDo: '브로커의 인증 기관(CA) 파일을 넣으십시오. 이미 넣었다면 다른 곳의 파일이거나, 누군가 중간에 끼어 있을 수 있습니다.',
      },
      tlsOwnRefused: {
        what: '상대가 이 관제석의 인증서를 거절합니다.',
        toDo: '인증서가 필요한데 없거나, 비활성이거나, 다른 기관의 것일 수 있습니다. AWS IoT Core라면 콘솔에서 인증서가 "활성"인지 확인하십시오.',
      },
      tlsFailed: {
        what: '암호화된 연결을 맺지 못했습니다({code}).',
        toDo: '브로커가 TLS 1.2 이상을 쓰는지 확인하고, 괄호 안의 글자를 브로커 관리자에게 알리십시오.',
      },
      portOpen: { what: '{path} 포트를 열었습니다.' },
      portOfDesk: { what: '{path} 포트를 이 연결이 쓰고 있습니다.' },
      portMissing: {
        what: '이 PC에 {path}라는 포트가 없습니다.',
        toDo: '변환기의 USB 선을 다시 꽂고 포트 이름을 확인하십시오. 리눅스에서는 꽂는 자리가 바뀌어도 같은 /dev/serial/by-id/의 이름이 좋습니다.',
      },
      portBusy: {
        what: '{path} 포트를 다른 프로그램이 쓰고 있습니다.',
        toDo: '그 프로그램을 끝내십시오. 이 관제석의 다른 연결이 쓰고 있다면 먼저 끄십시오.',
      },
      portDenied: {
        what: '이 프로그램의 사용자에게 {path} 포트를 쓸 권한이 없습니다.',
        toDo: '리눅스에서는 사용자를 dialout 그룹에 넣고 다시 로그인하십시오.',
      },
      portOther: {
        what: '{path} 포트를 열지 못했습니다. {said}',
        toDo: '속도, 데이터 비트, 패리티를 확인하고 변환기를 뽑았다가 다시 꽂으십시오.',
      },
      unitsSilent: {
        what: '포트는 열렸지만 계측기가 답하지 않습니다. {said}',
        toDo: '국번, 속도, 패리티, A선과 B선의 연결, 종단 저항을 확인하십시오.',
      },
      listenFree: { what: '이 PC의 포트 {port}을(를) 쓸 수 있습니다.' },
      listening: { what: '포트 {port}에서 받고 있습니다.' },
      listenTaken: {
        what: '이 PC의 포트 {port}을(를) 다른 프로그램이 쓰고 있습니다.',
        toDo: '그 프로그램을 끝내거나 다른 포트를 쓰십시오. 포트를 바꾸면 디바이스의 설정도 바꿔야 합니다.',
      },
      listenNoAddress: {
        what: '이 PC에는 {host}라는 주소가 없습니다.',
        toDo: '모든 주소로 받으려면 0.0.0.0을 적으십시오.',
      },
      listenRefused: {
        what: '운영체제가 포트 {port}을(를) 열지 못하게 합니다({code}).',
        toDo: '1024보다 큰 포트를 쓰십시오.',
      },
      devicesKnown: { what: '{count}개의 디바이스나 게이트웨이에 접속 자격을 주었습니다.' },
      devicesNone: {
        what: '아직 접속할 수 있는 디바이스가 없습니다.',
        toDo: '설정 › 내부망 브로커에서 디바이스마다 접속 자격(암호나 인증서)을 만들어 주십시오.',
      },
      mqttRights: {
        what: 'AWS의 임시 자격 증명을 받지 못했습니다. {said}',
        toDo: '자격 증명 설정과 그 유효 기간을 확인하십시오. IAM Identity Center라면 다시 로그인하십시오.',
      },
      mqttClock: {
        what: '이 PC의 시각이 틀려 AWS가 서명을 받지 않습니다. {said}',
        toDo: '이 PC의 날짜와 시각을 맞추고 네트워크 시간 동기화를 켜십시오.',
      },
      mqttAccepted: { what: '접속했습니다(MQTT {version}).' },
      mqttCredentials: {
        what: '브로커가 사용자 이름 "{user}"이나 암호를 거절합니다.',
        toDo: '사용자 이름과 암호를 다시 넣으십시오. 대문자와 소문자를 가립니다.',
      },
      mqttNotAuthorised: {
        what: '브로커가 이 관제석의 접속을 허락하지 않습니다(시험에 쓴 클라이언트 이름: {client}).',
        toDo: '브로커 관리자에게 접속 권한을 요청하십시오. AWS IoT Core라면 정책의 iot:Connect가 이 이름으로 시작하는 클라이언트를 허용해야 합니다.',
      },
      mqttClientId: {
        what: '브로커가 클라이언트 이름 {client}을(를) 받지 않습니다.',
        toDo: '허용된 이름을 브로커 관리자에게 묻고 고급 설정의 클라이언트 이름에 적으십시오.',
      },
      mqttTaken: {
        what: '다른 관제석이 이 연결의 클라이언트 이름을 쓰고 있어, 이 관제석의 수신이 멈춰 있습니다.',
        toDo: '프로그램이 두 곳에서 같은 데이터로 실행 중인지 확인하고 하나를 끝낸 뒤, 이 연결을 껐다가 켜십시오.',
      },
      mqttBusy: {
        what: '브로커가 지금은 접속을 받지 않습니다. {said}',
        toDo: '잠시 뒤 다시 시험하십시오. 계속되면 브로커 관리자에게 알리십시오.',
      },
      mqttClosed: {
        what: '브로커가 접속 요청을 받자마자 말없이 끊습니다(클라이언트 이름: {client}).',
        toDo: 'AWS IoT Core라면 정책이 이 클라이언트 이름의 iot:Connect를 허용하지 않을 때 이렇습니다. 인증서에 정책이 붙어 있는지 확인하십시오.',
      },
      mqttSilent: {
        what: '연결은 되지만 MQTT에 답이 없습니다.',
        toDo: '이 포트가 MQTT 브로커의 것인지 확인하십시오.',
      },
      mqttVersion: {
        what: '브로커가 MQTT 5도 3.1.1도 받지 않습니다.',
        toDo: '브로커가 둘 중 하나를 받도록 설정해 달라고 하십시오.',
      },
      mqttOther: {
        what: 'MQTT 접속이 되지 않았습니다. {said}',
        toDo: '주소가 MQTT 브로커의 것인지 확인하고, 위의 글을 브로커 관리자에게 알리십시오.',
      },
      subscribed: { what: '{filter}을(를) 구독했습니다.' },
      subscribedQos0: {
        what: '{filter}을(를) 구독했지만 QoS 0만 허용됩니다.',
        toDo: '관제석이 끊긴 동안의 측정값이 사라집니다. 브로커가 QoS 1을 허용하도록 요청하십시오.',
      },
      subscribeRefused: {
        what: '브로커가 {filter}의 구독을 거절합니다.',
        toDo: '브로커 관리자에게 이 토픽의 구독 권한을 요청하십시오. AWS IoT Core라면 iot:Subscribe와 iot:Receive가 모두 있어야 합니다.',
      },
      subscribeClosed: {
        what: '{filter}을(를) 구독하려 하자 브로커가 연결을 끊었습니다.',
        toDo: '구독 권한이 없을 때 AWS IoT Core는 이렇게 끊습니다. 정책의 iot:Subscribe에 이 토픽이 있는지 확인하십시오.',
      },
      messageRead: {
        what: '{device}의 측정값이 도착했고 읽을 수 있습니다.',
      },
      messageHeard: { what: '디바이스의 메시지가 도착했습니다.' },
      messageNotOn: {
        what: '아직 저장하지 않았거나 꺼져 있어 디바이스가 접속할 수 없습니다.',
        toDo: '저장하고 켠 뒤 다시 시험하면 첫 메시지를 기다립니다.',
      },
      messageNone: {
        what: '{seconds}초 동안 측정값이 오지 않았습니다.',
        toDo: '연결에는 문제가 없습니다. 디바이스가 켜져 있는지, 같은 토픽으로 보내는지 확인하십시오. 드물게 보내는 디바이스라면 기다리면 됩니다.',
      },
      messageUnreadable: {
        what: '메시지는 오지만 측정값으로 읽을 수 없습니다. 토픽 {topic}: {reason} ({detail})',
        toDo: '디바이스가 보내는 형식을 관리자 안내서의 필드 목록과 맞추십시오.',
      },
      messageLost: {
        what: '측정값을 기다리는 동안 연결이 끊겼습니다.',
        toDo: '다시 시험하십시오. AWS IoT Core라면 정책의 iot:Receive에 이 토픽이 있는지 확인하십시오.',
      },
    } satisfies Record<TestFinding, FindingWords>,
    importProblems: {
      unknownFile: '인증서, 키, 연결 묶음 가운데 어느 것도 아닙니다.',
      badZip: 'zip 파일을 열 수 없거나, 연결 묶음이라기에는 너무 큽니다.',
      badBundle: '연결 묶음(JSON)의 형식이 맞지 않습니다. 고칠 곳: {detail}',
      newerBundle: '더 새로운 프로그램의 연결 묶음입니다(판 {detail}). 프로그램을 갱신하십시오.',
      badCertificate: '인증서가 들어 있지만 읽을 수 없습니다. 파일이 잘렸을 수 있습니다.',
      badKey: '키가 들어 있지만 읽을 수 없습니다. 파일이 잘렸을 수 있습니다.',
      keyEncrypted: '키가 암호로 잠겨 있습니다. 아래에 키의 암호를 적고 다시 가져오십시오.',
      wrongPassphrase: '키의 암호가 틀렸습니다.',
      wrongPair:
        '키({detail})가 이 인증서의 것이 아닙니다. 같은 때 함께 받은 두 파일을 가져오십시오.',
      certificateExpired: '인증서의 유효 기간이 끝났습니다.',
      certificateNotYet: '인증서가 아직 유효하지 않습니다. 이 PC의 날짜와 시각을 확인하십시오.',
      ambiguous: '짝이 맞는 인증서가 둘 이상입니다. 첫째 것을 씁니다.',
      publicKeyOnly: '공개 키만 있습니다. 개인 키 파일(private.key)도 함께 가져오십시오.',
      certificateMissing: '키만 있고 인증서가 없습니다. 인증서 파일도 함께 가져오십시오.',
      keyMissing: '인증서만 있고 개인 키가 없습니다. 키 파일도 함께 가져오십시오.',
      notPem:
        '이진 파일(DER, PFX, P12)입니다. PEM으로 바꿔서 가져오십시오. 방법은 관리자 안내서에 있습니다.',
      tooLarge: '파일이 너무 큽니다.',
      nothingFound: '쓸 것을 찾지 못했습니다.',
    } satisfies Record<ImportProblemCode, string>,
  },
};
