/** Words of the audit record in Korean. */
import type { AuditAction } from '#shared/audit/actions.ts';
import type { ChainBreakKind } from '#shared/audit/entry.ts';

/** What a sentence about a broken chain may name. All of it is text already. */
interface BreakValues {
  readonly seq: string;
  readonly to: string;
  readonly time: string;
  readonly action: string;
  readonly detail: string;
}

const whole = (count: number) => count.toLocaleString('ko-KR');

export const audit = {
  audit: {
    title: '감사 기록',
    intro: '누가 언제 무엇을 했는지 남는 기록입니다. 고치거나 지우면 검증에서 드러납니다.',
    needsSupervisor: '책임자나 관리자가 근무를 시작하면 볼 수 있습니다.',
    seq: '번호',
    time: '시각',
    who: '누가',
    role: '권한',
    desk: '자리',
    what: '한 일',
    subject: '대상',
    detail: '내용',
    itself: '프로그램',
    filters: '찾기',
    person: '이름',
    anyPerson: '모든 사람',
    anyAction: '모든 일',
    from: '이 시각부터',
    until: '이 시각까지',
    search: '찾기 실행',
    clear: '조건 지우기',
    empty: '조건에 맞는 기록이 없습니다.',
    newest: '최신으로',
    older: '이전 기록',
    range: (p: { from: string; to: string }) => `${p.from}번부터 ${p.to}번까지`,
    export: '내보내기',
    exportCsv: '엑셀용(CSV)',
    exportJsonl: '증거용(JSONL)',
    exportHint:
      '지금 찾은 조건대로 내보냅니다. 증거용 파일에는 서명이 들어 있습니다. 이 PC가 아닌 곳에 보관하십시오.',
    exporting: (p: { count: number }) => `${whole(p.count)}건을 모았습니다`,
    exported: (p: { count: number }) => `${whole(p.count)}건을 파일로 내보냈습니다.`,
    exportFailed: '내보내지 못했습니다.',
    simulated: '모의 데이터',
    signedHead: '서명',
    verify: '지금 검증',
    verifying: '기록을 처음부터 확인하고 있습니다. 감시는 계속됩니다.',
    verifyNever: '이번에 켠 뒤로 아직 검증하지 않았습니다.',
    verifyFailed: '검증하지 못했습니다.',
    intact: (p: { count: number }) => `기록 ${whole(p.count)}건이 모두 온전합니다.`,
    broken: (p: { count: number }) => `기록이 어긋난 곳이 ${whole(p.count)}곳 있습니다.`,
    moreBreaks: (p: { count: number }) => `이 밖에 ${whole(p.count)}곳이 더 있습니다.`,
    against: (p: { count: number }) => `서명 ${whole(p.count)}개와 맞춰 보았습니다.`,
    againstNone: '맞춰 볼 서명이 없습니다. 끝부분이 지워졌는지는 알 수 없습니다.',
    unreadableLines: (p: { count: number }) =>
      `서명 파일에서 읽을 수 없는 줄이 ${whole(p.count)}개 있습니다.`,
    verifiedAt: (p: { time: string }) => `${p.time}에 확인함`,
    declared: (p: { seq: string }) => `프로그램이 ${p.seq}번 기록에 그 사실을 남겼습니다.`,
    breaks: {
      changed: (p) => `${p.seq}번 기록(${p.time}, ${p.action})의 내용이 바뀌었습니다.`,
      missing: (p) => `${p.seq}번부터 ${p.to}번까지의 기록이 없습니다.`,
      moved: (p) => `${p.seq}번 자리의 기록(${p.action})이 ${p.to}번 자리로 옮겨져 있습니다.`,
      truncated: (p) =>
        `${p.seq}번부터의 끝부분이 없습니다. ${p.time}에 서명할 때는 ${p.to}번까지 있었습니다.`,
      rewritten: (p) =>
        `${p.seq}번 기록이 ${p.time}에 서명한 것과 다릅니다. 그 앞의 기록이 다시 쓰였습니다.`,
      badSignature: (p) => `${p.seq}번까지라고 적힌 서명이 맞지 않습니다. (${p.detail})`,
      wrongKey: (p) => `이 기록의 것이 아닌 열쇠로 서명되어 있습니다. (${p.detail})`,
      unreadable: (p) => `${p.seq}번부터 읽을 수 없습니다. (${p.detail})`,
    } satisfies Record<ChainBreakKind, (p: BreakValues) => string>,
    areas: {
      alarm: '경보',
      setAside: '경보 제외',
      device: '감지기',
      site: '현장',
      thresholds: '기준값',
      access: '근무',
      operator: '근무자 관리',
      audit: '감사 기록',
    },
    actions: {
      'alarm.acknowledge': '경보 확인',
      'alarm.silence': '음향 정지',
      'alarm.reset': '경보 복구',
      'alarm.note': '경보에 메모',
      'alarm.take': '경보를 맡음',
      'alarm.release': '맡은 경보를 내려놓음',
      'setAside.begin': '경보에서 제외',
      'setAside.end': '경보 제외를 끝냄',
      'device.place': '감지기 배치',
      'site.change': '현장 설정 변경',
      'thresholds.change': '기준값 변경',
      'access.signOn': '근무 시작',
      'access.signOff': '근무 종료',
      'access.refused': '근무 시작 거부',
      'access.locked': '잠김',
      'access.handOver': '근무 교대',
      'access.forcedOff': '다른 사람의 근무를 끝냄',
      'access.secretChanged': '자기 비밀번호 변경',
      'operator.first': '첫 관리자 등록',
      'operator.add': '근무자 등록',
      'operator.role': '권한 변경',
      'operator.secret': '비밀번호 새로 줌',
      'operator.disable': '사용 중지',
      'operator.enable': '다시 사용',
      'operator.unlock': '잠금 해제',
      'operator.remove': '근무자 삭제',
      'audit.key': '서명 열쇠 등록',
      'audit.gap': '기록 유실 발견',
      'audit.export': '감사 기록 내보내기',
    } satisfies Record<AuditAction, string>,
  },
};
