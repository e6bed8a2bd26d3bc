import { describe, expect, test } from 'vitest';
import { csvCell, csvLine, csvRows, jsonlRows } from '#shared/audit/exportText.ts';

const ROW = {
  seq: 7,
  at_ms: 0,
  operator: '김철수',
  role: 'operator',
  desk: '방재실',
  action: 'alarm.acknowledge',
  subject: 'alarm-1',
  detail_json: '{"note":"=1+1"}',
  hash: 'abc',
};

describe('a cell', () => {
  test.each([
    ['=1+1', `"'=1+1"`],
    ['+82 2 555', `"'+82 2 555"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['＝1+1', `"'＝1+1"`],
    ['  =1+1', `"'  =1+1"`],
    ['\t=1', `"'\t=1"`],
    ['\r\n=1', `"'\r\n=1"`],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['김철수', '"김철수"'],
    ['1=1', '"1=1"'],
    ['', '""'],
  ])('that an operator wrote as %j is no formula', (text, expected) => {
    expect(csvCell(text)).toBe(expected);
  });

  test('of the program’s own numbers stays a number', () => {
    expect(csvLine([1, 'a,b', 'two\nlines'])).toBe('1,"a,b","two\nlines"\r\n');
  });
});

test('rows speak the reader’s language in CSV, and are as they are stored in JSON lines', () => {
  const words = {
    headings: [],
    action: (action: string) => (action === 'alarm.acknowledge' ? '경보 확인' : action),
    role: () => '근무자',
    stamp: () => '1970-01-01 09:00:00',
  };
  expect(csvRows([ROW], words)).toBe(
    '7,"1970-01-01 09:00:00","김철수","근무자","방재실","경보 확인","alarm-1","{""note"":""=1+1""}","abc"\r\n',
  );
  expect(JSON.parse(jsonlRows([ROW]))).toEqual(ROW);
  const nobody = {
    ...ROW,
    operator: null,
    role: null,
    desk: null,
    subject: null,
    detail_json: '{}',
  };
  expect(csvRows([nobody], words)).toBe(
    '7,"1970-01-01 09:00:00","","","","경보 확인","","","abc"\r\n',
  );
});
