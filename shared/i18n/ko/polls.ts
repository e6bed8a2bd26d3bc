/** How the units of a polled bus answer. */
export const polls = {
  polls: {
    title: 'Modbus 기기의 응답',
    hint: '엔진이 시작되거나 연결을 고친 뒤부터 셉니다.',
    bus: '포트',
    unit: '국번',
    devices: '감지기',
    state: '상태',
    answering: '응답함',
    away: '응답 없음',
    busDown: '포트 닫힘',
    notYet: '아직 응답 전',
    asked: '요청',
    answered: '응답',
    ofAll: (p: { count: string; share: string }) => `${p.count} (${p.share}%)`,
    timedOut: '시간 초과',
    garbled: 'CRC 오류',
    refused: '거부됨',
  },
};
