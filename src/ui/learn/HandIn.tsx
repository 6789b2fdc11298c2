import { useState } from 'react';
import { useStore } from 'zustand';
import type { ShareLink } from '../../lab/contract.ts';
import type { LessonSession } from '../../lab/lessons/session.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import { lessonAnswerSchema, MOST_LETTERS, seenText, type LessonAnswer } from '../../study/lesson-view.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { useMadeLink } from '../share/useMadeLink.ts';
import { viewOf } from './kinds/index.ts';
import { useSpoken } from './language.tsx';
import type { Seen } from './useShown.ts';
import styles from './HandIn.module.css';

interface HandInProps {
  readonly lesson: Lesson;
  readonly session: LessonSession;
  readonly seen: Seen;
}

/** The link by which a lesson is handed in: prediction, sentence and result are in it, and the class sheet reads thirty of them. */
export function HandIn({ lesson, session, seen }: HandInProps) {
  const { language, words: page } = useSpoken();
  const [by, setBy] = useState('');
  const answer = useAnswer({ lesson, session, seen }, by);
  // By its text: the answer is gathered anew each time.
  const { link, trouble, make } = useMadeLink(JSON.stringify(answer), () =>
    session.lab.actions.shareLink({ lesson: { view: { title: lesson.words[language].title }, answer } }),
  );
  return (
    <section className={styles.handIn} aria-label={page.handIn.title}>
      <label className={styles.name}>
        {page.handIn.name}
        <input value={by} maxLength={MOST_LETTERS.by} onChange={({ target }) => setBy(target.value)} />
      </label>
      {link ? <Made link={link} /> : <Button onPress={make}>{page.handIn.make}</Button>}
      {trouble !== null && <ErrorText>{page.handIn.trouble(trouble)}</ErrorText>}
      <p className={styles.note}>
        {page.handIn.note} {link && !link.hasResults && page.handIn.withoutRun}
      </p>
    </section>
  );
}

/** What was answered, as far as it was. */
function useAnswer({ lesson, session, seen }: HandInProps, by: string): LessonAnswer {
  const { language, numbers } = useSpoken();
  const { prediction, sentence } = useStore(session.store, ({ progress }) => progress);
  const check = seen.shown && seen.hasEnded && !seen.isRecorded ? seen.shown.check(prediction) : null;
  const said = prediction && viewOf(lesson.prediction).said(prediction, lesson.words[language], numbers);
  const texts = { by: seenText(by).trim(), sentence: seenText(sentence).trim() };
  return lessonAnswerSchema.parse({
    ...(said === null ? {} : { prediction: typeof said === 'string' ? said.slice(0, MOST_LETTERS.question) : said }),
    ...(texts.by && { by: texts.by }),
    ...(texts.sentence && { sentence: texts.sentence }),
    ...(check && check.kind !== 'unasked' && { check: check.kind }),
  });
}

function Made({ link: { url } }: { readonly link: ShareLink }) {
  const { words: page } = useSpoken();
  const [isCopied, setCopied] = useState(false);
  // Where it is refused, the link stands there to be copied by hand.
  const copy = (): void =>
    void navigator.clipboard.writeText(url).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <span className={styles.made}>
      <input readOnly value={url} aria-label={page.handIn.link} onFocus={({ target }) => target.select()} />
      <Button kind="primary" icon={isCopied ? 'check' : 'copy'} onPress={copy}>
        {isCopied ? page.handIn.copied : page.handIn.copy}
      </Button>
    </span>
  );
}
