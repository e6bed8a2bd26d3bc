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
  if ((n & (n - 1)) === 0) transform(re, im);
  else bluestein(re, im);
  for (let k = 0; k < n; k++) spectrum[k] = Math.hypot(re[k]!, im[k]!);
  return spectrum;
}

/** In place; the length is a power of two. */
function transform(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j |= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  for (let length = 2; length <= n; length *= 2) {
    const half = length / 2;
    for (let k = 0; k < half; k++) {
      const angle = (-2 * Math.PI * k) / length;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      for (let a = k; a < n; a += length) {
        const b = a + half;
        const real = re[b]! * cos - im[b]! * sin;
        const imaginary = re[b]! * sin + im[b]! * cos;
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
  let size = 1;
  while (size < 2 * n - 1) size *= 2;
  const cos = new Float64Array(n);
  const sin = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    // i² mod 2n keeps the angle small, and its digits.
    const angle = (Math.PI * ((i * i) % (2 * n))) / n;
    cos[i] = Math.cos(angle);
    sin[i] = Math.sin(angle);
  }
  const aRe = new Float64Array(size);
  const aIm = new Float64Array(size);
  const bRe = new Float64Array(size);
  const bIm = new Float64Array(size);
  for (let i = 0; i < n; i++) {
    aRe[i] = re[i]! * cos[i]! + im[i]! * sin[i]!;
    aIm[i] = im[i]! * cos[i]! - re[i]! * sin[i]!;
    const mirrored = (size - i) % size;
    bRe[i] = cos[i]!;
    bRe[mirrored] = cos[i]!;
    bIm[i] = sin[i]!;
    bIm[mirrored] = sin[i]!;
  }
  transform(aRe, aIm);
  transform(bRe, bIm);
  for (let i = 0; i < size; i++) {
    const real = aRe[i]! * bRe[i]! - aIm[i]! * bIm[i]!;
    const imaginary = aRe[i]! * bIm[i]! + aIm[i]! * bRe[i]!;
    // Conjugated, so that the forward transform inverts it.
    aRe[i] = real;
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
