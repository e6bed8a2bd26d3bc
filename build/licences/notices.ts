import type { ShippedPackage } from './shippedPackages.ts';

/** Licences that let the program be passed on under its own. A package under another one is for a person to judge. */
export const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  '(MIT OR CC0-1.0)',
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Python-2.0',
]);

const RULE = '-'.repeat(80);

/** The text that goes with the program: a list of the packages, then each licence once with the packages under it. */
export function notices(packages: readonly ShippedPackage[]): string {
  const byText = new Map<string, ShippedPackage[]>();
  for (const shipped of packages) {
    const text = shipped.text ?? `${shipped.licence}: see https://spdx.org/licenses/`;
    byText.set(text, [...(byText.get(text) ?? []), shipped]);
  }
  const list = packages.map(({ name, version, licence }) => `${name} ${version}: ${licence}`);
  const texts = [...byText].map(([text, under]) =>
    [RULE, ...under.map(({ name, version }) => `${name} ${version}`), '', text, ''].join('\n'),
  );
  return [
    'Emberwatch comes with these packages. Electron brings the notices of Chromium and Node.js in',
    'LICENSES.chromium.html beside the program.',
    '',
    ...list,
    '',
    ...texts,
  ].join('\n');
}
