import { expect, it } from 'vitest';
import { readPlacements } from '#shared/plans/placementCsv.ts';

const FLOORS = [
  { id: 'b1', name: { ko: '지하 1층', en: 'Basement 1' }, widthM: 40, heightM: 20 },
  { id: 'f1', name: { ko: '지상 1층', en: 'Floor 1' }, widthM: 40, heightM: 20 },
];
const read = (text: string) => readPlacements(text, FLOORS, new Set(['d1', 'd2', '-d3']));

it('reads places as a spreadsheet saves them, in any order of columns', () => {
  const text =
    '\uFEFFY,감지기,X,층,이름,분기\r\n2,d1,1.5,지하 1층,"분전반, ""주""",L1\r\n\r\n4,\'-d3,3,Floor 1,,\r\n';
  expect(read(text)).toEqual({
    faults: [],
    placements: [
      { deviceId: 'd1', floorId: 'b1', xM: 1.5, yM: 2, name: '분전반, "주"', branch: 'L1' },
      { deviceId: '-d3', floorId: 'f1', xM: 3, yM: 4 },
    ],
  });
});

it('reads what was copied from a spreadsheet', () => {
  expect(read('device\tfloor\tx\ty\nd1\tb1\t1\t2').placements).toEqual([
    { deviceId: 'd1', floorId: 'b1', xM: 1, yM: 2 },
  ]);
});

it('places nothing when one line is wrong, and tells every line that is', () => {
  const lines = [
    'device,floor,x,y',
    'd1,b1,1,1',
    'nobody,b1,1,1',
    'd2,9층,1,"1,5"',
    'd2,b1,41,1',
    'd1,b1,-1,1',
  ];
  const { placements, faults } = read(lines.join('\n'));
  expect(placements).toEqual([]);
  expect(faults.map(({ line, problem, value }) => `${line} ${problem} ${value}`)).toEqual([
    '3 unknownDevice nobody',
    '4 unknownFloor 9층',
    '4 notANumber 1,5',
    '5 twice d2',
    '5 outside 41, 1',
    '6 twice d1',
    '6 outside -1, 1',
  ]);
});

it('says what is missing of the table itself', () => {
  expect(read('').faults).toMatchObject([{ problem: 'empty' }]);
  expect(read('device,x,y\nd1,1,1').faults).toMatchObject([
    { problem: 'columnMissing', value: 'floor' },
  ]);
  expect(read('device,floor,x,y\n"d1,b1,1,1').faults).toMatchObject([{ problem: 'quote' }]);
  expect(read(`device,floor,x,y${'\nd1,b1,1,1'.repeat(5_001)}`).faults).toMatchObject([
    { problem: 'tooMany' },
  ]);
});

it('counts lines as they stand in the file, also past a name of two lines', () => {
  expect(
    read('device,floor,x,y,name\nd1,b1,1,1,"two\nlines"\nnobody,b1,1,1,').faults,
  ).toMatchObject([{ line: 4 }]);
});
