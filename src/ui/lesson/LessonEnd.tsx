import { useId } from 'react';
import { Input, Label, TextArea, TextField } from 'react-aria-components';
import { MOST_LETTERS } from '../../study/lesson-view.ts';
import { Button } from '../kit/Button.tsx';
import card from '../kit/Card.module.css';
import { ErrorText } from '../kit/ErrorText.tsx';
import { useActions, useLab } from '../lab.tsx';
import { CopyButton } from '../share/CopyButton.tsx';
import { LinkLength } from '../share/LinkLength.tsx';
import { useMadeLink } from '../share/useMadeLink.ts';
import field from '../kit/Field.module.css';
import styles from './Lesson.module.css';

/** What a lesson ends with: a sentence of one's own, and the link by which all of it is handed in. */
export function LessonEnd() {
  const actions = useActions();
  const titleId = useId();
  const answer = useLab((lab) => lab.lesson?.answer);
  if (!answer) return null;
  return (
    <section className={`${card.card} ${styles.lesson}`} aria-labelledby={titleId}>
      <h2 id={titleId} className={styles.title}>
        In one sentence
      </h2>
      <TextField className={styles.field} value={answer.sentence ?? ''} onChange={(sentence) => actions.answerLesson({ sentence })}>
        <Label className={styles.label}>What came out, and why do you think it did?</Label>
        <TextArea className={`${field.input} ${styles.area}`} maxLength={MOST_LETTERS.sentence} rows={3} />
      </TextField>
      <TextField className={styles.field} value={answer.by ?? ''} onChange={(by) => actions.answerLesson({ by })}>
        <Label className={styles.label}>Your name, as your teacher knows it</Label>
        <Input className={`${field.input} ${styles.input}`} maxLength={MOST_LETTERS.by} />
      </TextField>
      <HandIn />
    </section>
  );
}

/** Nothing is sent anywhere: the link is the answer. */
function HandIn() {
  const actions = useActions();
  const answer = useLab((lab) => lab.lesson?.answer);
  const { link, trouble, make } = useMadeLink(answer, () => actions.shareLink());
  return (
    <div className={styles.handIn}>
      {link ? <CopyButton text={link.url} title="Copy the link to hand in" /> : <Button onPress={make}>Make the link to hand in</Button>}
      {trouble !== null && <ErrorText>The link could not be made: {trouble}</ErrorText>}
      {link && <LinkLength link={link} />}
      <p className={styles.hint}>
        It holds your prediction, your sentence, your name
        {link?.hasResults === false ? ', and no result yet: press Run first' : ' and what came out'}. Nothing is sent: give the link to your
        teacher.
      </p>
    </div>
  );
}
