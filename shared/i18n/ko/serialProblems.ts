/** What is wrong with a serial port or a bus behind it, and what the person at the desk can do about it. */
export const serialProblems = {
  serialPortMissing: {
    what: '직렬 포트를 찾을 수 없습니다.',
    toDo: '어댑터가 꽂혀 있는지 보고, 관리자가 포트 이름을 확인하십시오(emberwatch ports). 꽂으면 저절로 연결됩니다.',
  },
  serialPortBusy: {
    what: '다른 프로그램이 직렬 포트를 쓰고 있습니다.',
    toDo: '그 프로그램을 끝내십시오. 이 프로그램이 두 번 실행되었는지도 확인하십시오.',
  },
  serialPortDenied: {
    what: '직렬 포트를 쓸 권한이 없습니다.',
    toDo: '관리자가 실행 계정에 권한을 주어야 합니다(리눅스: dialout 그룹에 넣고 다시 로그인).',
  },
  serialSettings: {
    what: '직렬 포트를 이 설정으로 열 수 없습니다.',
    toDo: '관리자가 통신 속도, 데이터 비트, 패리티, 정지 비트를 어댑터의 설명서와 맞춰 보아야 합니다.',
  },
  serialUnplugged: {
    what: '직렬 어댑터가 빠졌거나 전원이 끊겼습니다.',
    toDo: 'USB 어댑터와 선을 다시 꽂으십시오. 프로그램을 다시 시작하지 않아도 저절로 연결됩니다.',
  },
  serialSilent: {
    what: '직렬 포트는 열려 있지만 아무것도 오지 않습니다.',
    toDo: '게이트웨이의 전원과 통신선을 확인하십시오.',
  },
  serialGarbled: {
    what: '직렬 포트로 오는 줄을 읽을 수 없습니다.',
    toDo: '관리자가 통신 속도와 패리티, 게이트웨이가 보내는 형식을 확인하십시오. 시스템 화면의 격리 목록에 이유가 있습니다.',
  },
  modbusUnitsSilent: {
    what: 'Modbus 기기 가운데 응답하지 않는 것이 있습니다.',
    toDo: '아래에 적힌 국번 기기의 전원과 RS-485 배선(A/B, 종단 저항), 국번과 통신 속도를 확인하십시오.',
  },
};
