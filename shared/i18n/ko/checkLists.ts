/** The items of the check lists, and the figures that the desk shows beside them, in Korean. */

export const checkItems = {
  overallState: '시스템 화면에서 전체 상태 확인',
  activeDevices: '응답하는 감지기 수가 예상 범위 안인지 확인',
  errorRate: '읽지 못한 메시지가 5% 미만인지 확인',
  dataInflow: '측정값이 정상으로 들어오는지 확인',
  severeAlarms: '지난 24시간의 심각·경계 경보 검토',
  falseAlarms: '경보가 적정했는지 평가(오경보 여부)',
  needAction: '조치가 필요한 감지기를 찾아 현장팀에 전달',
  alarmPattern: '경보가 특정 시간이나 장소에 몰리는지 확인',
  modelAccuracy: '예측 모델의 정확도가 85% 이상인지 확인',
  responseTime: '받아서 저장하기까지 2초 이하인지 확인',
  storageUse: '데이터베이스와 디스크 사용량 확인',
  cost: '클라우드와 문자 알림의 사용 요금 확인',
  weeklyReport: '주간 통계를 내려받아 성능 보고서 작성',
  modelTrend: '모델의 정밀도·재현율·F1 추세 분석',
  misjudged: '오경보와 놓친 경보 사례 분석',
  retraining: '필요하면 모델 재학습 계획 수립',
  resources: '메모리와 저장 공간 사용을 보고 줄일 것 찾기',
  bottleneck: '처리가 느려지는 곳이 없는지 기록으로 확인',
  deviceQuality: '감지기별 데이터 품질 평가',
  thresholdReview: '경보 기준을 고칠 필요가 있는지 검토',
  outliers: '센서 이상값의 경향 분석',
  communication: '통신 오류 횟수 분석',
  completeness: '감지기별로 빠진 데이터가 없는지 검사',
  newSensors: '새로운 감지기나 측정 경향이 있는지 확인',
  architecture: '전체 시스템 구성 검토',
  security: '보안 취약점 점검과 패치 적용',
  backupTest: '백업과 복구 절차 시험',
  capacity: '용량 계획과 확장 가능성 검토',
  prevention: '화재 예방 효과 측정',
  returnOnCost: '투자 대비 효과(ROI) 계산',
  feedback: '사용자 의견 수집과 분석',
  improvements: '개선할 것의 우선순위 정하기',
};

type Values<Name extends string> = Readonly<Record<Name, string>>;

export const checkFigures = {
  systemState: (p: Values<'up' | 'feeds' | 'troubles' | 'problems'>) =>
    `수신 경로 ${p.up} / ${p.feeds} 연결, 장애 경보 ${p.troubles}건, 시스템 문제 ${p.problems}건`,
  devices: (p: Values<'reporting' | 'expected' | 'share'>) =>
    `${p.reporting} / ${p.expected}대 응답 (${p.share})`,
  unreadable: (p: Values<'unreadable' | 'share'>) =>
    `읽지 못한 메시지 ${p.unreadable}건 (${p.share})`,
  inflow: (p: Values<'rate' | 'ageMs'>) => `초당 ${p.rate}건, 마지막 수신: ${p.ageMs}`,
  severeAlarms: (p: Values<'severe' | 'waiting'>) =>
    `심각·경계 ${p.severe}건, 지금 미확인 ${p.waiting}건`,
  nuisance: (p: Values<'nuisance' | 'judged' | 'share'>) =>
    `최근 7일 판정 ${p.judged}건 가운데 오경보 ${p.nuisance}건 (${p.share})`,
  needAction: (p: Values<'devices' | 'free'>) =>
    `경계 이상 감지기 ${p.devices}대, 담당 없는 경보 ${p.free}건`,
  alarmPattern: (p: Values<'alarms' | 'rate' | 'floods'>) =>
    `24시간 ${p.alarms}건, 10분 평균: ${p.rate}, 폭주 ${p.floods}회`,
  latency: (p: Values<'halfMs' | 'mostMs'>) => `절반은 ${p.halfMs}, 99%는 ${p.mostMs} 안에 저장`,
  disk: (p: Values<'usedBytes' | 'freeBytes' | 'share'>) =>
    `사용 ${p.usedBytes}, 남은 공간 ${p.freeBytes} (${p.share})`,
  weekAlarms: (p: Values<'alarms' | 'rate' | 'floods'>) =>
    `7일 ${p.alarms}건, 10분 평균: ${p.rate}, 폭주 ${p.floods}회`,
  memory: (p: Values<'memoryBytes' | 'databaseBytes'>) =>
    `메모리 ${p.memoryBytes}, 관제 데이터베이스 ${p.databaseBytes}`,
  dataQuality: (p: Values<'devices'>) => `지금 값에 문제가 있는 감지기 ${p.devices}대`,
  thresholds: (p: Values<'version'>) => `지금 기준 ${p.version}`,
  sensorTroubles: (p: Values<'times'>) => `최근 7일 센서 이상 ${p.times}건`,
  communicationTroubles: (p: Values<'times'>) => `최근 7일 통신 장애 ${p.times}건`,
  completeness: (p: Values<'silent' | 'gaps'>) =>
    `지금 무응답 ${p.silent}대, 최근 7일 메시지 누락 ${p.gaps}건`,
  inbox: (p: Values<'devices'>) => `등록을 기다리는 감지기 ${p.devices}대`,
  version: (p: Values<'version' | 'thresholds'>) =>
    `프로그램 ${p.version}, 경보 기준 ${p.thresholds}`,
  fireAlarms: (p: Values<'alarms' | 'real'>) =>
    `최근 30일 화재 위험 ${p.alarms}건, 실제로 판정: ${p.real}`,
  problemsFound: (p: Values<'problems'>) => `최근 30일 점검에서 적은 문제 ${p.problems}건`,
};
