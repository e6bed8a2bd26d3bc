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

  /**
   * Stops what it says and says this.
   *
   * @param ended told once, whether it came to its end, was stopped or failed; some platforms never do
   * @returns false when there is no voice
   */
  say(text: string, language: Language, volume: number, ended: () => void): boolean {
    const voice = this.#voice(language);
    if (this.#synthesis === undefined || voice === undefined) return false;
    this.#synthesis.cancel();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.volume = volume;
    utterance.addEventListener('end', ended, { once: true });
    utterance.addEventListener('error', ended, { once: true });
    this.#synthesis.speak(utterance);
    return true;
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
