/** Writes the schema of the features for training, which reads no TypeScript. */
import { writeFileSync } from 'node:fs';
import { FEATURE_SCHEMA } from '../../shared/prediction/schema.ts';

const file = new URL('../../models/training/schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(FEATURE_SCHEMA, null, 2)}\n`);
