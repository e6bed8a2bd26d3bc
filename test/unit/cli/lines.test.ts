import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type Line, linesOf } from '#engine/files/lines.ts';

async function split(pieces: readonly string[], maxBytes = 1000): Promise<Line[]> {
  const lines: Line[] = [];
  const input = Readable.from(pieces.map((piece) => Buffer.from(piece)));
  for await (const some of linesOf(input, maxBytes)) lines.push(...some);
  return lines;
}

const texts = (...lines: string[]) => lines.map((text) => ({ text }));

describe('splitting standard input into lines', () => {
  test.each<[string, string[], Line[]]>([
    ['nothing', [], []],
    ['one line with its end', ['a\n'], texts('a')],
    ['a last line without an end', ['a\nb'], texts('a', 'b')],
    ['Windows line ends', ['a\r\nb\r\n'], texts('a', 'b')],
    ['a line in three pieces', ['a', 'b', 'c\nd'], texts('abc', 'd')],
    ['empty lines', ['\n\na\n'], texts('', '', 'a')],
  ])('%s', async (_what, pieces, expected) => expect(await split(pieces)).toEqual(expected));

  test('a character that lies across two pieces', async () => {
    const bytes = Buffer.from('온도\n');
    const lines: Line[] = [];
    const input = Readable.from([bytes.subarray(0, 2), bytes.subarray(2)]);
    for await (const some of linesOf(input, 1000)) lines.push(...some);
    expect(lines).toEqual(texts('온도'));
  });

  test('a line that is too long is told by its length, and the next one is whole', async () => {
    expect(await split(['abcd', 'efgh', 'ij\nok\n'], 5)).toEqual([
      { unreadable: 'tooLarge', bytes: 10 },
      { text: 'ok' },
    ]);
    expect(await split(['abcde\nabcdef'], 5)).toEqual([
      { text: 'abcde' },
      { unreadable: 'tooLarge', bytes: 6 },
    ]);
  });

  test('bytes that are no text are told as such, not replaced', async () => {
    const lines: Line[] = [];
    const input = Readable.from([Buffer.from([0x7b, 0xff, 0x7d, 0x0a])]);
    for await (const some of linesOf(input, 1000)) lines.push(...some);
    expect(lines).toEqual([{ unreadable: 'notUtf8', bytes: 3 }]);
  });

  test('nothing more is read while nobody takes the lines', async () => {
    let read = 0;
    const input = Readable.from(
      (async function* () {
        for (; read < 1_000; read++) yield Buffer.from('line\n');
      })(),
      { highWaterMark: 1 },
    );
    await linesOf(input, 1000).next();
    expect(read).toBeLessThan(10);
    input.destroy();
  });
});
