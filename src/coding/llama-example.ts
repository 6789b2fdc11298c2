/**
 * The worked example of arXiv 2505.17469, appendix E: is LLaMA-65B with its training text a shorter description than training it once
 * through? The paper's arithmetic has two slips, and with both mended its conclusion turns round; each is a choice here.
 *
 * 1. The integral of the loss curve is printed as 6349.41. Its formula, 2.7553/0.9207·1399^0.9207, gives 2357.25; the printed number comes
 *    out if the exponent of the curve loses its sign (6343 to 6348), and means 4.5 nats a token where the curve lies between 1.55 and 2.8.
 * 2. Nats were turned into bits by multiplying with ln 2 where one divides.
 */
import { log, pow } from '../math/elementary.ts';

/** Facts the example starts from, all as printed. */
export const LLAMA = {
  /** 10⁹ tokens of training text. */
  gigatokens: 1400,
  /** Loss y = scale·(x − 1)^exponent in nats a token, x in 10⁹ tokens, x > 1. */
  scale: 2.7553,
  exponent: -0.0793,
  /** Nats a token at the end. */
  finalLoss: 1.54,
  /** 65·10⁹ parameters of two bytes would be 130. */
  modelGigabytes: 131,
  printedIntegral: 6349.41,
  /** Symbols of the tokens: what the first 10⁹, which the curve says nothing of, cost if each is equally likely. */
  vocabulary: 32_000,
} as const;

export interface LlamaVariant {
  /** Of the loss curve, in 10⁹ nats. */
  readonly integral: 'recomputed' | 'printed';
  /** How nats become bits: by dividing by ln 2, or as printed by multiplying with it. */
  readonly conversion: 'divide' | 'multiply';
}

export interface LlamaExample {
  /** 10⁹ nats. */
  readonly integral: number;
  /** Nats a token that the integral means. */
  readonly meanLoss: number;
  /** Training once, paying for each token before learning from it; GB. */
  readonly onlineGigabytes: number;
  /** The text under the trained model; GB. */
  readonly fixedDataGigabytes: number;
  /** Text and model; GB. */
  readonly fixedTotalGigabytes: number;
  /** The first 10⁹ tokens with each symbol equally likely; GB. No part of the above. */
  readonly firstGigabytes: number;
  /** Mean nats a token from which on the fixed model is the shorter description. */
  readonly breakEven: number;
  /** What the fixed model saves over the online code, as a share of the latter; negative where it is the longer one. */
  readonly fixedSaving: number;
}

/** The loss curve, in nats a token, after x·10⁹ tokens; x > 1. */
export function llamaLoss(gigatokens: number): number {
  return LLAMA.scale * pow(gigatokens - 1, LLAMA.exponent);
}

/** The integral of the loss curve from the first 10⁹ tokens on, in 10⁹ nats. */
export function llamaLossIntegral(gigatokens: number): number {
  const power = LLAMA.exponent + 1;
  return (LLAMA.scale / power) * pow(gigatokens - 1, power);
}

/** The example in one of its variants; both slips mended unless asked for. */
export function llamaExample(
  { integral: kind, conversion }: LlamaVariant = { integral: 'recomputed', conversion: 'divide' },
): LlamaExample {
  const toGigabytes = (giganats: number): number => (conversion === 'divide' ? giganats / Math.LN2 : giganats * Math.LN2) / 8;
  const integral = kind === 'printed' ? LLAMA.printedIntegral : llamaLossIntegral(LLAMA.gigatokens);
  const onlineGigabytes = toGigabytes(integral);
  const fixedDataGigabytes = toGigabytes(LLAMA.finalLoss * LLAMA.gigatokens);
  const fixedTotalGigabytes = fixedDataGigabytes + LLAMA.modelGigabytes;
  return {
    integral,
    meanLoss: integral / (LLAMA.gigatokens - 1),
    onlineGigabytes,
    fixedDataGigabytes,
    fixedTotalGigabytes,
    firstGigabytes: toGigabytes(log(LLAMA.vocabulary)),
    breakEven: LLAMA.finalLoss + LLAMA.modelGigabytes / toGigabytes(1) / LLAMA.gigatokens,
    fixedSaving: 1 - fixedTotalGigabytes / onlineGigabytes,
  };
}
