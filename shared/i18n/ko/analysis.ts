/** What the analysis of the stream says of its alarms. */

export const analysis = {
  analysisDetails: {
    suddenHeat: (p: { celsius: string; over: string }) =>
      `${p.celsius} °C: 지난 한 시간의 평소 범위(${p.over} °C까지)를 벗어났습니다.`,
    lastingHeat: (p: { celsius: string; minutes: number }) =>
      `${p.celsius} °C: 긴급 기준을 넘은 지 ${p.minutes}분입니다.`,
    jump: (p: { from: string; to: string }) =>
      `위험도가 10분 안에 ${p.from}에서 ${p.to}로 올랐습니다.`,
    arcs: (p: { arcs: number }) => `10분 동안 아크 ${p.arcs}회`,
    cluster: (p: { count: number; devices: string }) =>
      `함께 위험한 감지기 ${p.count}대: ${p.devices}`,
    more: (p: { count: number }) => `그 밖에 ${p.count}대`,
  },
};
