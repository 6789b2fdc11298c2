import type { LessonView } from '../../study/lesson-view.ts';

/** A prediction with its unit, or in quotation marks where it is words. */
export const predictionText = (ask: LessonView['ask'], prediction: number | string): string =>
  typeof prediction === 'string'
    ? `“${prediction}”`
    : [prediction.toLocaleString('en', { maximumFractionDigits: 6 }), ask?.unit].filter(Boolean).join(' ');
