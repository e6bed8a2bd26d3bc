/** A name in both languages of the product. */
export interface LocalName {
  readonly ko: string;
  readonly en: string;
}
