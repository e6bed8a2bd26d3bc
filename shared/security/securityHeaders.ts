/** Headers that both hosts send with everything they serve. */
import { contentSecurityPolicy } from './contentSecurityPolicy.ts';

export function securityHeaders(host: {
  readonly connect: readonly string[];
}): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(host),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), usb=(), serial=(), hid=()',
  };
}
