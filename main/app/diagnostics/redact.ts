/** Takes secrets out of what leaves the machine for somebody else's eyes. Rather too much than too little. */

const REMOVED = '(removed)';

/** Words in the name of a field whose value is nobody's business. */
const SECRET_NAME =
  /pass(word|phrase)?|secret|token|credential|authorization|cookie|session|signingkey|privatekey|^key$|^pin$|^cert$|^ca$|pem/i;

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // RFC 7468, also where an escaped line break keeps it on one line.
  [/-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(-----END [A-Z0-9 ]+-----|$)/g, REMOVED],
  // The user part of an address (RFC 3986 section 3.2.1).
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, `$1${REMOVED}@`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]+/gi, `$1 ${REMOVED}`],
  // Signed requests carry their proof in the query.
  [/([?&](X-Amz-[A-Za-z-]+|token|sig|signature|key)=)[^&\s"']+/gi, `$1${REMOVED}`],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, REMOVED],
  [/\bwhsec_[A-Za-z0-9+/=]+/g, REMOVED],
  [/\b(pass(?:word)?|pin|secret|token)(["']?\s*[:=]\s*["']?)[^\s"',}]+/gi, `$1$2${REMOVED}`],
];

/** Of text that is no JSON: what looks like a secret goes. */
export function redactText(text: string): string {
  return PATTERNS.reduce((left, [pattern, instead]) => left.replace(pattern, instead), text);
}

/** Of parsed JSON: the values of telling names go whole, and what is left is looked at as text. */
export function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(redactValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_NAME.test(name) && inner !== null ? REMOVED : redactValue(inner),
    ]),
  );
}

/** Of a log: a JSON object a line, with lines of others among them. */
export function redactLog(log: string): string {
  // What spans lines first, as a key that something printed as it is.
  const whole = log.replace(PATTERNS[0]![0], REMOVED);
  return whole
    .split('\n')
    .map((line) => {
      if (!line.startsWith('{')) return redactText(line);
      try {
        return JSON.stringify(redactValue(JSON.parse(line)));
      } catch {
        return redactText(line);
      }
    })
    .join('\n');
}
