/** The prediction and its model in Korean. */
import type {
  ModelProblemCode,
  ModelVersion,
  PredictionState,
} from '#shared/contract/predictionViews.ts';
import type { Channel, FeatureGroup } from '#shared/prediction/schema.ts';
import type { ModelOutput } from '#shared/prediction/verdict.ts';

const whole = (count: number) => count.toLocaleString('ko-KR');

/** A particle by the word's last sound; both where that is no Hangul. */
function particle(word: string, afterVowel: string, afterConsonant: string): string {
  const code = word.charCodeAt(word.length - 1) - 0xac00;
  if (code < 0 || code >= 11_172) return `${word}${afterConsonant}(${afterVowel})`;
  return `${word}${code % 28 === 0 ? afterVowel : afterConsonant}`;
}

const subject = (word: string) => particle(word, '가', '이');
const together = (word: string) => particle(word, '와', '과');

interface Compared {
  readonly name: string;
  /** What it is compared with, one of `than`. */
  readonly than: string;
  readonly amount: string;
}

const channels = {
  voltage: '전압',
  sag: '전압이 순간 처진 폭',
  current: '전류',
  leakage: '누설전류',
  resistive: '저항성 누설',
  board: '기기 온도',
  terminal: '단자 온도',
  excess: '단자와 기기의 온도 차',
  co: '일산화탄소',
  voc: '유해 가스',
  powerFactor: '역률',
  arcs: '아크',
} satisfies Record<Channel, string>;

export const prediction = {
  prediction: {
    title: '예측',
    probability: '10분 안에 불이 날 확률',
    hazard: '놔두면 불이 될 위험이 있을 확률',
    probabilityShort: '10분 안 화재',
    hazardShort: '화재로 이어질 위험',
    outputs: {
      probability: '10분 안에 불이 날 확률',
      hazard: '화재로 이어질 위험이 있을 확률',
      cnnLstm: '신경망이 본 10분 안 화재 확률',
      boostedTrees: '결정나무가 본 10분 안 화재 확률',
    } satisfies Record<ModelOutput, string>,
    below: (p: { limit: string }) => `${p.limit} 미만`,
    over: (p: { limit: string }) => `${p.limit} 초과`,
    threshold: (p: { level: string; limit: string }) => `${p.level} 기준 ${p.limit}`,
    thresholdOf: (p: { level: string; limit: string; output: string }) =>
      `${p.level} 기준: ${p.output} ${p.limit}`,
    persisted: (p: { met: string; of: string }) => `최근 ${p.of}번 가운데 ${p.met}번 넘으면`,
    noLevel: '모델은 등급을 올리지 않았습니다.',
    raised: (p: { level: string }) => `모델이 ‘${p.level}’로 봅니다.`,
    basis: (p: { from: string; to: string }) => `${p.from}–${p.to}의 측정값으로 계산`,
    states: {
      ready: '예측 중',
      warmingUp: '자료를 모으는 중',
      gaps: '빠진 자료가 많음',
      stale: '최근 자료 없음',
      modelUnavailable: '예측 모델을 쓸 수 없음',
    } satisfies Record<PredictionState, string>,
    stateHints: {
      ready: '모델이 1분마다 새로 계산합니다.',
      warmingUp: '30분 동안의 측정값이 모여야 예측이 나옵니다.',
      gaps: '지난 30분 가운데 빠진 분이 많아 예측하지 않습니다. 감지기의 통신을 확인하십시오.',
      stale: '최근 몇 분 동안 측정값이 없어 예측하지 않습니다. 감지기의 통신을 확인하십시오.',
      modelUnavailable: '예측은 없지만 규칙에 따른 감시와 경보는 계속됩니다.',
    } satisfies Record<PredictionState, string>,
    minutesLeft: (p: { count: number }) => `약 ${whole(p.count)}분 더 지나면 예측이 나옵니다.`,
    none: '이 감지기에는 아직 예측이 없습니다.',
    openModel: '예측 모델 보기',
    explain: '까닭 보기',
    explainAgain: '지금 값으로 다시',
    hideExplanation: '까닭 닫기',
    explaining: '설명을 계산하는 중',
    notExplained: {
      nothing: '예측이 없어 설명할 것이 없습니다.',
      otherModel: '지금 쓰는 것과 다른 모델이 판단한 것이라 설명할 수 없습니다.',
      failed: '설명을 계산하지 못했습니다.',
    },
    explainTitle: '모델이 이렇게 본 까닭',
    explained: (p: { output: string; chance: string; time: string }) =>
      `${p.time} 기준 ${p.output} ${p.chance}`,
    driverHint:
      '그 값이 평소와 같았다면 확률이 얼마나 낮아지는지입니다. 더해도 100%가 되지 않을 수 있습니다.',
    noDrivers: '눈에 띄게 확률을 움직인 값이 없습니다.',
    partOf: (p: { share: string }) => `확률의 ${p.share}`,
    lowers: (p: { points: string }) => `확률을 ${p.points} 낮춤`,
    pointsUnit: (p: { amount: string }) => `${p.amount}%p`,
    chartDrivers: '색칠한 시간: 확률을 움직인 값이 나온 때',
    axisFloor: '0.1% 아래는 바닥에 그림',
    tableHighest: '모델 최고',
    byModel: (p: { level: string }) => `예측 모델이 ${p.level}로 봄`,
    frozenTitle: '그때 모델이 그렇게 본 까닭',
  },
  channels,
  /** What was made of a channel, as a name that stands alone in a list. */
  featureForms: {
    fromDay: (p: { channel: string }) => `${p.channel}: 반나절 평소와의 차이`,
    fromHours: (p: { channel: string }) => `${p.channel}: 지난 몇 시간과의 차이`,
    spread: (p: { channel: string }) => `${p.channel}: 평소 변동폭에 견준 차이`,
  },
  features: {
    terminalUnexplained: '부하로 설명되지 않는 단자 온도',
    boardUnexplained: '부하로 설명되지 않는 기기 온도',
    voltageUnexplained: '부하로 설명되지 않는 전압',
    terminalUnexplainedSpread: '설명되지 않는 단자 온도: 평소 변동폭에 견준 값',
    boardUnexplainedSpread: '설명되지 않는 기기 온도: 평소 변동폭에 견준 값',
    voltageUnrest: '10분 동안의 전압 흔들림',
    loadRatio: '부하율',
    loadRatioHalfHour: '30분 평균 부하율',
    arcsFiveMinutes: '5분 동안의 아크',
    arcsHour: '1시간 동안의 아크',
    unusualChannels: '함께 나타난 이상 징후',
    gasSensorInEnclosure: '가스 센서의 자리',
    ownHistory: '이 감지기의 자료가 모인 시간',
  } as Readonly<Record<string, string>>,
  featureGroups: {
    temperature: '온도',
    gas: '가스',
    leakage: '누설',
    arcs: '아크',
    load: '부하',
    supply: '전원',
    device: '감지기',
  } satisfies Record<FeatureGroup, string>,
  drivers: {
    than: {
      usual: '평소',
      day: '지난 반나절 평소',
      hours: '지난 몇 시간',
      load: '부하로 설명되는 값',
    },
    higher: (p: Compared) => `${subject(p.name)} ${p.than}보다 ${p.amount} 높음`,
    lower: (p: Compared) => `${subject(p.name)} ${p.than}보다 ${p.amount} 낮음`,
    times: (p: Compared) => `${subject(p.name)} ${p.than}의 약 ${p.amount}배`,
    less: (p: Compared) => `${subject(p.name)} ${p.than}의 약 ${p.amount} 수준`,
    oftener: (p: { name: string; than: string }) => `${subject(p.name)} ${p.than}보다 잦음`,
    rarer: (p: { name: string; than: string }) => `${subject(p.name)} ${p.than}보다 드묾`,
    same: (p: { name: string; than: string }) => `${subject(p.name)} ${together(p.than)} 비슷함`,
    spreadsUp: (p: { name: string; amount: string }) =>
      `${subject(p.name)} 평소 변동폭의 ${p.amount}배만큼 높음`,
    spreadsDown: (p: { name: string; amount: string }) =>
      `${subject(p.name)} 평소 변동폭의 ${p.amount}배만큼 낮음`,
    now: (p: { name: string; value: string; usual: string }) =>
      `${p.name}: ${p.value} (평소 ${p.usual})`,
    arcsPerMinute: (p: { amount: string }) => `분당 ${p.amount}회`,
    kinds: (p: { amount: string }) => `${p.amount}가지`,
    hours: (p: { amount: string }) => `${p.amount}시간`,
    enclosure: '함 안',
    room: '방 안',
    unknownPlace: '모름',
    between: (p: { from: string; to: string }) => `${p.from}–${p.to}`,
    fromGroup: (p: { group: string; feature: string }) => `${p.group} (${p.feature})`,
  },
  modelProblems: {
    missing: {
      what: '모델 파일이 없습니다.',
      toDo: '프로그램을 다시 설치하거나 아래에서 모델 파일을 올리십시오.',
    },
    unreadable: {
      what: '모델 파일을 읽을 수 없습니다.',
      toDo: '디스크와 파일 권한을 확인하고, 파일을 다시 받아 올리십시오.',
    },
    tooLarge: {
      what: '파일이 너무 큽니다(64 MB까지).',
      toDo: '올린 파일이 맞는지 확인하십시오.',
    },
    hashMismatch: {
      what: '파일 내용이 기록된 지문과 다릅니다. 바뀌었거나 손상된 파일입니다.',
      toDo: '믿을 수 있는 곳에서 파일을 다시 받으십시오. 바뀐 적이 없다면 관리자에게 알리십시오.',
    },
    notAModel: {
      what: '예측 모델 파일이 아닙니다.',
      toDo: '이름이 .onnx로 끝나는 모델 파일을 고르십시오.',
    },
    wrongOpset: {
      what: '이 프로그램이 계산할 수 없는 형식의 모델입니다.',
      toDo: '이 버전에 맞는 모델을 받으십시오.',
    },
    wrongSchema: {
      what: '이 프로그램과 다른 입력을 쓰는 모델입니다.',
      toDo: '프로그램의 버전에 맞는 모델을 받거나 프로그램을 갱신하십시오.',
    },
    wrongOutputs: {
      what: '모델이 내놓는 값이 약속과 다릅니다.',
      toDo: '모델을 만든 쪽에 이 화면의 내용을 보내십시오.',
    },
    runtimeFailed: {
      what: '모델을 시험 삼아 계산하다가 실패했습니다.',
      toDo: '모델을 만든 쪽에 이 화면의 내용을 보내십시오.',
    },
    tooSlow: {
      what: '이 PC에서 계산이 너무 느립니다.',
      toDo: '다른 프로그램을 닫거나 더 빠른 PC를 쓰십시오.',
    },
  } satisfies Record<ModelProblemCode, { what: string; toDo: string }>,
  model: {
    title: '예측 모델',
    subtitle: '모델이 지금 얼마나 맞는지, 어떤 모델이 쓰이는지',
    failed: '모델 정보를 불러오지 못했습니다.',
    available: '예측 모델이 쓰이고 있습니다',
    unavailable: '예측 모델을 쓸 수 없습니다',
    rulesGoOn: '규칙에 따른 감시와 경보는 계속됩니다.',
    noLive: '없음',
    version: '버전',
    hash: '지문',
    trainedAt: '학습한 때',
    lastRun: '마지막 계산',
    neverRan: '아직 계산한 적이 없습니다',
    card: {
      open: '예측 모델 화면 열기',
      devices: (p: { ready: string; all: string }) => `예측 중인 감지기 ${p.ready} / ${p.all}`,
    },
    performance: {
      title: '실제 성적',
      intro: '종결한 경보의 결과와 견준 것입니다. 사건을 종결할 때 고른 결과가 여기에 쓰입니다.',
      period: '기간',
      day: '최근 24시간',
      month: '최근 30일',
      tooFew: (p: { count: number; least: string }) =>
        `결과가 정해진 경보가 ${whole(p.count)}건뿐입니다(${p.least}건 미만). 비율로 말할 수 없습니다.`,
      labelled: (p: { count: number }) => `결과가 정해진 경보 ${whole(p.count)}건`,
      unknown: '말할 수 없음',
      accuracy: '정확도',
      accuracyWarning:
        '한 번도 경보하지 않는 모델도 정확도는 99.7%입니다. 이 수만 보고 판단하지 마십시오.',
      precision: '정밀도',
      precisionMeaning: '모델이 올린 경보 가운데 진짜였던 비율입니다.',
      recall: '재현율',
      recallMeaning: '진짜 위험 가운데 모델이 알아본 비율입니다.',
      f1: 'F1 점수',
      f1Meaning: '정밀도와 재현율을 함께 본 값입니다. 1에 가까울수록 좋습니다.',
      falseAlarms: '감지기 하루당 헛경보',
      falseAlarmsMeaning: (p: { days: string }) => `감지기·일 ${p.days} 동안 센 것입니다.`,
      lead: '미리 알린 시간(중앙값)',
      leadMeaning: '진짜 위험을 얼마나 먼저 알렸는지입니다.',
      minutes: (p: { amount: string }) => `${p.amount}분`,
      counts: '경보와 결과',
      truePositives: '맞힌 경보',
      falsePositives: '헛경보',
      falseNegatives: '놓친 위험',
      trueNegatives: '조용했고 아무 일 없음',
      daily: '날마다의 정확도',
      dailyLabel: '최근 30일 날마다의 정확도와 결과가 정해진 경보 수. 같은 내용이 표에 있습니다.',
      day1: '날짜',
      labelledColumn: '결과가 정해진 경보',
      byDevice: '감지기별',
      byVersion: '모델별',
      device: '감지기',
      noDevices: '이 기간에 결과가 정해진 경보가 없습니다.',
    },
    calibration: {
      title: '확률이 실제와 맞는지',
      intro:
        '점이 대각선에 가까울수록 확률을 그대로 믿어도 됩니다. 위에 있으면 모델이 낮게, 아래에 있으면 높게 말한 것입니다.',
      none: '견줄 예측과 결과가 아직 없습니다.',
      label: '모델이 말한 확률과 실제로 일어난 비율의 그래프. 같은 내용이 표에 있습니다.',
      range: '말한 확률',
      count: '횟수',
      predicted: '말한 확률 평균',
      observed: '실제 비율',
      perfect: '꼭 맞을 때',
    },
    drift: {
      title: '입력이 학습 때와 달라졌는지',
      intro: (p: { time: string; windows: string }) =>
        `${p.time}부터 예측 ${p.windows}번의 입력을 학습 자료와 견주었습니다. 달라진 입력이 많으면 예측을 덜 믿으십시오.`,
      none: '견줄 만큼 자료가 모이지 않았습니다.',
      feature: '입력',
      group: '분류',
      psi: '변화 지수(PSI)',
      band: '판정',
      bands: { steady: '그대로', shifting: '달라지는 중', shifted: '달라짐' },
      bandsHint: 'PSI 0.1 미만 그대로, 0.25까지 달라지는 중, 넘으면 달라짐',
      more: (p: { count: number }) => `그대로인 입력 ${whole(p.count)}개는 접었습니다`,
      showAll: '모두 보기',
      showFew: '달라진 것만 보기',
      allSteady: '달라진 입력이 없습니다.',
    },
    versions: {
      title: '모델 버전',
      none: '이 관제석이 아는 모델이 없습니다.',
      roles: {
        live: '쓰는 중',
        shadow: '시험 운전 중',
        known: '보관',
      } satisfies Record<ModelVersion['role'], string>,
      origins: {
        bundled: '프로그램에 든 것',
        installed: '올린 것',
      } satisfies Record<ModelVersion['origin'], string>,
      carrying: '등급을 정하는 값',
      points: '등급 기준',
      schema: '입력 형식',
      trainingData: '학습 자료 지문',
      cardTitle: '학습 때의 성적',
      simulated: '모의 건물에서 잰 것입니다. 실제 건물의 성적은 위의 ‘실제 성적’을 보십시오.',
      set: '시험 묶음',
      incidents: '화재',
      recall: '알아본 비율',
      recallRange: (p: { low: string; high: string }) => `95% 구간 ${p.low}–${p.high}`,
      lead: '미리 알린 시간',
      falseAlarms: '감지기 하루당 헛경보',
      hardNegatives: '헷갈리는 정상',
      hardNegativesOf: (p: { alarmed: string; all: string }) => `${p.all}건 중 ${p.alarmed}건 경보`,
    },
    shadow: {
      title: '시험 운전 모델과 견주기',
      none: '시험 운전 모델이 없습니다.',
      waiting: '두 모델이 함께 계산한 것이 아직 없습니다.',
      intro: (p: { time: string; windows: string }) =>
        `${p.time}부터 두 모델이 같은 입력 ${p.windows}번을 함께 계산했습니다. 시험 운전 모델은 경보를 울리지 않습니다.`,
      meanDifference: '확률 차이 평균',
      largestDifference: '확률 차이 최대',
      both: '둘 다 올림',
      liveOnly: '쓰는 모델만 올림',
      shadowOnly: '시험 운전 모델만 올림',
      times: (p: { amount: string }) => `${p.amount}번`,
      noAlarms: '둘 다 한 번도 등급을 올리지 않았습니다. 아직 고를 근거가 없습니다.',
    },
    runs: {
      title: '계산',
      windows: '계산한 예측',
      latency: '한 묶음에 걸린 시간',
      latencyDetail: '절반은 / 95%는 이 시간 안에',
      states: '감지기의 예측 상태',
      devices: (p: { count: number }) => `${whole(p.count)}대`,
    },
    offer: {
      title: '새 모델 올리기',
      intro: '올린 모델은 먼저 시험 운전으로 계산만 합니다. 바꾸는 것은 두 사람이 따로 결정합니다.',
      choose: '모델 파일 고르기',
      sending: (p: { percent: number }) => `올리는 중 ${p.percent}%`,
      checking: '파일을 확인하는 중',
      accepted: (p: { version: string }) => `모델 ${p.version}의 시험 운전을 시작했습니다.`,
      refused: '모델을 받지 않았습니다',
      conflict: '이미 쓰고 있는 모델이거나 다른 일이 진행 중입니다.',
    },
    change: {
      promote: '시험 운전 모델로 바꾸기',
      rollBack: '전에 쓰던 모델로 되돌리기',
      discard: '시험 운전 그만두기',
      promoteTitle: '쓰는 모델 바꾸기',
      rollBackTitle: '전에 쓰던 모델로 되돌리기',
      discardTitle: '시험 운전 그만두기',
      promoteIntro:
        '바꾸는 순간부터 이 모델이 경보를 올립니다. 두 사람의 이름과 까닭이 기록됩니다.',
      rollBackIntro: '앞서 쓰던 모델이 다시 경보를 올립니다. 두 사람의 이름과 까닭이 기록됩니다.',
      discardIntro: '이 모델은 더 이상 함께 계산하지 않습니다. 파일은 보관됩니다.',
      from: '지금',
      to: '바뀐 뒤',
      first: '첫째 사람',
      second: '둘째 사람',
      secondHint: '다른 사람이 이 자리에서 자기 비밀번호나 PIN을 넣어야 합니다.',
      chooseSecond: '이름을 고르십시오',
      nobodyElse: '비밀번호나 PIN이 있는 다른 책임자나 관리자가 없습니다. 관리자에게 요청하십시오.',
      secret: '비밀번호 또는 PIN',
      reason: '바꾸는 까닭',
      reasonHint: '예: 2주 시험에서 헛경보가 절반으로 줄었음',
      submit: '두 사람이 확인하고 바꾸기',
      submitRollBack: '두 사람이 확인하고 되돌리기',
      submitDiscard: '시험 운전 그만두기',
      saving: '바꾸는 중',
      needSupervisor: '책임자나 관리자가 할 수 있습니다.',
      needAdministrator: '관리자가 할 수 있습니다.',
      noPrevious: '되돌아갈 모델이 없습니다.',
      which: '어느 모델로',
      conflict:
        '그 모델의 파일을 더 이상 쓸 수 없거나 다른 일이 진행 중입니다. 아무것도 바뀌지 않았습니다.',
      notFound:
        '그동안 다른 모델이 시험 운전을 시작했습니다. 창을 닫고 다시 보십시오. 아무것도 바뀌지 않았습니다.',
      noShadow: '시험 운전 모델이 없습니다.',
    },
    asTable: '표로 보기',
    asChart: '그래프로 보기',
  },
};
