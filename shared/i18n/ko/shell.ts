/** What the desktop program says outside of its pages: tray, notifications, native dialogs. */
const whole = (count: number) => count.toLocaleString('ko-KR');

export const shell = {
  shell: {
    windows: { desk: '관제 화면', wall: '벽면 화면', incident: '사건 화면' },
    tray: {
      starting: '감시를 시작하는 중',
      lost: '감시 중단: 다시 시작하는 중',
      gaveUp: '감시 중단: 사람이 다시 시작해야 합니다',
      noFeed: '연결된 수신 경로가 없습니다',
      fire: (p: { count: number }) => `확인할 화재 경보 ${whole(p.count)}건`,
      openFire: (p: { count: number }) => `끝나지 않은 화재 경보 ${whole(p.count)}건`,
      waiting: (p: { count: number }) => `확인할 그 밖의 경보 ${whole(p.count)}건`,
      quiet: '이상 없음',
      reporting: (p: { reporting: number; expected: number }) =>
        `감지기 ${whole(p.expected)}대 중 ${whole(p.reporting)}대 수신`,
      simulated: '모의 건물',
      restart: '감시 다시 시작',
      diagnostics: '진단 자료 모으기…',
      update: '갱신 파일로 갱신…',
      quit: '종료',
    },
    notice: {
      fire: (p: { kind: string }) => `화재 경보: ${p.kind}`,
      open: '누르면 경보를 엽니다. 확인은 화면에서 근무자 이름으로 합니다.',
      more: (p: { count: number }) => `화재 경보 ${whole(p.count)}건 더`,
      graphics: '화면 장치가 거듭 멈췄습니다. 다음 시작부터 소프트웨어로 그립니다.',
      gaveUp: '감시가 멈췄고 스스로 다시 시작하지 못합니다. 창에서 다시 시작하십시오.',
    },
    diagnostics: {
      title: '진단 자료 저장',
      saved: (p: { file: string }) => `암호와 키를 뺀 진단 자료를 저장했습니다.\n${p.file}`,
      failed: (p: { reason: string }) => `진단 자료를 저장하지 못했습니다.\n${p.reason}`,
    },
    update: {
      choose: '갱신 설명 파일 고르기 (…release.json)',
      now: '지금 설치',
      later: '나중에',
      pause: '설치하는 동안 1~2분쯤 감시가 멈추고, 끝나면 스스로 다시 시작합니다.',
      problems: {
        unreadable: '갱신 설명 파일을 읽을 수 없습니다.',
        noKey: '이 프로그램에는 갱신을 확인할 공개 키가 들어 있지 않습니다.',
        badSignature: '서명이 맞지 않습니다. 이 파일을 믿지 마십시오.',
        notNewer: '지금 쓰는 판보다 새롭지 않습니다.',
        noFile: '설명 파일과 같은 폴더에 이 시스템용 설치 파일이 없습니다.',
        notHere: '이 프로그램은 운영체제의 패키지로 설치되었습니다. 그 방법으로 갱신하십시오.',
      },
      ready: (p: { version: string }) => `${p.version} 판을 설치할 준비가 되었습니다.`,
      waits: {
        notReady: '준비된 갱신이 없습니다.',
        fire: '끝나지 않은 화재 경보가 있어 설치를 미룹니다.',
        unknown: '감시 상태를 알 수 없어 설치를 미룹니다.',
        outsideWindow: '정해 둔 점검 시간에 설치합니다.',
      },
      failed: (p: { reason: string }) => `갱신하지 않았습니다.\n${p.reason}`,
      rolledBack: (p: { version: string }) =>
        `${p.version} 판이 감시를 시작하지 못해 이전 판을 다시 설치합니다.`,
    },
  },
};
