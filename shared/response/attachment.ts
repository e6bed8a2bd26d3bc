/** What may be attached to an incident, and how what a file is gets decided: by its bytes, never by its name. */
const MEBI = 1024 * 1024;

export const MAX_ATTACHMENT_BYTES = 10 * MEBI;
export const MAX_INCIDENT_BYTES = 100 * MEBI;
/** Of one call, before base64: what a transport takes in one message with room to spare. */
export const CHUNK_BYTES = 256 * 1024;

const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
const TEXT_TYPES = [
  'text/plain;charset=utf-8',
  'text/plain;charset=utf-16le',
  // What Korean Windows programs of the last thirty years write.
  'text/plain;charset=euc-kr',
] as const;
export const MEDIA_TYPES = [...IMAGE_TYPES, 'application/pdf', ...TEXT_TYPES] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

const TEXT_EXTENSIONS = ['txt', 'csv', 'log', 'md'] as const;

/** The first is given to a name whose own doesn't fit. */
export const EXTENSIONS: Readonly<Record<MediaType, readonly string[]>> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'text/plain;charset=utf-8': TEXT_EXTENSIONS,
  'text/plain;charset=utf-16le': TEXT_EXTENSIONS,
  'text/plain;charset=euc-kr': TEXT_EXTENSIONS,
};

export const isImage = (type: MediaType): boolean =>
  (IMAGE_TYPES as readonly MediaType[]).includes(type);
export const isText = (type: MediaType): boolean =>
  (TEXT_TYPES as readonly MediaType[]).includes(type);

const ATTACH_REFUSALS = [
  'empty',
  'tooLarge',
  /** The incident's share is used up. */
  'incidentFull',
  /** No image, PDF or text. */
  'unknownType',
  'diskFull',
  /** Too many files are on their way at once. */
  'busy',
  /** The upload was given up, or the engine was restarted in the middle. */
  'interrupted',
] as const;
export type AttachRefusal = (typeof ATTACH_REFUSALS)[number];

const MAGIC: readonly (readonly [type: MediaType, at: number, bytes: readonly number[]])[] = [
  ['image/png', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/gif', 0, [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', 8, [0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38]],
  ['application/pdf', 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

/** The picture or document that the first bytes announce; undefined for everything else, text included. */
export function magicType(bytes: Uint8Array): MediaType | undefined {
  return MAGIC.find(([, at, magic]) => magic.every((byte, i) => bytes[at + i] === byte))?.[0];
}
