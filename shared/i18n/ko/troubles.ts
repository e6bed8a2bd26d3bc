/** What the desk's own troubles say in detail, and the gaps that it recorded. */
import type { CertificateState, StorageFailure } from '#shared/alarms/troubleDetail.ts';
import type { GapState } from '#shared/contract/gapViews.ts';

const whole = (count: number) => count.toLocaleString('ko-KR');

interface OfCertificate {
  readonly feed: string;
  readonly name: string;
  readonly date: string;
}

export const troubles = {
  troubles: {
    gap: (p: { feed: string; span: string }) =>
      `${p.span} 사이에 ${p.feed} 경로로 온 측정값이 없습니다. 그동안의 일은 기록에 없습니다.`,
    gapNotFilled: (p: { feed: string; span: string; problem: string }) =>
      `${p.span} 사이에 ${p.feed} 경로로 온 측정값이 없고, 아직 채우지 못했습니다(${p.problem}).`,
    late: (p: { span: string; taken: number; alarming: number }) =>
      `${p.span}의 측정값 ${whole(p.taken)}건이 늦게 왔고, 그중 ${whole(p.alarming)}건은 제때 왔다면 경보였습니다.`,
    moreDevices: (p: { count: number }) => `그 밖에 ${whole(p.count)}대`,
    certificates: {
      ending: (p: OfCertificate) =>
        `${p.feed} 연결의 인증서 "${p.name}"이(가) ${p.date}에 끝납니다.`,
      expired: (p: OfCertificate) =>
        `${p.feed} 연결의 인증서 "${p.name}"이(가) ${p.date}에 끝났습니다.`,
      notYetValid: (p: OfCertificate) =>
        `${p.feed} 연결의 인증서 "${p.name}"은(는) ${p.date}부터 쓸 수 있습니다. 이 PC의 시계를 확인하십시오.`,
      unreadable: (p: OfCertificate) => `${p.feed} 연결의 인증서를 읽을 수 없습니다(${p.name}).`,
    } satisfies Record<CertificateState, (p: OfCertificate) => string>,
    deviceCertificates: {
      ending: (p: { names: string }) =>
        `이 PC의 브로커에 접속하는 감지기의 인증서가 곧 끝납니다: ${p.names}. 그 전에 새 인증서를 넣으십시오.`,
      expired: (p: { names: string }) =>
        `이 PC의 브로커에 접속하는 감지기의 인증서가 끝나 더는 접속하지 못합니다: ${p.names}.`,
    },
    clock: (p: { feed: string; name: string }) =>
      `${p.feed}: 인증서 "${p.name}"이(가) 아직 시작되지 않은 것으로 보입니다. 이 PC의 시계가 늦습니다.`,
    storage: {
      readOnly: '저장할 곳에 쓸 수 없습니다. 데이터 폴더의 쓰기 권한과 디스크를 확인하십시오.',
      locked: '다른 프로그램이 저장 파일을 쓰고 있습니다. 백신이나 백업 프로그램을 확인하십시오.',
      diskFull: '디스크가 가득 찼습니다. 공간을 비우십시오.',
      corrupt: '저장 파일이 손상되었습니다. 다시 시작하면 읽을 수 있는 것을 살립니다.',
      diskFailing: '디스크가 오류를 냅니다. 디스크와 케이블을 확인하십시오.',
      other: '저장하지 못했습니다. 아래의 내용을 관리자에게 알리십시오.',
    } satisfies Record<StorageFailure, string>,
    readingsLost: (p: { count: number }) =>
      `기다리던 측정값 ${whole(p.count)}건은 자리가 없어 버렸습니다.`,
    salvage: {
      saved: (p: { file: string; count: number }) =>
        `손상된 파일을 ${p.file}(으)로 치워 두고 ${whole(p.count)}건을 살렸습니다.`,
      lostNone: '잃은 것은 없는 것으로 보입니다.',
      lostUpTo: (p: { count: number }) => `많게는 ${whole(p.count)}건을 잃었습니다.`,
      lostUnknown: '몇 건을 잃었는지는 알 수 없습니다.',
    },
    auditBreaks: (p: { count: number }) => `어긋난 곳이 모두 ${whole(p.count)}군데입니다.`,
    auditGap:
      '시작할 때 감사 기록의 끝부분이 없었습니다. 기록이 그 사실을 남기고 이어지고 있습니다.',
    gaveWay: (p: { day: string }) => `자리를 만들려고 가장 오래된 ${p.day}의 측정값을 지웠습니다.`,
    backupNone: '아직 끝난 백업이 없습니다.',
    backupAge: (p: { hours: number }) => `마지막 백업이 ${whole(p.hours)}시간 전입니다.`,
    clockBack: (p: { from: string; to: string }) =>
      `이 PC의 시계가 ${p.from}에서 ${p.to}(으)로 되돌려졌습니다. 그 사이의 시각은 기록에 두 번 나옵니다.`,
    clockAhead: (p: { from: string; to: string }) =>
      `이 PC의 시계가 ${p.from}에서 ${p.to}(으)로 건너뛰었습니다. 시계를 앞당겼거나 PC가 절전 상태였습니다.`,
  },
  gaps: {
    title: '받지 못한 구간',
    none: '최근 30일 동안 받지 못한 구간이 없습니다.',
    failed: '받지 못한 구간을 불러오지 못했습니다.',
    feed: '수신 경로',
    span: '구간',
    outcome: '결과',
    states: {
      missing: '채울 곳이 없어 비어 있습니다.',
      waiting: '채우는 중입니다.',
      filled: '늦게 채웠습니다.',
      failed: '채우지 못했습니다.',
    } satisfies Record<GapState, string>,
    filled: (p: { taken: number; alarming: number }) =>
      `늦게 온 측정값 ${whole(p.taken)}건, 경보였을 것 ${whole(p.alarming)}건`,
    onChart: (p: { feed: string }) => `${p.feed} 수신 끊김`,
    nothingThere: '보관된 곳에 이 시간의 측정값이 없습니다',
    deletedFeed: '삭제된 연결',
  },
};
