/** Words of retention and backup in Korean. */
import type { BackupProblem } from '#shared/archive/backup.ts';
import type { RetentionField } from '#shared/archive/periods.ts';

export const archive = {
  archive: {
    title: '보존과 백업',
    needsSupervisor: '책임자나 관리자가 근무를 시작하면 볼 수 있습니다.',
    administratorOnly: '바꾸는 일은 관리자만 할 수 있습니다.',
    loadFailed: '불러오지 못했습니다.',
    retention: '보존 기간',
    retentionIntro:
      '기간이 지난 것은 한 시간에 한 번 지웁니다. 끝나지 않은 사건과 경보에 필요한 날은 남습니다. 사건, 첨부 파일, 감사 기록은 지우지 않습니다.',
    fields: {
      readingsDays: '측정값(일)',
      predictionsDays: '분 단위 예측(일)',
      alarmsDays: '끝난 경보(일)',
      modelMetricsDays: '모델 성적(일)',
      summariesDays: '15분 요약(일)',
      keepFreeMb: '디스크에 남겨 둘 공간(MB)',
    } satisfies Record<RetentionField, string>,
    hints: {
      readingsDays: '받은 그대로의 측정값입니다.',
      predictionsDays: '모델이 감지기마다 매긴 값입니다.',
      alarmsDays: '사건에 속하지 않은 경보가 끝난 날부터 셉니다.',
      modelMetricsDays: '모델이 얼마나 맞았는지 세는 데 씁니다.',
      summariesDays:
        '측정값이 지워진 뒤에도 15분마다 가장 낮은 값과 높은 값이 남아 긴 그래프를 그립니다.',
      keepFreeMb: '이보다 적게 남으면 가장 오래된 날의 측정값부터 지웁니다. 0이면 지우지 않습니다.',
    } satisfies Record<RetentionField, string>,
    range: (p: { least: string; most: string }) => `${p.least}~${p.most}`,
    shorter: '기간을 줄이면 지난 것은 한 시간 안에 지워지고 되돌릴 수 없습니다.',
    save: '저장',
    saved: '저장했습니다.',
    keptReadings: (p: { from: string; size: string }) => `측정값 ${p.from}부터(${p.size})`,
    keptSummaries: (p: { from: string; size: string }) => `15분 요약 ${p.from}부터(${p.size})`,
    keptInUse: (p: { count: number }) => `사건과 경보 때문에 남기는 날 ${p.count}일`,
    free: (p: { size: string }) => `디스크 여유 ${p.size}`,
    backup: '백업',
    backupIntro:
      '다른 디스크나 공유 폴더에 매일 밤 모두, 5분마다 그 사이의 것을 복사하고 확인합니다. PC가 못 쓰게 되어도 잃는 것은 길어야 5분입니다.',
    off: '백업하지 않고 있습니다. 이 PC가 고장 나면 기록이 모두 없어집니다.',
    folder: '백업 폴더',
    folderHint: '예: D:\\관제백업 또는 /mnt/backup/desk-1. 데이터 폴더와 다른 디스크여야 합니다.',
    nightHour: '밤 백업 시각(시)',
    keepNights: '보관할 밤 수',
    begin: '백업 시작',
    change: '설정 저장',
    end: '백업 그만두기',
    now: '지금 백업',
    running: {
      night: '백업하고 확인하는 중입니다.',
      increment: '그 사이의 것을 복사하는 중입니다.',
    },
    never: '아직 확인된 백업이 없습니다.',
    last: (p: { time: string; age: string }) => `마지막 백업 ${p.time} (${p.age} 전)`,
    verified: (p: { rows: string; days: string }) =>
      `확인됨: 관제 기록 ${p.rows}행, 측정값 ${p.days}일`,
    size: (p: { total: string; took: string }) => `백업 폴더 ${p.total} · ${p.took} 걸림`,
    point: (p: { time: string }) => `가장 최근 복사 ${p.time}`,
    auditBroken: '복사한 감사 기록이 온전하지 않습니다. 감사 기록 화면을 보십시오.',
    stale: '확인된 백업이 이틀보다 오래되었습니다.',
    failed: (p: { time: string }) => `${p.time}에 실패했습니다.`,
    problems: {
      folderMissing: '백업 폴더를 찾을 수 없습니다. 디스크나 공유 폴더가 연결되어 있는지 보십시오.',
      folderRefused:
        '이 폴더는 쓸 수 없습니다. 드라이브나 /로 시작하는, 데이터 폴더 밖의 폴더를 적으십시오.',
      notWritable: '백업 폴더에 쓸 수 없습니다. 쓰기 권한을 확인하십시오.',
      otherDesk: '다른 관제석의 백업이 들어 있는 폴더입니다. 다른 폴더를 적으십시오.',
      inUse: '같은 폴더로 다른 백업이 진행 중입니다.',
      full: '백업 디스크가 가득 찼습니다. 공간을 비우거나 보관할 밤 수를 줄이십시오.',
      damaged: '복사한 것이나 복사할 것이 손상되었습니다. 나머지는 복사했습니다.',
      failed: '백업하지 못했습니다.',
    } satisfies Record<BackupProblem, string>,
    restored: {
      done: (p: { time: string; days: string; rows: string }) =>
        `복원했습니다. 관제 기록은 ${p.time} 상태이고, 측정값은 ${p.days}일치입니다(그중 ${p.rows}건은 5분 복사본에서).`,
      movedTo: (p: { folder: string }) => `원래 있던 것은 ${p.folder}에 있습니다.`,
      secrets:
        '비밀번호와 연결 키는 백업에 열쇠가 없어 다시 입력해야 합니다. 감사 기록은 새 열쇠로 이어집니다.',
      auditBroken: '복원한 감사 기록이 온전하지 않습니다. verify-audit로 확인하십시오.',
    },
    restoreHint:
      '복원은 관제를 끄고 명령줄에서 합니다: emberwatch restore --from 백업폴더 --data 데이터폴더',
  },
};
