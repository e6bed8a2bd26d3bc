/** Drawings of floors, fetched once each and shown as images. */
import type { Request } from './engineClient.ts';
import { fromBase64 } from './files.ts';

/** A drawing never changes, since its name is made of its bytes: what was fetched is good for as long as the page is. */
export class Drawings {
  readonly #request: Request;
  readonly #urls = new Map<string, Promise<string>>();

  constructor(request: Request) {
    this.#request = request;
  }

  /** An address that an image can show. @throws RequestFailure; the next call tries again */
  url(sha256: string): Promise<string> {
    let url = this.#urls.get(sha256);
    if (url === undefined) {
      url = this.#fetch(sha256).then((blob) => URL.createObjectURL(blob));
      this.#urls.set(sha256, url);
      url.catch(() => this.#urls.delete(sha256));
    }
    return url;
  }

  async #fetch(sha256: string): Promise<Blob> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let type = '';
    for (let offset: number | null = 0; offset !== null; ) {
      const from: number = offset;
      const chunk = await this.#request((client, options) =>
        client.plans.drawing({ sha256, offset: from }, options),
      );
      parts.push(fromBase64(chunk.data));
      type = chunk.mediaType;
      offset = chunk.next;
    }
    return new Blob(parts, { type });
  }
}
