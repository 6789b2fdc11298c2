import { useState } from 'react';
import type { OwnDataQuestion } from '../../lab/own-data-state.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Select } from '../kit/Select.tsx';
import { useActions, useLab } from '../lab.tsx';
import { count } from '../text/format.ts';
import styles from './AddImages.module.css';

/** What becomes of data that are being added: how far they are read, what has to be decided, and what came of it. */
export function AddState() {
  const actions = useActions();
  const { adding, question, added, error } = useLab((lab) => lab.ownData);
  return (
    <section aria-label="Adding">
      <output className={styles.state}>
        {adding && !question && `Reading “${adding.name}”: ${count(adding.read)} of ${count(adding.all)} files.`}
        {added && `“${added.name}” was added.`}
      </output>
      {adding && !question && (
        <Button small icon="close" onPress={() => actions.cancelOwnData()}>
          Cancel
        </Button>
      )}
      {added && <Sentences of={added.notes} />}
      {question?.kind === 'sets' && <WhichSet key={question.name} {...question} />}
      {question?.kind === 'warnings' && <Doubts {...question} />}
      {error !== null && <ErrorText>{error}</ErrorText>}
    </section>
  );
}

function Sentences({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return null;
  return (
    <ul className={styles.sentences}>
      {of.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

/** Several data sets were given together: one of them is chosen. */
function WhichSet({ name, choices }: Extract<OwnDataQuestion, { kind: 'sets' }>) {
  const { answerOwnData } = useActions();
  const [chosen, choose] = useState(choices[0].name);
  return (
    <section className={styles.question} aria-label="Which data set">
      <p role="alert">
        There are {choices.length} data sets in “{name}”. Which one is to be added?
      </p>
      <div className={styles.controls}>
        <Select
          label="Data set"
          value={chosen}
          options={choices.map((choice) => ({ value: choice.name, title: choice.name, note: choice.about }))}
          onChange={choose}
        />
        <Button kind="primary" onPress={() => answerOwnData(chosen)}>
          Add it
        </Button>
        <Button onPress={() => answerOwnData(null)}>Cancel</Button>
      </div>
    </section>
  );
}

/** What should be looked at before images are added. */
function Doubts({ name, warnings, notes }: Extract<OwnDataQuestion, { kind: 'warnings' }>) {
  const { answerOwnData } = useActions();
  return (
    <section className={styles.question} aria-label="Before it is added">
      <div role="alert">
        <p>“{name}” can be read, but look at this before it is added:</p>
        <Sentences of={warnings} />
      </div>
      <Sentences of={notes} />
      <div className={styles.controls}>
        <Button onPress={() => answerOwnData('add')}>Add all the same</Button>
        <Button onPress={() => answerOwnData(null)}>Cancel</Button>
      </div>
    </section>
  );
}
