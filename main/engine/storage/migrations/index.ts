import { ground } from './0001-ground.ts';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** In order: the first leads to version 1. Append only, because field databases have already run the released ones. */
export const MIGRATIONS: readonly Migration[] = [{ name: 'ground', sql: ground }];
