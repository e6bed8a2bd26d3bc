/** Says alarms aloud where the platform has a voice for the language. The tones never depend on it. */
import type { Language } from '#shared/i18n/words.ts';

export class Speaker {
  readonly #synthesis: SpeechSynthesis | undefined;

  constructor(synthesis: SpeechSynthesis | undefined) {
    this.#synthesis = synthesis;
  }

  hasVoice(language: Language): boolean {
    return this.#voice(language) !== undefined;
  }

  /** Newest wins: an operator wants to hear about the fire that began now, not the end of the sentence before. */
  say(text: string, language: Language, volume: number): void {
    const voice = this.#voice(language);
    if (this.#synthesis === undefined || voice === undefined) return;
    this.#synthesis.cancel();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.volume = volume;
    this.#synthesis.speak(utterance);
  }

  stop(): void {
    this.#synthesis?.cancel();
  }

  #voice(language: Language): SpeechSynthesisVoice | undefined {
    return this.#synthesis
      ?.getVoices()
      .find((voice) => voice.lang.toLowerCase().startsWith(language));
  }
}
