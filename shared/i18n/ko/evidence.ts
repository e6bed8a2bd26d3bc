/** Words for what an alarm froze of the moment in which it was raised, in Korean. */
interface Measured {
  readonly sensor: string;
  readonly from: string;
  readonly to: string;
}

export const evidence = {
  evidence: {
    title: '경보가 울린 순간의 근거',
    frozen: (p: { time: string }) => `${p.time}의 값을 그대로 보존한 것입니다.`,
    parts: '점수의 구성',
    history: '최근 이력 배율',
    window: (p: { count: number }) => `직전 측정 ${p.count}회`,
    clears: '이 경보가 풀리려면',
    clearDown: (p: Measured) => `${p.sensor} ${p.from} → ${p.to} 이하`,
    clearUp: (p: Measured) => `${p.sensor} ${p.from} → ${p.to} 이상`,
    clearBit: (p: { bit: string }) => `감지기가 보낸 ‘${p.bit}’ 경보가 해제됨`,
    clearModel: (p: { from: string; to: string }) => `예측 모델의 값 ${p.from} → ${p.to} 미만`,
    clearArcs: (p: { from: string; to: string }) => `10분 동안의 아크 ${p.from}회 → ${p.to}회 이하`,
    thresholds: '판정 기준',
    model: '예측 모델',
    modelLevel: '모델의 등급',
    noModel: '쓰지 않음',
  },
};
