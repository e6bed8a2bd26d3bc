import { EDGE_S, type Pattern } from './patterns.ts';

/** Puts one cycle of a pattern on the audio clock, where it plays by itself. */
export function layOut(
  context: BaseAudioContext,
  out: AudioNode,
  { tones }: Pattern,
  start: number,
): void {
  for (const { at, length, hertz, shape, level } of tones) {
    const from = start + at;
    const voice = context.createOscillator();
    const edge = context.createGain();
    voice.type = shape;
    voice.frequency.value = hertz;
    edge.gain.setValueAtTime(0, from);
    edge.gain.linearRampToValueAtTime(level, from + EDGE_S);
    edge.gain.setValueAtTime(level, from + length - EDGE_S);
    edge.gain.linearRampToValueAtTime(0, from + length);
    voice.connect(edge).connect(out);
    voice.start(from);
    voice.stop(from + length);
  }
}
