import { defineBench } from '../defineBench.ts';
export const bench = defineBench({ options: {}, run: async () => ({}) });
