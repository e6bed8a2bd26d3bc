/**
 * A number with a fixed count of decimals, exact ties to even, as the seed's messages are written. `toFixed` is
 * exact too but takes ties up: 0.625 is "0.63" there and "0.62" here.
 */
export function formatFixed(value: number, decimals: number): string {
  // A tie is an odd number of halves of the last decimal, and a double can hold one only as an odd multiple
  // of 2^-(decimals + 1). That product is exact.
  const halves = Math.abs(value) * 2 ** (decimals + 1);
  if (halves % 2 !== 1) return value.toFixed(decimals);
  const scale = 10 ** decimals;
  const below = Math.floor(Math.abs(value) * scale);
  const even = below % 2 === 0 ? below : below + 1;
  return ((Math.sign(value) * even) / scale).toFixed(decimals);
}
