/** `npm run notices`: writes what has to be said of the packages that the program comes with. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { notices } from '../licences/notices.ts';
import { shippedPackages } from '../licences/shippedPackages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = new URL('../../out/THIRD-PARTY-NOTICES.txt', import.meta.url);
mkdirSync(new URL('.', file), { recursive: true });
writeFileSync(file, notices(shippedPackages(root)));
