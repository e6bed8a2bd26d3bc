/** What a way in is called; null of a connection that was deleted since. */
export type FeedNames = (sourceId: string) => string | null;

/** What stored connections have as id, and what the program was started with has not. */
const STORED_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export const feedNames =
  (store: {
    get(id: string): { readonly config: { readonly name: string } } | undefined;
  }): FeedNames =>
  (sourceId) =>
    STORED_ID.test(sourceId) ? (store.get(sourceId)?.config.name ?? null) : sourceId;
