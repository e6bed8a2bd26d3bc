/** The discrete Fourier transform of real series of any length. */

/**
 * |X(k)| for k = 0 … n − 1, where X(k) = Σ x(t) e^(−2πikt/n): what numpy's `abs(fft(x))` gives.
 *
 * Radix-2 Cooley-Tukey for powers of two, and for every other length Bluestein's convolution with a chirp (IEEE Trans.
 * Audio Electroacoust. 18, 1970), so that it is O(n log n) for all of them.
 */
export function magnitudes(values: readonly number[]): Float64Array {
  const n = values.length;
  const spectrum = new Float64Array(n);
  if (n === 0) return spectrum;
  const re = Float64Array.from(values);
  const im = new Float64Array(n);
  if (isPowerOfTwo(n)) transform(re, im);
  else bluestein(re, im);
  for (let k = 0; k < n; k++) spectrum[k] = Math.sqrt(re[k]! * re[k]! + im[k]! * im[k]!);
  return spectrum;
}

interface Turns {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

interface Chirp extends Turns {
  readonly size: number;
  /** The transform of the conjugated chirp, which every series of the length is multiplied with. */
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Of the lengths that were asked for, which are few: an hour of minutes, one less, and what a new device has. */
const turns = new Map<number, Turns>();
const chirps = new Map<number, Chirp>();
const MOST_LENGTHS = 128;

const isPowerOfTwo = (n: number): boolean => (n & (n - 1)) === 0;

/** In place; the length is a power of two. */
function transform(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j |= bit;
    if (i >= j) continue;
    const [real, imaginary] = [re[i]!, im[i]!];
    re[i] = re[j]!;
    im[i] = im[j]!;
    re[j] = real;
    im[j] = imaginary;
  }
  const { cos, sin } = remembered(turns, n, turnsOf);
  for (let length = 2; length <= n; length *= 2) {
    const half = length / 2;
    const stride = n / length;
    for (let k = 0; k < half; k++) {
      const [c, s] = [cos[k * stride]!, sin[k * stride]!];
      for (let a = k; a < n; a += length) {
        const b = a + half;
        const real = re[b]! * c - im[b]! * s;
        const imaginary = re[b]! * s + im[b]! * c;
        re[b] = re[a]! - real;
        im[b] = im[a]! - imaginary;
        re[a]! += real;
        im[a]! += imaginary;
      }
    }
  }
}

/** In place, any length: kt = (k² + t² − (k − t)²) / 2 makes of the transform a convolution. */
function bluestein(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  const { cos, sin, size, re: bRe, im: bIm } = remembered(chirps, n, chirpOf);
  const aRe = new Float64Array(size);
  const aIm = new Float64Array(size);
  for (let i = 0; i < n; i++) {
    aRe[i] = re[i]! * cos[i]! + im[i]! * sin[i]!;
    aIm[i] = im[i]! * cos[i]! - re[i]! * sin[i]!;
  }
  transform(aRe, aIm);
  for (let i = 0; i < size; i++) {
    const real = aRe[i]! * bRe[i]! - aIm[i]! * bIm[i]!;
    const imaginary = aRe[i]! * bIm[i]! + aIm[i]! * bRe[i]!;
    aRe[i] = real;
    // Conjugated, so that the forward transform inverts it.
    aIm[i] = -imaginary;
  }
  transform(aRe, aIm);
  for (let k = 0; k < n; k++) {
    const real = aRe[k]! / size;
    const imaginary = -aIm[k]! / size;
    re[k] = real * cos[k]! + imaginary * sin[k]!;
    im[k] = imaginary * cos[k]! - real * sin[k]!;
  }
}

function turnsOf(n: number): Turns {
  const cos = new Float64Array(Math.max(1, n / 2));
  const sin = new Float64Array(cos.length);
  for (let k = 0; k < cos.length; k++) {
    const angle = (-2 * Math.PI * k) / n;
    cos[k] = Math.cos(angle);
    sin[k] = Math.sin(angle);
  }
  return { cos, sin };
}

function chirpOf(n: number): Chirp {
  let size = 1;
  while (size < 2 * n - 1) size *= 2;
  const cos = new Float64Array(n);
  const sin = new Float64Array(n);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let i = 0; i < n; i++) {
    // i² mod 2n keeps the angle small, and its digits.
    const angle = (Math.PI * ((i * i) % (2 * n))) / n;
    cos[i] = Math.cos(angle);
    sin[i] = Math.sin(angle);
    const mirrored = (size - i) % size;
    re[i] = cos[i]!;
    re[mirrored] = cos[i]!;
    im[i] = sin[i]!;
    im[mirrored] = sin[i]!;
  }
  transform(re, im);
  return { cos, sin, size, re, im };
}

function remembered<T>(known: Map<number, T>, n: number, make: (n: number) => T): T {
  const before = known.get(n);
  if (before) return before;
  if (known.size >= MOST_LENGTHS) known.clear();
  const made = make(n);
  known.set(n, made);
  return made;
}
