import { useEffect, useRef, useState, type ChangeEvent } from 'react';
import type { OwnDataQuestion } from '../../lab/own-data-state.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Select } from '../kit/Select.tsx';
import { useActions, useLab } from '../lab.tsx';
import { count } from '../text/format.ts';
import styles from './AddImages.module.css';
import { chosenFiles, nameOf } from './files.ts';

/** Adding images of one's own: choosing files, deciding what is not clear, and what came of it. */
export function AddImages() {
  const actions = useActions();
  const { adding, question, added, error } = useLab((lab) => lab.ownData);
  const [name, setName] = useState('');
  const folder = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  // React knows no such attribute; every browser does.
  useEffect(() => folder.current?.setAttribute('webkitdirectory', ''), []);
  const add = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const field = event.target;
    const given = chosenFiles(field.files);
    if (given.length === 0) return;
    if (await actions.addOwnData(name.trim() || nameOf(given), given)) setName('');
    // The same files can be chosen again only if the field is emptied, and the files can be read only until then.
    field.value = '';
  };
  return (
    <section className={styles.add} aria-label="Add images">
      <h3 className={styles.title}>Add images of your own</h3>
      <p className={styles.lead}>
        A folder that has a folder of pictures for each class (PNG, JPEG or WebP), or two IDX files, images and labels, as MNIST has them,
        gzip or not; either may be packed in a zip archive. All images have the same size. They are kept with 8 bits a channel, and what is
        transparent is laid on white. Without a folder “test”, or a second pair of files with “test” in their names, every fifth image of a
        class is kept for testing. They can also be dropped anywhere on the page.
      </p>
      <div className={styles.controls}>
        <label className={styles.name}>
          Name
          <input value={name} maxLength={100} placeholder="that of the folder" onChange={(event) => setName(event.target.value)} />
        </label>
        <Button icon="open" isDisabled={adding !== null} onPress={() => folder.current?.click()}>
          Choose a folder
        </Button>
        <Button icon="open" isDisabled={adding !== null} onPress={() => files.current?.click()}>
          Choose zip or IDX files
        </Button>
      </div>
      <input ref={folder} type="file" multiple hidden aria-label="Folder of pictures by class" onChange={(event) => void add(event)} />
      <input ref={files} type="file" multiple hidden aria-label="Zip archive or IDX files" onChange={(event) => void add(event)} />
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
