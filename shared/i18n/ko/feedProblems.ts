/** What is wrong on the way to a broker, and what the person at the desk can do about it. */
import type { FeedProblemCode } from '#shared/contract/views.ts';
import { serialProblems } from './serialProblems.ts';

interface FeedProblemWords {
  readonly what: string;
  readonly toDo: string;
}

export const feedProblems = {
  feedProblems: {
    ...serialProblems,
    configuration: {
      what: '연결 설정을 쓸 수 없습니다.',
      toDo: '관리자가 설정 › 연결에서 주소, 인증서, 키를 고쳐야 합니다. 시작 옵션으로 준 연결이면 그것을 고치고 다시 시작합니다.',
    },
    nameNotFound: {
      what: '브로커의 이름을 찾을 수 없습니다.',
      toDo: '주소의 철자와 이 PC의 네트워크, DNS를 확인하십시오.',
    },
    unreachable: {
      what: '브로커에 닿지 않습니다.',
      toDo: '네트워크 선과 브로커의 전원을 보고, 주소와 포트, 방화벽을 확인하십시오.',
    },
    noAnswer: {
      what: '연결은 되지만 브로커가 답하지 않습니다.',
      toDo: '포트가 맞는지, 암호화(mqtts)를 써야 하는 포트인지 확인하십시오.',
    },
    tlsFailed: {
      what: '암호화된 연결을 맺지 못했습니다.',
      toDo: '포트가 암호화용인지, 브로커가 TLS 1.2 이상을 쓰는지 확인하십시오.',
    },
    brokerUntrusted: {
      what: '브로커의 인증서를 믿을 수 없습니다.',
      toDo: '인증 기관(CA) 파일이 이 브로커의 것인지 확인하십시오. 맞다면 다른 곳에 연결되었을 수 있습니다.',
    },
    brokerNameMismatch: {
      what: '브로커의 인증서가 다른 이름의 것입니다.',
      toDo: '인증서에 적힌 이름으로 주소를 고치거나 인증서를 다시 발급받으십시오.',
    },
    brokerCertificateExpired: {
      what: '브로커의 인증서가 유효 기간을 벗어났습니다.',
      toDo: '먼저 이 PC의 날짜와 시각을 확인하고, 맞다면 브로커의 인증서를 새로 발급받으십시오.',
    },
    clientCertificateRefused: {
      what: '브로커가 이 자리의 인증서를 거절합니다.',
      toDo: '인증서가 활성 상태이고 기한이 남았는지 브로커 관리자에게 확인하십시오.',
    },
    credentialsRefused: {
      what: '브로커가 사용자 이름이나 암호를 거절합니다.',
      toDo: '사용자 이름과 암호 파일을 확인하십시오.',
    },
    credentialsExpired: {
      what: 'AWS 자격 증명을 받을 수 없습니다.',
      toDo: '다시 로그인하거나(aws sso login), 자격 증명을 받아 오는 역할 별칭과 인증서를 확인하십시오.',
    },
    clockWrong: {
      what: '이 PC의 시계가 맞지 않습니다.',
      toDo: '날짜와 시각을 맞추고 시간 서버와 자동으로 맞추게 하십시오. 그때까지 암호화된 연결은 되지 않습니다.',
    },
    notAuthorised: {
      what: '브로커가 이 자리에 권한을 주지 않습니다.',
      toDo: '브로커 관리자에게 연결과 구독 권한(정책)을 요청하십시오.',
    },
    versionRefused: {
      what: '브로커가 다른 판의 MQTT를 씁니다.',
      toDo: 'MQTT 3.1.1이나 5를 쓰도록 브로커를 설정하십시오.',
    },
    clientIdRefused: {
      what: '브로커가 이 자리의 클라이언트 이름을 거절합니다.',
      toDo: '허용된 클라이언트 이름을 브로커 관리자에게 확인하십시오.',
    },
    brokerBusy: {
      what: '브로커가 지금 연결을 받지 않습니다.',
      toDo: '저절로 다시 시도합니다. 몇 분 뒤에도 그대로면 브로커 관리자에게 알리십시오.',
    },
    subscriptionRefused: {
      what: '브로커가 측정값 구독을 거절합니다.',
      toDo: '브로커 관리자에게 측정값 토픽의 구독 권한을 요청하십시오. 15분마다 저절로 다시 물어봅니다.',
    },
    qosDowngraded: {
      what: '자리가 끊긴 동안의 측정값을 브로커가 보관하지 않습니다.',
      toDo: '브로커가 QoS 1을 허용하도록 관리자에게 요청하십시오.',
    },
    takenOver: {
      what: '다른 자리가 같은 클라이언트 이름을 쓰고 있어 이 자리가 멈췄습니다.',
      toDo: '두 번 실행되었는지 확인하고, 하나를 끝낸 뒤 설정 › 연결에서 이 연결을 껐다가 켜십시오.',
    },
    connectionLost: {
      what: '연결이 끊겼습니다.',
      toDo: '저절로 다시 연결합니다. 자꾸 끊기면 네트워크와 브로커를 확인하십시오.',
    },
    keepAliveTimeout: {
      what: '연결되어 있지만 소식이 오가지 않습니다.',
      toDo: '저절로 다시 연결합니다. 네트워크 장비와 회선을 확인하십시오.',
    },
    protocolError: {
      what: '브로커와 말이 통하지 않습니다.',
      toDo: '주소가 MQTT 브로커의 것인지 확인하고, 아래 자세한 내용을 관리자에게 알리십시오.',
    },
    portInUse: {
      what: '이 PC의 수신 포트를 다른 프로그램이 쓰고 있습니다.',
      toDo: '다른 브로커를 끝내거나, 관리자가 포트를 바꿔야 합니다.',
    },
  } satisfies Record<FeedProblemCode, FeedProblemWords>,
};
