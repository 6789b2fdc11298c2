import { useId, useState } from 'react';
import { FieldError, Input, Label, TextField } from 'react-aria-components';
import type { LessonState } from '../../lab/contract.ts';
import { MOST_LETTERS } from '../../study/lesson-view.ts';
import { Button, IconButton } from '../kit/Button.tsx';
import card from '../kit/Card.module.css';
import { useActions, useLab } from '../lab.tsx';
import { MarkedText } from './MarkedText.tsx';
import { predictionText } from './prediction-text.ts';
import field from '../kit/Field.module.css';
import styles from './Lesson.module.css';

/** The question of a lesson that came by link, what there is to say about it, and the prediction that it asks for. */
export function LessonCard() {
  const actions = useActions();
  const titleId = useId();
  const lesson = useLab((lab) => lab.lesson);
  if (!lesson) return null;
  const { view, answer } = lesson;
  return (
    <section className={`${card.card} ${styles.lesson}`} aria-labelledby={titleId}>
      <header className={styles.head}>
        <div>
          <p className={styles.kicker}>{answer.by === undefined ? 'A lesson from a link' : `Handed in by ${answer.by}`}</p>
          <h2 id={titleId} className={styles.title} dir="auto">
            {view.title ?? 'What do you expect?'}
          </h2>
        </div>
        <IconButton icon="close" label="Leave the lesson" small onPress={actions.closeLesson} />
      </header>
      {view.note !== undefined && <MarkedText text={view.note} />}
      {view.ask && <Prediction lesson={lesson} ask={view.ask} />}
    </section>
  );
}

interface PredictionProps {
  readonly lesson: LessonState;
  readonly ask: NonNullable<LessonState['view']['ask']>;
}

function Prediction({ lesson: { view, answer, isUncovered }, ask }: PredictionProps) {
  const actions = useActions();
  const hasRun = useLab(({ run, shared }) => run.study !== null || shared !== null);
  const [isChanging, setChanging] = useState(false);
  if (answer.prediction !== undefined && !isChanging) {
    return (
      <div className={styles.fixed}>
        <p dir="auto">
          {ask.question} <strong>You said {predictionText(ask, answer.prediction)}.</strong>
        </p>
        {/* Once it has been seen what happens it is no prediction any more. */}
        {!hasRun && !isUncovered && (
          <Button small onPress={() => setChanging(true)}>
            Change it
          </Button>
        )}
      </div>
    );
  }
  return (
    <PredictionForm
      ask={ask}
      covers={view.covered === true && !isUncovered}
      onAnswer={(prediction) => {
        actions.answerLesson({ prediction });
        setChanging(false);
      }}
    />
  );
}

interface PredictionFormProps {
  readonly ask: PredictionProps['ask'];
  /** Whether the results wait for it. */
  readonly covers: boolean;
  readonly onAnswer: (prediction: number | string) => void;
}

function PredictionForm({ ask, covers, onAnswer }: PredictionFormProps) {
  const [text, setText] = useState('');
  const [isAsked, setAsked] = useState(false);
  const isNumber = ask.kind === 'number';
  const prediction = isNumber ? numberIn(text) : text.trim() || null;
  return (
    <form
      className={styles.ask}
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (prediction !== null) onAnswer(prediction);
      }}
    >
      <TextField className={styles.field} value={text} onChange={setText} isInvalid={isAsked && prediction === null}>
        <Label className={styles.label}>{ask.question}</Label>
        <span className={isNumber ? styles.number : undefined}>
          <Input className={`${field.input} ${styles.input}`} inputMode={isNumber ? 'decimal' : 'text'} maxLength={MOST_LETTERS.question} />
          {isNumber && ask.unit !== undefined && <span className={styles.unit}>{ask.unit}</span>}
        </span>
        <FieldError className={styles.wrong}>{isNumber ? 'Write one number, such as 12.5.' : 'Write what you expect first.'}</FieldError>
      </TextField>
      <Button kind="primary" type="submit">
        That is my prediction
      </Button>
      <p className={styles.hint}>
        {covers
          ? 'What comes out is shown once you have said what you expect.'
          : 'Say it before you look: the gap is what one learns from.'}
      </p>
    </form>
  );
}

/** The number that a text is, with a point or a comma before its decimals; null where it is none. */
function numberIn(text: string): number | null {
  const plain = text.trim().replace(/\s*%$/u, '').replace('−', '-').replace(',', '.');
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?$/iu.test(plain) ? Number(plain) : null;
}
