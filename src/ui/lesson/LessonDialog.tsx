import { useState } from 'react';
import { Input, Label, TextArea, TextField } from 'react-aria-components';
import { MOST_LETTERS } from '../../study/lesson-view.ts';
import { Dialog } from '../kit/Dialog.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { Tick } from '../kit/Tick.tsx';
import { useLab, useView } from '../lab.tsx';
import { addressOf } from '../route.ts';
import { draftOf, emptyDraft, viewOfDraft, type Draft } from './draft.ts';
import { FigureTicks } from './FigureTicks.tsx';
import { LessonLink } from './LessonLink.tsx';
import { SettingTicks } from './SettingTicks.tsx';
import field from '../kit/Field.module.css';
import styles from './LessonDialog.module.css';

/** Makes a lesson of what stands in the lab: tick, write, copy the link. */
export function LessonDialog() {
  const isOpen = useView((view) => view.dialog === 'lesson');
  const open = useView((view) => view.open);
  // Kept while the lab is open: whoever closes it to look something up goes on where they were.
  const [draft, setDraft] = useState<Draft | null>(null);
  return (
    <Dialog title="Make a lesson" wide isOpen={isOpen} onClose={() => open(null)}>
      <LessonForm draft={draft} onDraft={setDraft} />
    </Dialog>
  );
}

interface LessonFormProps {
  readonly draft: Draft | null;
  readonly onDraft: (draft: Draft) => void;
}

const asked = [
  { value: 'nothing', title: 'Nothing' },
  { value: 'number', title: 'A number' },
  { value: 'words', title: 'In words' },
] as const;

function LessonForm({ draft: begun, onDraft }: LessonFormProps) {
  const lesson = useLab((lab) => lab.lesson);
  const draft = begun ?? (lesson ? draftOf(lesson.view) : emptyDraft);
  const change = (part: Partial<Draft>): void => onDraft({ ...draft, ...part });
  return (
    <div className={styles.form}>
      <p className={styles.lead}>
        A link to the study on the form, with your question above it. Whoever opens it sees what you tick, says what to expect, runs it in
        their own browser, and hands a link back: the <a href={addressOf('class')}>class sheet</a> reads thirty of them at once. Nothing is
        uploaded.
      </p>
      <Text label="Question" value={draft.title} most={MOST_LETTERS.title} onChange={(title) => change({ title })} />
      <Text
        label="What there is to say about it"
        hint="**strong**, *emphasis*, `code`, and lines that begin with “- ” as a list. HTML and addresses stay text."
        isLong
        value={draft.note}
        most={MOST_LETTERS.note}
        onChange={(note) => change({ note })}
      />
      <div className={styles.part}>
        <h3>The prediction that is asked for</h3>
        <Segmented
          label="Prediction"
          options={asked}
          values={[draft.asks]}
          onChange={([asks]) => change({ asks: asks as Draft['asks'] })}
        />
        {draft.asks !== 'nothing' && (
          <>
            <Text label="Its question" value={draft.question} most={MOST_LETTERS.question} onChange={(question) => change({ question })} />
            {draft.asks === 'number' && (
              <Text
                label="Unit, such as points or bytes"
                value={draft.unit}
                most={MOST_LETTERS.unit}
                onChange={(unit) => change({ unit })}
              />
            )}
            <Tick isSelected={draft.covered} onChange={(covered) => change({ covered })}>
              Cover figures and numbers until it is made
            </Tick>
          </>
        )}
      </div>
      <FigureTicks chosen={draft.figures} onChange={(figures) => change({ figures })} />
      <SettingTicks chosen={draft.settings} locked={draft.locked} onChange={change} />
      <Tick isSelected={draft.large} onChange={(large) => change({ large })}>
        Large type, to be read from the last row
      </Tick>
      <LessonLink view={viewOfDraft(draft)} />
    </div>
  );
}

interface TextProps {
  readonly label: string;
  readonly hint?: string;
  readonly isLong?: boolean;
  readonly value: string;
  readonly most: number;
  readonly onChange: (value: string) => void;
}

function Text({ label, hint, isLong = false, value, most, onChange }: TextProps) {
  return (
    <TextField className={styles.field} value={value} onChange={onChange}>
      <Label>{label}</Label>
      {isLong ? <TextArea className={field.input} rows={4} maxLength={most} /> : <Input className={field.input} maxLength={most} />}
      {hint !== undefined && <span className={styles.hint}>{hint}</span>}
    </TextField>
  );
}
