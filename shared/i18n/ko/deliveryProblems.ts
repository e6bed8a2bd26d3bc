/** What is wrong between the desk and the people to be told, and what to do about it. */
import type { DeliveryProblemCode } from '#shared/notifications/deliveryProblem.ts';

interface DeliveryProblemWords {
  readonly what: string;
  readonly toDo: string;
}

export const deliveryProblems = {
  nameNotFound: {
    what: '주소의 이름을 찾을 수 없습니다.',
    toDo: '인터넷이 되는지, 주소의 철자와 이 PC의 DNS가 맞는지 확인하십시오. 저절로 다시 보냅니다.',
  },
  unreachable: {
    what: '상대에게 닿지 않습니다.',
    toDo: '네트워크 선과 방화벽, 주소와 포트를 확인하십시오. 저절로 다시 보냅니다.',
  },
  timeout: {
    what: '상대가 제때 답하지 않습니다.',
    toDo: '네트워크가 느리거나 방화벽이 막고 있을 수 있습니다. 저절로 다시 보냅니다.',
  },
  tlsFailed: {
    what: '암호화된 연결을 맺지 못했습니다.',
    toDo: '포트와 암호화 방식이 맞는지 확인하십시오. 메일은 465가 TLS, 587이 STARTTLS입니다.',
  },
  connectionLost: {
    what: '보내는 도중에 연결이 끊겼습니다.',
    toDo: '저절로 다시 보냅니다. 자꾸 끊기면 네트워크를 확인하십시오.',
  },
  throttled: {
    what: '상대가 너무 잦다며 잠시 기다리라고 합니다.',
    toDo: '저절로 천천히 다시 보냅니다. 오래가면 보내는 간격을 늘리거나 상대의 한도를 올리십시오.',
  },
  serviceFailing: {
    what: '상대 쪽 서비스에 장애가 있습니다.',
    toDo: '저절로 다시 보냅니다. 오래가면 서비스 제공자에게 알리십시오.',
  },
  configuration: {
    what: '저장된 설정을 쓸 수 없습니다.',
    toDo: '주소와 인증서, 개인 키가 서로 맞는지 확인하고 다시 저장하십시오.',
  },
  secretMissing: {
    what: '저장된 암호나 키를 열 수 없습니다.',
    toDo: '이 채널의 암호나 키를 다시 입력하십시오. 그래도 안 되면 데이터 폴더의 secrets.key 파일을 주인만 읽을 수 있게(600) 하십시오.',
  },
  serverUntrusted: {
    what: '상대의 인증서를 믿을 수 없습니다.',
    toDo: '사내 인증 기관을 쓴다면 그 CA 인증서를 넣으십시오. 아니라면 다른 곳에 연결된 것일 수 있습니다.',
  },
  certificateExpired: {
    what: '상대의 인증서가 유효 기간을 벗어났습니다.',
    toDo: '먼저 이 PC의 날짜와 시각을 확인하고, 맞다면 상대의 관리자에게 알리십시오.',
  },
  certificateNameMismatch: {
    what: '상대의 인증서가 다른 이름의 것입니다.',
    toDo: '인증서에 적힌 이름으로 주소를 고치십시오.',
  },
  clientCertificateRefused: {
    what: '이 자리의 인증서가 거절되었습니다.',
    toDo: 'AWS IoT에서 인증서가 활성 상태인지, 인증서와 개인 키가 한 쌍인지 확인하십시오.',
  },
  tlsNotOffered: {
    what: '메일 서버가 암호화를 하지 않습니다.',
    toDo: '포트를 확인하십시오(587). 서버가 정말 암호화를 못 한다면 암호가 그대로 드러나므로 다른 서버를 쓰십시오.',
  },
  credentialsRefused: {
    what: '사용자 이름이나 암호, 키가 거절되었습니다.',
    toDo: '계정과 암호(액세스 키, 역할 별칭, 사물 이름)를 확인하고 다시 입력하십시오.',
  },
  credentialsExpired: {
    what: '로그인 기한이 지났습니다.',
    toDo: '이 PC에서 aws sso login을 다시 하십시오. 무인 자리라면 IoT 역할 별칭을 쓰십시오.',
  },
  profileUnusable: {
    what: '이 PC에 그 이름의 AWS 프로필이 없거나 SSO 프로필이 아닙니다.',
    toDo: '관제 프로그램을 실행하는 사용자로 aws configure sso를 하고, 프로필 이름을 그대로 적으십시오.',
  },
  clockWrong: {
    what: '이 PC의 시각이 틀려서 거절되었습니다.',
    toDo: '이 PC의 날짜와 시각을 인터넷 시각에 맞추십시오.',
  },
  notAuthorised: {
    what: '보낼 권한이 없습니다.',
    toDo: '이 계정에 해당 토픽으로 보내는 권한(sns:Publish)을 주십시오. 웹훅이면 받는 쪽의 허가를 확인하십시오.',
  },
  roleAliasNotFound: {
    what: 'IoT 역할 별칭을 찾을 수 없습니다.',
    toDo: '역할 별칭의 이름과 리전을 확인하십시오.',
  },
  topicNotFound: {
    what: 'SNS 토픽을 찾을 수 없습니다.',
    toDo: '토픽 ARN의 리전, 계정 번호, 이름을 확인하십시오.',
  },
  senderRefused: {
    what: '메일 서버가 보내는 사람 주소를 거절합니다.',
    toDo: '이 계정으로 보낼 수 있는 주소를 보내는 사람에 적으십시오.',
  },
  recipientRefused: {
    what: '받는 사람 주소가 거절되었습니다.',
    toDo: '받는 사람의 메일 주소를 확인하십시오. 다른 사람에게는 보냈습니다.',
  },
  messageRefused: {
    what: '상대가 내용을 거절합니다.',
    toDo: '스팸으로 걸러졌을 수 있습니다. 아래 상대의 말을 관리자에게 보이십시오.',
  },
  redirected: {
    what: '상대가 다른 주소로 보내라고 합니다.',
    toDo: '알림은 다른 주소로 옮겨 보내지 않습니다. 바뀐 주소를 직접 적으십시오.',
  },
  refused: {
    what: '상대가 받지 않습니다.',
    toDo: '주소가 맞는지, 받는 쪽이 이 알림을 받도록 되어 있는지 확인하십시오.',
  },
} satisfies Record<DeliveryProblemCode, DeliveryProblemWords>;
