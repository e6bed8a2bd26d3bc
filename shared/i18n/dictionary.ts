/** What a dictionary has to have: the keys of the Korean one. Its own file, so that a language can state its type. */
import type { feedProblems } from './ko/feedProblems.ts';
import type { screens } from './ko/screens.ts';
import type { vocabulary } from './ko/vocabulary.ts';

export type Words = typeof screens & typeof vocabulary & typeof feedProblems;
