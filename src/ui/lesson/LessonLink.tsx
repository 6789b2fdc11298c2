import { useEffect, useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { zipOf } from '../../coding/zip.ts';
import { sha256Hex } from '../../study/fingerprint.ts';
import { download, fileName, textFile } from '../files/download.ts';
import { messageOf } from '../../data/message-of.ts';
import { LESSON_FILE_ENDING, lessonFileText } from '../../lab/lesson-file.ts';
import type { ShareLink } from '../../lab/contract.ts';
import { canonicalJson } from '../../study/schema.ts';
import type { LessonView } from '../../study/lesson-view.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Tick } from '../kit/Tick.tsx';
import { useActions, useLab, useView } from '../lab.tsx';
import { CopyButton } from '../share/CopyButton.tsx';
import { LinkLength } from '../share/LinkLength.tsx';
import { isOfThisComputer } from '../text/addresses.ts';
import { count } from '../text/format.ts';
import { askingFor, embedAddress, iframeOf } from './embed.ts';
import { PrintSheet } from './PrintSheet.tsx';
import { MOST_SCANNED, ScanCode } from './ScanCode.tsx';
import { scormFiles } from './scorm.ts';
import field from '../kit/Field.module.css';
import styles from './LessonDialog.module.css';

/** The link of a lesson as it stands, and the ways in which it goes to a class. */
export function LessonLink({ view }: { readonly view: LessonView }) {
  const actions = useActions();
  const open = useView((state) => state.open);
  const hasResults = useLab(({ run, shared }) => run.study !== null || shared !== null);
  const [withResults, setWithResults] = useState(false);
  const [made, setMade] = useState<ShareLink | string | null>(null);
  const key = canonicalJson(view);
  useEffect(() => {
    let current = true;
    // Letters are typed faster than links are made.
    const timer = setTimeout(() => {
      actions.shareLink({ withoutResults: !withResults, lesson: { view: JSON.parse(key) as LessonView, answer: {} } }).then(
        (link) => current && setMade(link),
        (error: unknown) => current && setMade(messageOf(error)),
      );
    }, 200);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [actions, key, withResults]);
  const [keepsNothing, setKeepsNothing] = useState(false);
  const [isPrinting, setPrinting] = useState(false);
  const tryIt = (): void => {
    actions.showLesson(view);
    open(null);
  };
  return (
    <div className={styles.part}>
      <h3>The link</h3>
      {hasResults && (
        <Tick isSelected={withResults} onChange={setWithResults}>
          With the curves of the run that is shown, so that nobody has to run it
        </Tick>
      )}
      <Tick isSelected={keepsNothing} onChange={setKeepsNothing}>
        For computers that many share: nothing is kept there once the tab is closed
      </Tick>
      {typeof made === 'string' && <ErrorText>The link could not be made: {made}</ErrorText>}
      {made !== null && typeof made !== 'string' && <Made link={keepsNothing ? asking(made) : made} title={view.title ?? 'Parsimony'} />}
      {isPrinting && (
        <PrintSheet
          view={view}
          url={typeof made === 'object' && made !== null && made.characters <= MOST_SCANNED ? made.url : null}
          onPrinted={() => setPrinting(false)}
        />
      )}
      <div className={styles.actions}>
        <Button icon="open" onPress={tryIt}>
          Try it here
        </Button>
        <Button onPress={() => setPrinting(true)}>Print a sheet</Button>
      </div>
    </div>
  );
}

/** The link that asks for it. */
function asking(link: ShareLink): ShareLink {
  const url = askingFor('memory', link.url);
  return { ...link, url, characters: url.length };
}

function Made({ link, title }: { readonly link: ShareLink; readonly title: string }) {
  const { url, characters, tooLong } = link;
  return (
    <>
      <LinkLength link={link} />
      {isOfThisComputer(url) && (
        <p className={styles.hint}>
          This page is served by this computer, so the link opens here and nowhere else. Make it at the lab’s public address.
        </p>
      )}
      {!tooLong && (
        <TextField className={styles.field} value={url} isReadOnly>
          <Label>Link · {count(characters)} characters</Label>
          <Input className={`${field.input} ${styles.url}`} onFocus={(event) => event.currentTarget.select()} />
        </TextField>
      )}
      <div className={styles.actions}>
        {!tooLong && (
          <>
            <CopyButton text={url} title="Copy link" />
            <CopyButton kind="plain" text={iframeOf(embedAddress(url), title)} title="Copy as iframe" />
            <Button icon="download" onPress={() => void saveScorm(url, title)}>
              SCORM package
            </Button>
          </>
        )}
        <Button
          icon="download"
          onPress={() => download(textFile(lessonFileText(title, url), 'text/plain'), fileName(title, LESSON_FILE_ENDING))}
        >
          Lesson as a file
        </Button>
      </div>
      {characters <= MOST_SCANNED ? (
        <details className={styles.scan}>
          <summary>As a code to scan</summary>
          <ScanCode url={url} size={320} />
        </details>
      ) : (
        <p className={styles.hint}>Too long to be scanned: a code may hold 1,200 characters.</p>
      )}
    </>
  );
}

/** For a learning platform, under a name of its own: two lessons in one course are two. */
async function saveScorm(url: string, title: string): Promise<void> {
  const files = scormFiles(url, title, (await sha256Hex(url)).slice(0, 16));
  download(await zipOf(files, new Date()), fileName(`${title} SCORM`, 'zip'));
}
