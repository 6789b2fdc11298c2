/** How the page asks for a prediction of some kind, and how it shows what came out. */
import type { ComponentType } from 'react';
import type { LessonWords } from '../../../lessons/lesson.ts';
import type { Numbers } from '../../../lessons/language.ts';
import type { Outcome } from '../../../lessons/outcome.ts';
import type { Answer, Prediction } from '../../../lessons/prediction.ts';

export interface AskProps<Asked extends Prediction = Prediction> {
  readonly prediction: Asked;
  readonly words: LessonWords;
  /** Null before one was given. */
  readonly answer: Answer | null;
  readonly isFixed: boolean;
  readonly onAnswer: (answer: Answer) => void;
}

export interface ShownProps<Asked extends Prediction = Prediction> extends Pick<AskProps<Asked>, 'prediction' | 'words' | 'answer'> {
  readonly outcome: Outcome;
}

export interface PredictionView<Asked extends Prediction = Prediction> {
  readonly kind: Asked['kind'];
  readonly Ask: ComponentType<AskProps<Asked>>;
  readonly Shown: ComponentType<ShownProps<Asked>>;
  /** An answer as it is handed in: a number where it is one, or in words. */
  said(answer: Answer, words: LessonWords, numbers: Numbers): number | string;
}
