/**
 * What a training step costs besides its weights, in weights for each of its images: a step at 9 neurons takes about a tenth of one at 512
 * (7,146 against 406,528 weights).
 */
export const STEP_OVERHEAD = 37_000;
