import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { INCIDENT_KINDS } from '#shared/simulation/demo/incidentKinds.ts';
import { DISTURBANCE_TYPES } from '#shared/simulation/disturbances/catalogue.ts';
import { FAULT_TYPES, FAULTS } from '#shared/simulation/faults/catalogue.ts';

it('the page on simulation and both guides name every incident that can be asked for', () => {
  for (const page of ['simulation', 'admin-guide.en', 'admin-guide.ko'])
    for (const kind of INCIDENT_KINDS)
      expect(readFileSync(`docs/${page}.md`, 'utf8'), page).toContain(`\`${kind}\``);
});

it('the page on simulation names every type, and the faults with the times that the code aims at', () => {
  const page = readFileSync('docs/simulation.md', 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` +\| (\d+ \/ \d+ \/ \d+)/gm)];
  expect(rows.map(([, type, minutes]) => [type, minutes])).toEqual(
    FAULT_TYPES.map((type) => [type, FAULTS[type].minutes.join(' / ')]),
  );
  for (const type of DISTURBANCE_TYPES) expect(page).toContain(`\`${type}\``);
});
