/** A file's name as it may be stored, shown and saved again: no path, nothing that a shell or an eye is fooled by. */
const MAX_CHARACTERS = 100;

/** Names that Windows keeps for devices, whatever follows the dot. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** Direction overrides make `gpj.exe` out of `exe.jpg`; control and invisible characters hide the rest of a name. */
const UNSEEN = /[\p{C}\u2028\u2029]/gu;

/** @returns never empty, never a path, with its extension kept */
export function safeFileName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const visible = last
    .replace(UNSEEN, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const [stem, extension] = divide(visible);
  const free = RESERVED.test(stem.split('.')[0] ?? '') ? `_${stem}` : stem;
  const room = MAX_CHARACTERS - [...extension].length;
  return ([...free].slice(0, room).join('').trimEnd() || 'file') + extension;
}

/** Gives the name an extension that fits what the file is: nothing that is opened as a program. */
export function withExtension(name: string, allowed: readonly string[]): string {
  const [, extension] = divide(name);
  if (allowed.includes(extension.slice(1).toLowerCase())) return name;
  const fitting = `.${allowed[0] ?? 'bin'}`;
  return [...name].slice(0, MAX_CHARACTERS - fitting.length).join('') + fitting;
}

/** `report.final.pdf` → `report.final`, `.pdf` */
function divide(name: string): readonly [stem: string, extension: string] {
  const at = name.lastIndexOf('.');
  const extension = at > 0 ? name.slice(at) : '';
  return extension.length > 1 && extension.length <= 10
    ? [name.slice(0, at), extension]
    : [name, ''];
}
