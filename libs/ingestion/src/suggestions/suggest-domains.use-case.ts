import { CodeClassifier, type SuggestedCode } from '@throughtrain/ranking';
import { analyse, type EncoderInput } from '@throughtrain/text';
import { Injectable } from '@nestjs/common';

/** Codes that a person has entered. */
export interface EnteredCodes {
  readonly seiCodes: readonly string[];
  readonly hteCodes: readonly string[];
}

/** Domain codes for texts that carry none. They are shown as suggestions and never become part of a record. */
@Injectable()
export class SuggestDomains {
  constructor(private readonly classifier: CodeClassifier) {}

  /** Changes whenever the same text would get other suggestions. */
  get version(): string {
    return this.classifier.version;
  }

  /** @returns SEI codes, then HTE codes, at most three each; none when a person has entered a code of either list, or when nothing is clear */
  execute(text: Omit<EncoderInput, 'purpose'>, { seiCodes, hteCodes }: EnteredCodes): readonly SuggestedCode[] {
    if (seiCodes.length > 0 || hteCodes.length > 0) return [];
    return this.classifier.suggest(text.analysis ?? analyse(text.texts));
  }
}
