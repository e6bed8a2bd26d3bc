/** What scrolls must be reachable by keyboard: there is one component for it, and no table goes around it. */
import { readdirSync, readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ScrollTable } from '../../../renderer/components/ScrollTable.tsx';

const renderer = new URL('../../../renderer/', import.meta.url);
const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.tsx'))
  .map((name) => ({ name, text: readFileSync(new URL(name, renderer), 'utf8') }));

test('every scrolling table is in the one component that can be reached and has a name', () => {
  const scrolling = sources.filter(({ text }) => text.includes('table-scroll'));
  expect(scrolling.map(({ name }) => name.replaceAll('\\', '/'))).toEqual([
    'components/ScrollTable.tsx',
  ]);
  const users = sources.filter(({ text }) => text.includes('<ScrollTable'));
  expect(users.length).toBeGreaterThanOrEqual(7);
  const drawn = renderToStaticMarkup(ScrollTable({ label: '격리', children: null }));
  expect(drawn).toContain('tabindex="0"');
  expect(drawn).toContain('aria-label="격리"');
});
